import { type DomainEvent, defineEvent } from "@careconnect/kit";
import { z } from "zod";
import type { MedicationRow } from "./medication.entity.ts";

const facts = z.object({ medicationId: z.uuid(), patientId: z.uuid() });

export const medicationRecordedEvent = defineEvent("patient.medication.recorded", 1, {
  aggregateType: "Medication",
  description: "Something that a patient takes was recorded in their history, not what.",
  payload: facts,
});

export const medicationUpdatedEvent = defineEvent("patient.medication.updated", 1, {
  aggregateType: "Medication",
  description: "A medication in a patient's history was corrected, not how.",
  payload: facts,
});

export const medicationStoppedEvent = defineEvent("patient.medication.stopped", 1, {
  aggregateType: "Medication",
  description: "A patient no longer takes something.",
  payload: facts,
});

const factsOf = (row: MedicationRow): z.input<typeof facts> => ({ medicationId: row.id, patientId: row.patientId });

export const medicationRecorded = (row: MedicationRow): DomainEvent => medicationRecordedEvent.of(row, factsOf(row));
export const medicationUpdated = (row: MedicationRow): DomainEvent => medicationUpdatedEvent.of(row, factsOf(row));
export const medicationStopped = (row: MedicationRow): DomainEvent => medicationStoppedEvent.of(row, factsOf(row));
