import { by, organizationRoles, type Reach, Role, type Rule, rowsWithin } from "@careconnect/kit";
import { careTables } from "../references/care.tables.ts";

/**
 * Administration and nurses read every patient of their organization, a provider those in their care, access given or
 * taken in an emergency included, a patient themselves.
 */
export const readPatients: Rule = {
  action: "patient.read",
  may: { ...by("organization", ...organizationRoles), PROVIDER: ["care", "grant", "breakGlass"], PATIENT: "self" },
  subjectTo: ["consent", "location"],
  delegated: ["records.read"],
};

/** A provider comes to patients by their visits: who registers somebody must be able to see them. */
export const registerPatients: Rule = { action: "patient.register", may: by("organization", ...organizationRoles) };

/** What an emergency opens is to be read, not to be written. A patient changes their own record. */
export const changePatients: Rule = {
  action: "patient.update",
  may: { ...by("organization", ...organizationRoles), PROVIDER: ["care", "grant"], PATIENT: "self" },
  subjectTo: ["consent", "location"],
};

/** Archiving ends all booking for a patient: administration's decision. */
export const archivePatients: Rule = { action: "patient.archive", may: by("organization", Role.ADMIN, Role.STAFF) };

/** The patients within `reach`. */
export function patientsWithin(reach: Reach) {
  return rowsWithin(reach, { patient: "id", care: careTables });
}
