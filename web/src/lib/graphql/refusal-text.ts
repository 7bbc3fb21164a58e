import type { Translate } from "../i18n/texts.ts";
import type { UserError } from "./command.ts";

const explained = [
  "SLOT_TAKEN",
  "PATIENT_BUSY",
  "OUTSIDE_AVAILABILITY",
  "TOO_SOON",
  "TOO_FAR_AHEAD",
  "PROVIDER_FULL",
  "IN_THE_PAST",
  "TOO_EARLY",
  "NOT_ITS_DAY",
  "PATIENT_ARCHIVED",
  "PROVIDER_INACTIVE",
  "NOT_FOUND",
  "VERSION_CONFLICT",
  "ILLEGAL_TRANSITION",
  "FORBIDDEN",
] as const;

/** What was refused, for people: in their language where we know the code, else as the server says it. */
export function refusalText({ code, message }: UserError, t: Translate): string {
  const known = explained.find((name) => name === code);
  return known === undefined ? message : t(`commands.refusals.${known}`);
}
