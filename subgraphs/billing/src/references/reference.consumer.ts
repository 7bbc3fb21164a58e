import { boundOrganization, type ConsumerDefinition, handling, payloadRows } from "@careconnect/kit";
import { z } from "zod";

const organizationFacts = z.object({ name: z.string().optional(), currency: z.string(), timeZone: z.string() });

const applyOrganization = handling(organizationFacts, async ({ em }, events) => {
  await em.execute(
    `insert into organization_reference (organization_id, name, currency, time_zone, aggregate_version)
     select ?::uuid, name, currency, "timeZone", version
     from jsonb_to_recordset(?::jsonb) as organization (name text, currency text, "timeZone" text, version integer)
     on conflict (organization_id) do update
       set name = coalesce(excluded.name, organization_reference.name), currency = excluded.currency, time_zone = excluded.time_zone, aggregate_version = excluded.aggregate_version
       where organization_reference.aggregate_version <= excluded.aggregate_version`,
    [boundOrganization(em), payloadRows(events)],
  );
});

const providerFacts = z.object({ providerId: z.uuid(), specialties: z.array(z.string()) });

const applyProvider = handling(providerFacts, async ({ em }, events) => {
  await em.execute(
    `insert into provider_reference (organization_id, provider_id, specialties, aggregate_version)
     select ?::uuid, "providerId", specialties, version
     from jsonb_to_recordset(?::jsonb) as provider ("providerId" uuid, specialties text[], version integer)
     on conflict (organization_id, provider_id) do update
       set specialties = excluded.specialties, aggregate_version = excluded.aggregate_version
       where provider_reference.aggregate_version <= excluded.aggregate_version`,
    [boundOrganization(em), payloadRows(events)],
  );
});

const coverageFacts = z.object({
  coverageId: z.uuid(),
  patientId: z.uuid(),
  payerId: z.uuid(),
  priority: z.string(),
  startsOn: z.iso.date(),
  endsOn: z.iso.date().nullable(),
});

const applyCoverage = handling(coverageFacts, async ({ em }, events) => {
  await em.execute(
    `insert into coverage_reference (
       organization_id, coverage_id, patient_id, payer_id, priority, starts_on, ends_on, aggregate_version)
     select ?::uuid, "coverageId", "patientId", "payerId", priority, "startsOn", "endsOn", version
     from jsonb_to_recordset(?::jsonb) as coverage ("coverageId" uuid, "patientId" uuid, "payerId" uuid, priority text,
       "startsOn" date, "endsOn" date, version integer)
     on conflict (organization_id, coverage_id) do update
       set patient_id = excluded.patient_id, payer_id = excluded.payer_id, priority = excluded.priority,
           starts_on = excluded.starts_on, ends_on = excluded.ends_on, aggregate_version = excluded.aggregate_version
       where coverage_reference.aggregate_version <= excluded.aggregate_version`,
    [boundOrganization(em), payloadRows(events)],
  );
});

/** Keeps what billing has to know of its organization, of providers and of coverages. What is older never overwrites what is newer. */
export const referenceConsumer: ConsumerDefinition = {
  name: "references",
  handles: {
    "organization.registered": applyOrganization,
    "organization.updated": applyOrganization,
    "provider.registered": applyProvider,
    "provider.updated": applyProvider,
    "provider.status.changed": applyProvider,
    "patient.coverage.added": applyCoverage,
    "patient.coverage.updated": applyCoverage,
    "patient.coverage.ended": applyCoverage,
  },
};
