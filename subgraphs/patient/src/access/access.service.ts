import { assertMay, type RequestContext, reachOf } from "@careconnect/kit";
import { accessGrantById, accessGrantsByPatient } from "./access.loader.ts";
import { readAccess } from "./access.policy.ts";
import type { AccessGrantRow } from "./access-grant.entity.ts";

/** One access grant, as it is now: what the request has read of it before is forgotten. */
export async function rereadAccessGrant(context: RequestContext, id: string): Promise<AccessGrantRow | null> {
  assertMay(context, readAccess);
  accessGrantById(context).clear(id);
  return accessGrantById(context).load(id);
}

/** Who was given access to a patient, the latest first; null for who may not know. */
export async function listAccessGrants(context: RequestContext, patientId: string): Promise<AccessGrantRow[] | null> {
  if (reachOf(context.viewer, readAccess).length === 0) return null;
  return accessGrantsByPatient(context).load(patientId);
}
