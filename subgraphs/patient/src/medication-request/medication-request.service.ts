import {
  assertMay,
  type Connection,
  connectionBelow,
  type OrderBy,
  type PageArgs,
  type RequestContext,
  reachOf,
} from "@careconnect/kit";
import { MedicationRequestRow } from "./medication-request.entity.ts";
import { medicationRequestById } from "./medication-request.loader.ts";
import { medicationRequestsWithin, readMedicationRequests } from "./medication-request.policy.ts";
import type { MedicationRequestFilter } from "./medication-request.type.ts";

/** One prescription, as it is now: what the request has read of it before is forgotten. */
export async function rereadMedicationRequest(
  context: RequestContext,
  id: string,
): Promise<MedicationRequestRow | null> {
  assertMay(context, readMedicationRequests);
  medicationRequestById(context).clear(id);
  return medicationRequestById(context).load(id);
}

/** The prescriptions below a patient or a visit, the latest first; null for who may see none at all. */
export function listMedicationRequests(
  context: RequestContext,
  parent: { readonly key: "currentPatientId" | "appointmentId"; readonly id: string },
  page: PageArgs,
  filter: MedicationRequestFilter | null | undefined,
): Connection<MedicationRequestRow> | null {
  const reach = reachOf(context.viewer, readMedicationRequests);
  if (reach.length === 0) return null;
  const status = filter?.status;
  return connectionBelow(context, MedicationRequestRow, parent, {
    name: `medicationRequests.${parent.key}.${status ?? "all"}`,
    where: { $and: [status ? { status } : {}, medicationRequestsWithin(reach)] },
    orderBy: latestFirst,
    page,
    audit: { action: "medicationRequest.list", entityType: "MedicationRequest" },
  });
}

const latestFirst: OrderBy<MedicationRequestRow> = [
  ["createdAt", "desc"],
  ["id", "desc"],
];
