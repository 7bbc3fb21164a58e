import { type Reach, type Rule, rowsWithin } from "@careconnect/kit";
import { changeConditions, readConditions } from "../condition/condition.policy.ts";
import { careTables } from "../references/care.tables.ts";

/** What a patient takes is known to whoever knows what they have, in an emergency too. */
export const readMedications: Rule = { ...readConditions, action: "medication.read" };

/** Whoever writes down what a patient has writes down what they take. */
export const changeMedications: Rule = { ...changeConditions, action: "medication.change" };

/** The medications within `reach`. */
export function medicationsWithin(reach: Reach) {
  return rowsWithin(reach, { patient: "patientId", care: careTables });
}
