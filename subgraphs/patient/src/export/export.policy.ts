import { type Reach, Role, type Rule, rowsWithin } from "@careconnect/kit";

/** Everything that is known of a patient is given to administration and to themselves, and to no application. */
export const requestExports: Rule = {
  action: "patient.export.request",
  may: { [Role.ADMIN]: "organization", [Role.PATIENT]: "self" },
};

/** Whoever may ask for an export may fetch one, whoever asked for it. */
export const readExports: Rule = {
  action: "patient.export.read",
  may: { [Role.ADMIN]: "organization", [Role.PATIENT]: "self" },
};

/** The exports, or other rows of patients, within `reach`. */
export function exportsWithin(reach: Reach) {
  return rowsWithin(reach, { patient: "patientId" });
}
