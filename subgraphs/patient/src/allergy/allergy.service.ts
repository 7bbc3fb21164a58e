import { assertMay, type RequestContext, reachOf } from "@careconnect/kit";
import type { AllergyRow } from "./allergy.entity.ts";
import { allergiesByPatient, allergyById } from "./allergy.loader.ts";
import { readAllergies } from "./allergy.policy.ts";

/** One allergy, as it is now: what the request has read of it before is forgotten. */
export async function rereadAllergy(context: RequestContext, id: string): Promise<AllergyRow | null> {
  assertMay(context, readAllergies);
  allergyById(context).clear(id);
  return allergyById(context).load(id);
}

/** The allergies of one patient, the latest first; null for who may not see them. */
export async function listAllergies(context: RequestContext, patientId: string): Promise<AllergyRow[] | null> {
  if (reachOf(context.viewer, readAllergies).length === 0) return null;
  return allergiesByPatient(context).load(patientId);
}
