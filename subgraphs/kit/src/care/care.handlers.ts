import { z } from "zod";
import { type EventHandler, handling } from "../inbox/consumer.definition.ts";
import { payloadRows } from "../inbox/payload.rows.ts";
import { boundOrganization } from "../persistence/row.ts";

const visitFacts = z.object({
  appointmentId: z.uuid(),
  patientId: z.uuid(),
  providerId: z.uuid(),
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  status: z.string(),
});

const applyVisit = handling(visitFacts, async ({ em }, events) => {
  await em.execute(
    `insert into care_visit (
       organization_id, appointment_id, patient_id, provider_id, starts_at, ends_at, status, aggregate_version)
     select ?::uuid, "appointmentId", "patientId", "providerId", "startsAt", "endsAt", status, version
     from jsonb_to_recordset(?::jsonb) as visit (
       "appointmentId" uuid, "patientId" uuid, "providerId" uuid, "startsAt" timestamptz, "endsAt" timestamptz,
       status text, version integer)
     on conflict (organization_id, appointment_id) do update
       set patient_id = excluded.patient_id, provider_id = excluded.provider_id, starts_at = excluded.starts_at,
           ends_at = excluded.ends_at, status = excluded.status, aggregate_version = excluded.aggregate_version
       where care_visit.aggregate_version <= excluded.aggregate_version`,
    [boundOrganization(em), payloadRows(events)],
  );
});

/** Keeps {@link CareVisit}, of imported history too. What is older never overwrites what is newer. */
export const careVisitHandlers: Readonly<Record<string, EventHandler>> = {
  "appointment.requested": applyVisit,
  "appointment.booked": applyVisit,
  "appointment.rescheduled": applyVisit,
  "appointment.confirmed": applyVisit,
  "appointment.checked_in": applyVisit,
  "appointment.started": applyVisit,
  "appointment.fulfilled": applyVisit,
  "appointment.cancelled": applyVisit,
  "appointment.no_show": applyVisit,
};

const grantFacts = z.object({
  grantId: z.uuid(),
  patientId: z.uuid(),
  providerId: z.uuid(),
  until: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
});

const applyGrant = handling(grantFacts, async ({ em }, events) => {
  await em.execute(
    `insert into care_grant (organization_id, grant_id, patient_id, provider_id, until, ended_at, aggregate_version)
     select ?::uuid, "grantId", "patientId", "providerId", until, "endedAt", version
     from jsonb_to_recordset(?::jsonb) as access (
       "grantId" uuid, "patientId" uuid, "providerId" uuid, until timestamptz, "endedAt" timestamptz, version integer)
     on conflict (organization_id, grant_id) do update
       set until = excluded.until, ended_at = excluded.ended_at, aggregate_version = excluded.aggregate_version
       where care_grant.aggregate_version <= excluded.aggregate_version`,
    [boundOrganization(em), payloadRows(events)],
  );
});

/** Keeps {@link CareGrant}. What is older never overwrites what is newer. */
export const careGrantHandlers: Readonly<Record<string, EventHandler>> = {
  "patient.access.granted": applyGrant,
  "patient.access.ended": applyGrant,
};

const consentFacts = z.object({
  consentId: z.uuid(),
  patientId: z.uuid(),
  scope: z.string(),
  subject: z.string(),
  decision: z.string(),
  decidedAt: z.iso.datetime().optional(),
});

const applyConsent = handling(consentFacts, async ({ em }, events) => {
  // It was told as it was said, before it was told when.
  const dated = events.map(({ payload, aggregateVersion, occurredAt }) => ({
    payload: { decidedAt: occurredAt.toISOString(), ...payload },
    aggregateVersion,
  }));
  await em.execute(
    `insert into care_consent (
       organization_id, consent_id, patient_id, scope, subject, decision, decided_at, aggregate_version)
     select ?::uuid, "consentId", "patientId", scope, subject, decision, "decidedAt", version
     from jsonb_to_recordset(?::jsonb) as consent (
       "consentId" uuid, "patientId" uuid, scope text, subject text, decision text, "decidedAt" timestamptz,
       version integer)
     on conflict (organization_id, consent_id) do update
       set decision = excluded.decision, decided_at = excluded.decided_at,
           aggregate_version = excluded.aggregate_version
       where care_consent.aggregate_version <= excluded.aggregate_version`,
    [boundOrganization(em), payloadRows(dated)],
  );
});

/** Keeps {@link CareConsent}. What is older never overwrites what is newer. */
export const careConsentHandlers: Readonly<Record<string, EventHandler>> = { "patient.consent.changed": applyConsent };
