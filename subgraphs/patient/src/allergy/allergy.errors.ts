import type { ErrorDefinition, UserError } from "@careconnect/kit";
import { oneActiveAllergy } from "./allergy.entity.ts";

/** What the commands of allergies refuse. */
export const allergyErrors: readonly ErrorDefinition[] = [
  {
    code: "ALREADY_RECORDED",
    meaning: "the patient's history has this allergy, and it is not over",
    remedy: "correct the one that is there",
  },
];

export const alreadyRecorded: UserError = {
  code: "ALREADY_RECORDED",
  field: ["code"],
  message: "The patient's history has this allergy already: correct that one.",
};

/** What the database refuses, and how the caller is told. */
export const allergyConflicts: Readonly<Record<string, UserError>> = { [oneActiveAllergy]: alreadyRecorded };
