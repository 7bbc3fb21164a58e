import { by, clinicRoles, type Reach, type Rule, rowsWithin } from "@careconnect/kit";

/** The clinic's staff read the history of every patient of their organization; a patient reads their own. */
export const readConditions: Rule = {
  action: "condition.read",
  may: { ...by("organization", ...clinicRoles), PATIENT: "self" },
};

/** The conditions within `reach`. */
export function conditionsWithin(reach: Reach) {
  return rowsWithin(reach, { patient: "patientId" });
}
