import { by, organizationRoles, type Reach, type Rule, rowsWithin } from "@careconnect/kit";

/** A patient says it themselves, or the clinic writes down what they said. Whom they refuse needs not know it. */
export const readConsents: Rule = {
  action: "patient.consent.read",
  may: { ...by("organization", ...organizationRoles), PATIENT: "self" },
  subjectTo: ["location"],
};

/** As with {@link readConsents}. */
export const recordConsents: Rule = {
  action: "patient.consent.record",
  may: { ...by("organization", ...organizationRoles), PATIENT: "self" },
  subjectTo: ["location"],
};

/** The consents, and what was said of them, within `reach`. */
export function consentsWithin(reach: Reach) {
  return rowsWithin(reach, { patient: "patientId" });
}
