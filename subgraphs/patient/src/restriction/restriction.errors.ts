import { CommandRefusal, type ErrorDefinition, type UserError } from "@careconnect/kit";
import { oneRestriction } from "./patient-restriction.entity.ts";

/** What the commands of restrictions refuse. */
export const restrictionErrors: readonly ErrorDefinition[] = [
  {
    code: "ALREADY_RESTRICTED",
    meaning: "the patient's record is kept and not used already",
    remedy: "nothing, or lift that restriction: find it in `patientRestrictions`",
  },
  {
    code: "NOT_RESTRICTED",
    meaning: "no restriction of the patient is in force",
    remedy: "nothing: the record is used",
  },
];

/** What the database refuses, and how the caller is told. */
export const restrictionConflicts: Readonly<Record<string, UserError>> = {
  [oneRestriction]: {
    code: "ALREADY_RESTRICTED",
    field: ["patientId"],
    message: "This patient's record is kept and not used already.",
  },
};

export function notRestricted(): CommandRefusal {
  return new CommandRefusal("NOT_RESTRICTED", ["patientId"], "No restriction of this patient is in force.");
}
