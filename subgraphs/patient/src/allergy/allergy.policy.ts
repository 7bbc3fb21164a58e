import { type Reach, type Rule, rowsWithin } from "@careconnect/kit";
import { changeConditions, readConditions } from "../condition/condition.policy.ts";
import { careTables } from "../references/care.tables.ts";

/** What a patient must not be given is known to whoever knows what they have, in an emergency too. */
export const readAllergies: Rule = { ...readConditions, action: "allergy.read" };

/** Whoever writes down what a patient has writes down what they must not be given. */
export const changeAllergies: Rule = { ...changeConditions, action: "allergy.change" };

/** The allergies within `reach`. */
export function allergiesWithin(reach: Reach) {
  return rowsWithin(reach, { patient: "patientId", care: careTables });
}
