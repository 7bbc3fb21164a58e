import { clinicRoles, type Reach, type Rule } from "@careconnect/kit";

/** The clinic's staff read every patient of their organization; a patient reads their own record. */
export const readPatients: Rule = { action: "patient.read", organization: clinicRoles, self: true };

/** The patients within `reach`. */
export function patientsWithin(reach: Reach) {
  return reach.kind === "self" ? { id: reach.patientId } : {};
}
