import { clinicRoles, type Reach, Role, type Rule, rowsWithin } from "@careconnect/kit";

/** The clinic's staff read every patient of their organization; a patient reads their own record. */
export const readPatients: Rule = { action: "patient.read", organization: clinicRoles, self: true };

export const registerPatients: Rule = { action: "patient.register", organization: clinicRoles };

/** The clinic's staff change every patient; a patient changes their own record. */
export const changePatients: Rule = { action: "patient.update", organization: clinicRoles, self: true };

/** Archiving ends all booking for a patient: administration's decision. */
export const archivePatients: Rule = { action: "patient.archive", organization: [Role.ADMIN, Role.STAFF] };

/** The patients within `reach`. */
export function patientsWithin(reach: Reach) {
  return rowsWithin(reach, { self: (patientId) => ({ id: patientId }) });
}
