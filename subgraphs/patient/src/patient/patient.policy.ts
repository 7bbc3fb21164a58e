import { by, clinicRoles, type Reach, Role, type Rule, rowsWithin } from "@careconnect/kit";

/** The clinic's staff read every patient of their organization; a patient reads their own record. */
export const readPatients: Rule = {
  action: "patient.read",
  may: { ...by("organization", ...clinicRoles), PATIENT: "self" },
};

export const registerPatients: Rule = { action: "patient.register", may: by("organization", ...clinicRoles) };

/** The clinic's staff change every patient; a patient changes their own record. */
export const changePatients: Rule = {
  action: "patient.update",
  may: { ...by("organization", ...clinicRoles), PATIENT: "self" },
};

/** Archiving ends all booking for a patient: administration's decision. */
export const archivePatients: Rule = { action: "patient.archive", may: by("organization", Role.ADMIN, Role.STAFF) };

/** The patients within `reach`. */
export function patientsWithin(reach: Reach) {
  return rowsWithin(reach, { patient: "id" });
}
