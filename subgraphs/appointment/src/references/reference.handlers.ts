import type { EntityManager } from "@mikro-orm/postgresql";
import { z } from "zod";
import { calendarDay, weeklyHours } from "../slots/weekly.hours.ts";

/** An event as its handler needs it. */
export interface ReferenceEvent {
  readonly organizationId: string;
  readonly aggregateVersion: number;
  readonly payload: unknown;
}

/** Applies an event in the transaction that `em` has open. */
export type ReferenceHandler = (unit: { readonly em: EntityManager }, event: ReferenceEvent) => Promise<void>;

const patientFacts = z.object({ patientId: z.uuid(), archived: z.boolean() });

const applyPatient: ReferenceHandler = async ({ em }, event) => {
  const { patientId, archived } = patientFacts.parse(event.payload);
  await em.execute(
    `insert into patient_reference (organization_id, patient_id, archived, aggregate_version) values (?, ?, ?, ?)
     on conflict (organization_id, patient_id) do update
       set archived = excluded.archived, aggregate_version = excluded.aggregate_version
       where patient_reference.aggregate_version <= excluded.aggregate_version`,
    [event.organizationId, patientId, archived, event.aggregateVersion],
  );
};

const providerFacts = z.object({
  providerId: z.uuid(),
  status: z.string(),
  timeZone: z.string(),
  specialties: z.array(z.string()),
});

const applyProvider: ReferenceHandler = async ({ em }, event) => {
  const { providerId, status, timeZone, specialties } = providerFacts.parse(event.payload);
  await em.execute(
    `insert into provider_reference (organization_id, provider_id, status, time_zone, specialties, aggregate_version)
     values (?, ?, ?, ?, array(select jsonb_array_elements_text(?::jsonb)), ?)
     on conflict (organization_id, provider_id) do update
       set status = excluded.status, time_zone = excluded.time_zone, specialties = excluded.specialties,
           aggregate_version = excluded.aggregate_version
       where provider_reference.aggregate_version <= excluded.aggregate_version`,
    [event.organizationId, providerId, status, timeZone, JSON.stringify(specialties), event.aggregateVersion],
  );
};

const availabilityFacts = z.object({
  providerId: z.uuid(),
  effectiveFrom: calendarDay,
  weekly: z.array(weeklyHours),
});

const applyAvailability: ReferenceHandler = async ({ em }, event) => {
  const { providerId, effectiveFrom, weekly } = availabilityFacts.parse(event.payload);
  await em.execute(
    `insert into provider_template (organization_id, provider_id, effective_from, weekly, aggregate_version)
     values (?, ?, ?, ?::jsonb, ?)
     on conflict (organization_id, provider_id, effective_from) do update
       set weekly = excluded.weekly, aggregate_version = excluded.aggregate_version
       where provider_template.aggregate_version <= excluded.aggregate_version`,
    [event.organizationId, providerId, effectiveFrom, JSON.stringify(weekly), event.aggregateVersion],
  );
};

/** What keeps the reference copies, by the type of the event. */
export const referenceHandlers: Readonly<Record<string, ReferenceHandler>> = {
  "patient.registered": applyPatient,
  "patient.updated": applyPatient,
  "patient.archived": applyPatient,
  "provider.registered": applyProvider,
  "provider.updated": applyProvider,
  "provider.status.changed": applyProvider,
  "provider.availability.changed": applyAvailability,
};
