import { type DomainEvent, defineEvent, type EventDefinition } from "@careconnect/kit";
import { z } from "zod";
import type { PatientRow } from "./patient.entity.ts";

/** Everything that others may know of a patient from events: no name, no contact data, nothing clinical. */
const facts = z.object({ patientId: z.uuid(), archived: z.boolean() });

export const patientRegisteredEvent = defineEvent("patient.registered", 1, {
  aggregateType: "Patient",
  description: "There is a new patient.",
  payload: facts,
});

export const patientUpdatedEvent = defineEvent("patient.updated", 1, {
  aggregateType: "Patient",
  description: "A patient's record changed, not how.",
  payload: facts,
});

export const patientArchivedEvent = defineEvent("patient.archived", 1, {
  aggregateType: "Patient",
  description: "A patient was archived: nothing new begins for them.",
  payload: facts,
});

type Making = (row: PatientRow, options?: { readonly imported?: boolean }) => DomainEvent;

const making =
  (definition: EventDefinition<typeof facts>): Making =>
  (row, options) =>
    definition.of(row, { patientId: row.id, archived: row.archivedAt != null }, options);

export const patientRegistered = making(patientRegisteredEvent);
export const patientUpdated = making(patientUpdatedEvent);
export const patientArchived = making(patientArchivedEvent);
