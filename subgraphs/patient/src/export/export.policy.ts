import { ownRecordsOf, type Reach, Role, type Rule, rowsWithin, type Viewer } from "@careconnect/kit";
import type { PatientExportRow } from "./patient-export.entity.ts";

/** Everything that is known of a patient is given to administration and to themselves, and to no application. */
export const requestExports: Rule = {
  action: "patient.export.request",
  may: { [Role.ADMIN]: "organization", [Role.PATIENT]: "self" },
};

/** Whoever may ask for an export may see how far one is, whoever asked for it. */
export const readExports: Rule = {
  action: "patient.export.read",
  may: { [Role.ADMIN]: "organization", [Role.PATIENT]: "self" },
};

/** The exports, or other rows of patients, within `reach`. */
export function exportsWithin(reach: Reach) {
  return rowsWithin(reach, { patient: "patientId" });
}

/** It holds what its asker may see: they fetch it, and the patient, and nobody else, administration neither. */
export function mayFetch(viewer: Viewer, { requestedBy, patientId }: PatientExportRow): boolean {
  return requestedBy === viewer.userId || ownRecordsOf(viewer).includes(String(patientId));
}
