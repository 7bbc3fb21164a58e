import { type ReferenceResolver, referToPatientsBy } from "@careconnect/kit";
import { careTables } from "./care.tables.ts";
import { referToPatients } from "./patient.policy.ts";

/** A patient as this subgraph knows one: by id alone; null for one whom the viewer may not see. */
export const referToPatient = referToPatientsBy(referToPatients, careTables);

export const resolvePatient: ReferenceResolver = ({ id }, context) => referToPatient(context, id);
