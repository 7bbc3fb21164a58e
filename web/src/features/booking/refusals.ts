import type { Outcome, UserError } from "../../lib/graphql/command.ts";

const places: Readonly<Record<string, string>> = {
  patientId: "patient",
  providerId: "who",
  startsAt: "slot",
  visitType: "visitType",
  reason: "reason",
  overrideReason: "overrideReason",
};

/** The field of a booking that a refusal is about. */
export function placeOf(error: UserError): string | undefined {
  if (error.field?.includes("rule")) {
    // Which visits cannot be, their list tells.
    return concernsSeries(error) ? undefined : "count";
  }
  return error.field?.map((name) => places[name]).find((place) => place !== undefined);
}

/** Whether a refusal is about visits of a series, which the preview tells apart. */
export function concernsSeries({ code, field }: UserError): boolean {
  return ofTheTime.has(code) && (field ?? []).some((name) => name === "rule" || name === "changes");
}

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
export function concernsTimes(outcome: Outcome<unknown>): boolean {
  return outcome.kind === "refused" && outcome.errors.some(({ code }) => ofTheTime.has(code));
}
