import { assertMay, type RequestContext, reachOf } from "@careconnect/kit";
import type { MedicationRow } from "./medication.entity.ts";
import { medicationById, medicationsByPatient } from "./medication.loader.ts";
import { readMedications } from "./medication.policy.ts";

/** One medication, as it is now: what the request has read of it before is forgotten. */
export async function rereadMedication(context: RequestContext, id: string): Promise<MedicationRow | null> {
  assertMay(context, readMedications);
  medicationById(context).clear(id);
  return medicationById(context).load(id);
}

/** The medications of one patient, the latest first; null for who may not see them. */
export async function listMedications(context: RequestContext, patientId: string): Promise<MedicationRow[] | null> {
  if (reachOf(context.viewer, readMedications).length === 0) return null;
  return medicationsByPatient(context).load(patientId);
}
