import {
  defineLoader,
  knownUuid,
  patientsWithin,
  type ReferenceResolver,
  type RequestContext,
  reachOf,
} from "@careconnect/kit";
import { careTables } from "./care.tables.ts";
import { referToPatients } from "./patient.policy.ts";
import type { Patient } from "./patient.type.ts";

const patientById = defineLoader<string, Patient>(async (context, ids) => {
  const reach = reachOf(context.viewer, referToPatients);
  const known = await patientsWithin(context.em.fork(), reach, careTables, ids);
  return ids.map((id) => (known.has(id) ? { id } : null));
});

/** A patient as this subgraph knows one: by id alone; null for one whom the viewer may not see. */
export function referToPatient(context: RequestContext, id: string): Promise<Patient | null> {
  return patientById(context).load(knownUuid(id));
}

export const resolvePatient: ReferenceResolver = ({ id }, context) => referToPatient(context, id);
