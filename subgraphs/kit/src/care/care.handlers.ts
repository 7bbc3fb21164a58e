import { z } from "zod";
import { type EventHandler, handling } from "../inbox/consumer.definition.ts";

const visitFacts = z.object({
  appointmentId: z.uuid(),
  patientId: z.uuid(),
  providerId: z.uuid(),
  startsAt: z.iso.datetime(),
  status: z.string(),
});

const applyVisit = handling(visitFacts, async ({ em }, event) => {
  const { appointmentId, patientId, providerId, startsAt, status } = event.payload;
  await em.execute(
    `insert into care_visit (organization_id, appointment_id, patient_id, provider_id, starts_at, status, aggregate_version)
     values (?, ?, ?, ?, ?, ?, ?)
     on conflict (organization_id, appointment_id) do update
       set patient_id = excluded.patient_id, provider_id = excluded.provider_id, starts_at = excluded.starts_at,
           status = excluded.status, aggregate_version = excluded.aggregate_version
       where care_visit.aggregate_version <= excluded.aggregate_version`,
    [event.organizationId, appointmentId, patientId, providerId, startsAt, status, event.aggregateVersion],
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

const applyGrant = handling(grantFacts, async ({ em }, event) => {
  const { grantId, patientId, providerId, until, endedAt } = event.payload;
  await em.execute(
    `insert into care_grant (organization_id, grant_id, patient_id, provider_id, until, ended_at, aggregate_version)
     values (?, ?, ?, ?, ?, ?, ?)
     on conflict (organization_id, grant_id) do update
       set until = excluded.until, ended_at = excluded.ended_at, aggregate_version = excluded.aggregate_version
       where care_grant.aggregate_version <= excluded.aggregate_version`,
    [event.organizationId, grantId, patientId, providerId, until, endedAt, event.aggregateVersion],
  );
});

/** Keeps {@link CareGrant}. What is older never overwrites what is newer. */
export const careGrantHandlers: Readonly<Record<string, EventHandler>> = {
  "patient.access.granted": applyGrant,
  "patient.access.ended": applyGrant,
};
