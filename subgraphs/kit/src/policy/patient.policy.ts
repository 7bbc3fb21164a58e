import { appointmentScopes } from "./policy.scopes.ts";
import { by, organizationRoles, type Rule } from "./policy.ts";

/** An id, too, tells that somebody is a patient: it is named to those who may see the patient. */
export const referToPatients: Rule = {
  action: "patient.refer",
  may: { ...by("organization", ...organizationRoles), PROVIDER: ["care", "grant", "breakGlass"], PATIENT: "self" },
  subjectTo: ["consent", "location"],
  delegated: [...appointmentScopes, "records.read", "invoices.read"],
};
