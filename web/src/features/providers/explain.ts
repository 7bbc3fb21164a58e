import type { UserError } from "../../lib/graphql/command.ts";
import { refusalText } from "../../lib/graphql/refusal-text.ts";
import type { Translate } from "../../lib/i18n/texts.ts";

const explained = [
  "OWN_APPLICATION",
  "CREDENTIAL_RECORDED",
  "OWN_RATING",
  "OWN_VISIT",
  "VERSION_CONFLICT",
  "ILLEGAL_TRANSITION",
] as const;

/** Why a command about providers was refused, for people. */
export function explain(error: UserError, t: Translate<"directory">, common: Translate): string {
  const known = explained.find((code) => code === error.code);
  return known === undefined ? refusalText(error, common) : t(`refusals.${known}`);
}

/** Whether a reason is long enough to be read by somebody else later. */
export const isReason = (text: string) => text.trim().length >= 10;
