import type { DomainEvent } from "@careconnect/kit";
import type { PatientRow } from "./patient.entity.ts";

/** Everything that others may know of a patient from events: no name, no contact data, nothing clinical. */
function patientEvent(type: string, row: PatientRow, options: { readonly imported?: boolean }): DomainEvent {
  return {
    type,
    aggregateType: "Patient",
    aggregate: row,
    // A row that is new has no such property yet.
    payload: { patientId: row.id, archived: Boolean(row.archivedAt) },
    ...options,
  };
}

export const patientRegistered = (row: PatientRow, options: { readonly imported?: boolean } = {}): DomainEvent =>
  patientEvent("patient.registered", row, options);

export const patientUpdated = (row: PatientRow, options: { readonly imported?: boolean } = {}): DomainEvent =>
  patientEvent("patient.updated", row, options);

export const patientArchived = (row: PatientRow): DomainEvent => patientEvent("patient.archived", row, {});
