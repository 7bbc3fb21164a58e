import {
  anyRecordOf,
  boundOrganization,
  type ConsumerDefinition,
  handling,
  type LoggedEvent,
  payloadRows,
  planDigest,
  runInTransaction,
  systemContext,
} from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { z } from "zod";
import { priceDraftsAnew } from "../invoice/invoice.draft.ts";
import { priceAwaitedAnew } from "../prepayment/prepayment.pricing.ts";
import { lockToTell } from "./pricing.lock.ts";

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

/** What is charged for visits that were told of before what decides their price. */
async function priceAnew(em: EntityManager, [event]: readonly Pick<LoggedEvent, "correlationId">[], where: object) {
  if (!event) return;
  const pricing = { action: "invoice.draft", entityType: "Invoice" };
  await runInTransaction(em, systemContext(em, event.correlationId), pricing, async (unit) => {
    await priceDraftsAnew(unit, where);
    await priceAwaitedAnew(unit, where);
  });
}

const applyNewProvider = handling(providerFacts, async (unit, events) => {
  const providerIds = events.map(({ payload }) => payload.providerId);
  await lockToTell(unit.em, { providerIds });
  await applyProvider(unit, events as never);
  await priceAnew(unit.em, events, { providerId: { $in: providerIds } });
});

const coverageFacts = z.object({
  coverageId: z.uuid(),
  patientId: z.uuid(),
  payerId: z.uuid(),
  planDigest: z.string().nullish(),
  /** Of events of before: the plan in words, which are kept nowhere else. */
  plan: z.string().nullish(),
  priority: z.string(),
  startsOn: z.iso.date(),
  endsOn: z.iso.date().nullable(),
});

type CoverageEvent = { readonly payload: z.infer<typeof coverageFacts>; readonly aggregateVersion: number };

function withDigest({ payload: { plan, ...payload }, aggregateVersion }: CoverageEvent) {
  return {
    aggregateVersion,
    payload: plan ? { ...payload, planDigest: planDigest(payload.coverageId, plan) } : payload,
  };
}

const applyCoverage = handling(coverageFacts, async ({ em }, events) => {
  const patientIds = events.map(({ payload }) => payload.patientId);
  await lockToTell(em, { patientIds });
  await em.execute(
    `insert into coverage_reference (
       organization_id, coverage_id, patient_id, payer_id, plan_digest, priority, starts_on, ends_on, aggregate_version)
     select ?::uuid, "coverageId", "patientId", "payerId", "planDigest", priority, "startsOn", "endsOn", version
     from jsonb_to_recordset(?::jsonb) as coverage ("coverageId" uuid, "patientId" uuid, "payerId" uuid, "planDigest" text, priority text,
       "startsOn" date, "endsOn" date, version integer)
     on conflict (organization_id, coverage_id) do update
       set patient_id = excluded.patient_id, payer_id = excluded.payer_id, plan_digest = excluded.plan_digest, priority = excluded.priority,
           starts_on = excluded.starts_on, ends_on = excluded.ends_on, aggregate_version = excluded.aggregate_version
       where coverage_reference.aggregate_version <= excluded.aggregate_version`,
    [boundOrganization(em), payloadRows(events.map(withDigest))],
  );
  await priceAnew(em, events, { patientId: anyRecordOf(boundOrganization(em), patientIds) });
});

/**
 * Keeps what billing has to know of its organization, of providers and of coverages. What is older never overwrites what is newer. Drafts
 * that were made before it was told are priced anew, and so are invoices that are to be paid in advance.
 */
export const referenceConsumer: ConsumerDefinition = {
  name: "references",
  handles: {
    "organization.registered": applyOrganization,
    "organization.updated": applyOrganization,
    "provider.registered": applyNewProvider,
    "provider.updated": applyProvider,
    "provider.status.changed": applyProvider,
    "patient.coverage.added": applyCoverage,
    "patient.coverage.updated": applyCoverage,
    "patient.coverage.ended": applyCoverage,
  },
};
