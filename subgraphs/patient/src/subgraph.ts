import type { SubgraphDefinition } from "@careconnect/kit";
import { migrations } from "../migrations/index.ts";
import { ConditionRow } from "./condition/condition.entity.ts";
import { conditionRecordedEvent } from "./condition/condition.events.ts";
import { ConditionResolver } from "./condition/condition.resolver.ts";
import { conditionImport } from "./import/condition.import.ts";
import { patientImport } from "./import/patient.import.ts";
import { MrnSequence } from "./patient/mrn.entity.ts";
import { PatientRow } from "./patient/patient.entity.ts";
import { patientArchivedEvent, patientRegisteredEvent, patientUpdatedEvent } from "./patient/patient.events.ts";
import { PatientResolver } from "./patient/patient.resolver.ts";
import { readPatient } from "./patient/patient.service.ts";

/** Patients, their demographics and their history. */
export const patientSubgraph: SubgraphDefinition = {
  name: "patient",
  entities: [PatientRow, ConditionRow, MrnSequence],
  migrations,
  resolvers: [PatientResolver, ConditionResolver],
  references: { Patient: (reference, context) => readPatient(context, reference.id) },
  imports: [patientImport, conditionImport],
  events: [patientRegisteredEvent, patientUpdatedEvent, patientArchivedEvent, conditionRecordedEvent],
};
