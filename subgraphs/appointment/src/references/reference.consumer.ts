import { boundOrganization, type ConsumerDefinition, handling, payloadRows } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { z } from "zod";
import { calendarDay, hoursException, licensedSpan, weeklyHours } from "../slots/weekly.hours.ts";

const organizationFacts = z.object({ currency: z.string() });

const applyOrganization = handling(organizationFacts, async ({ em }, events) => {
  await em.execute(
    `insert into organization_reference (organization_id, currency, aggregate_version)
     select ?::uuid, currency, version from jsonb_to_recordset(?::jsonb) as organization (currency text, version integer)
     on conflict (organization_id) do update
       set currency = excluded.currency, aggregate_version = excluded.aggregate_version
       where organization_reference.aggregate_version <= excluded.aggregate_version`,
    [boundOrganization(em), payloadRows(events)],
  );
});

const patientFacts = z.object({ patientId: z.uuid(), archived: z.boolean() });

const applyPatient = handling(patientFacts, async ({ em }, events) => {
  await em.execute(
    `insert into patient_reference (organization_id, patient_id, archived, aggregate_version)
     select ?::uuid, "patientId", archived, version
     from jsonb_to_recordset(?::jsonb) as patient ("patientId" uuid, archived boolean, version integer)
     on conflict (organization_id, patient_id) do update
       set archived = excluded.archived, aggregate_version = excluded.aggregate_version
       where patient_reference.aggregate_version <= excluded.aggregate_version`,
    [boundOrganization(em), payloadRows(events)],
  );
});

const providerFacts = z.object({
  providerId: z.uuid(),
  status: z.string(),
  timeZone: z.string(),
  specialties: z.array(z.string()),
});

const applyProvider = handling(providerFacts, async ({ em }, events) => {
  await em.execute(
    `insert into provider_reference (organization_id, provider_id, status, time_zone, specialties, aggregate_version)
     select ?::uuid, "providerId", status, "timeZone", specialties, version
     from jsonb_to_recordset(?::jsonb) as provider (
       "providerId" uuid, status text, "timeZone" text, specialties text[], version integer)
     on conflict (organization_id, provider_id) do update
       set status = excluded.status, time_zone = excluded.time_zone, specialties = excluded.specialties,
           aggregate_version = excluded.aggregate_version
       where provider_reference.aggregate_version <= excluded.aggregate_version`,
    [boundOrganization(em), payloadRows(events)],
  );
});

const availabilityFacts = z.object({
  providerId: z.uuid(),
  effectiveFrom: calendarDay,
  weekly: z.array(weeklyHours),
  exceptions: z.array(hoursException).optional(),
});

/** A template replaces what was known of its first day and all later ones: by what is newer, it is replaced itself. */
const applyAvailability = handling(availabilityFacts, async ({ em }, events) => {
  for (const { payload, aggregateVersion } of events) await saveTemplate(em, payload, aggregateVersion);
  const told = events.filter(({ payload }) => payload.exceptions !== undefined);
  if (told.length > 0) await saveExceptions(em, payloadRows(told));
});

/** Of providers who are known: the same aggregate told of them before. */
async function saveExceptions(em: EntityManager, rows: string): Promise<void> {
  await em.execute(
    `update provider_reference known set exceptions = told.exceptions, exceptions_version = told.version
     from jsonb_to_recordset(?::jsonb) as told ("providerId" uuid, exceptions jsonb, version integer)
     where known.organization_id = ? and known.provider_id = told."providerId"
       and known.exceptions_version <= told.version`,
    [rows, boundOrganization(em)],
  );
}

async function saveTemplate(
  em: EntityManager,
  { providerId, effectiveFrom, weekly }: z.output<typeof availabilityFacts>,
  version: number,
): Promise<void> {
  const provider = [boundOrganization(em), providerId];
  const replaced = await em.execute<unknown[]>(
    `select 1 from provider_template
     where organization_id = ? and provider_id = ? and effective_from <= ? and aggregate_version > ? limit 1`,
    [...provider, effectiveFrom, version],
  );
  if (replaced.length > 0) return;
  await em.execute(
    `delete from provider_template
     where organization_id = ? and provider_id = ? and effective_from >= ? and aggregate_version <= ?`,
    [...provider, effectiveFrom, version],
  );
  await em.execute(
    `insert into provider_template (organization_id, provider_id, effective_from, weekly, aggregate_version)
     values (?, ?, ?, ?::jsonb, ?)`,
    [...provider, effectiveFrom, JSON.stringify(weekly), version],
  );
}

const credentialFacts = z.object({ providerId: z.uuid(), licensed: z.array(licensedSpan).nullable() });

/** Of providers who are known: the same aggregate told of them before. */
const applyCredentials = handling(credentialFacts, async ({ em }, events) => {
  await em.execute(
    `update provider_reference known set licensed = nullif(told.licensed, 'null'::jsonb), licensed_version = told.version
     from jsonb_to_recordset(?::jsonb) as told ("providerId" uuid, licensed jsonb, version integer)
     where known.organization_id = ? and known.provider_id = told."providerId"
       and known.licensed_version <= told.version`,
    [payloadRows(events), boundOrganization(em)],
  );
});

/** Keeps what booking has to know of its organization, of patients and of providers. What is older never overwrites what is newer. */
export const referenceConsumer: ConsumerDefinition = {
  name: "references",
  handles: {
    "organization.registered": applyOrganization,
    "organization.updated": applyOrganization,
    "patient.registered": applyPatient,
    "patient.updated": applyPatient,
    "patient.archived": applyPatient,
    "provider.registered": applyProvider,
    "provider.updated": applyProvider,
    "provider.status.changed": applyProvider,
    "provider.availability.changed": applyAvailability,
    "provider.credentials.changed": applyCredentials,
  },
};
