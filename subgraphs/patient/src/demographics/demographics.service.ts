import { type RequestContext, reachOf } from "@careconnect/kit";
import type { PatientRow } from "../patient/patient.entity.ts";
import { emergencyContactsOf } from "./demographics.columns.ts";
import { readEmergencyContacts } from "./demographics.policy.ts";
import type { EmergencyContact } from "./demographics.type.ts";

/** Whom to call for a patient; null for who may not know. */
export function listEmergencyContacts(context: RequestContext, patient: PatientRow): EmergencyContact[] | null {
  return reachOf(context.viewer, readEmergencyContacts).length === 0 ? null : emergencyContactsOf(patient);
}
