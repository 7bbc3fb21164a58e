import type { UserError } from "../../lib/graphql/command.ts";
import { refusalText } from "../../lib/graphql/refusal-text.ts";
import type { Translate } from "../../lib/i18n/texts.ts";

/** Where in a dialog a refusal is shown: at one of its fields, or above its buttons. */
export type Place = "patient" | "provider" | "time" | "visitType" | "reason" | "form";

export type Problems = Partial<Record<Place, string>>;

const places: Readonly<Record<string, Place>> = {
  patientId: "patient",
  providerId: "provider",
  startsAt: "time",
  visitType: "visitType",
  reason: "reason",
};

const ofTheTime: ReadonlySet<string> = new Set([
  "SLOT_TAKEN",
  "PATIENT_BUSY",
  "OUTSIDE_AVAILABILITY",
  "TOO_SOON",
  "TOO_FAR_AHEAD",
  "PROVIDER_FULL",
  "IN_THE_PAST",
]);

/** Whether what is free is not what the dialog shows. */
export function concernsTimes(errors: readonly UserError[]): boolean {
  return errors.some(({ code }) => ofTheTime.has(code));
}

export function problemsOf(errors: readonly UserError[], t: Translate): Problems {
  const problems: Problems = {};
  for (const error of errors) {
    const place = error.field?.map((name) => places[name]).find((known) => known !== undefined) ?? "form";
    problems[place] ??= refusalText(error, t);
  }
  return problems;
}
