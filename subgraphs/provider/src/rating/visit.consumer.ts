import { boundOrganization, type ConsumerDefinition, handling } from "@careconnect/kit";
import { z } from "zod";

const visitFacts = z.object({
  appointmentId: z.uuid(),
  patientId: z.uuid(),
  providerId: z.uuid(),
  endsAt: z.iso.datetime(),
});

/**
 * A visit can be rated from when it was said to have taken place. Of imported history that is when it was imported: there
 * the visit's own end counts, so that who changes to us can rate last week's visits, and none of years ago.
 */
const applyVisit = handling(visitFacts, async ({ em }, events) => {
  const visits = events.map(({ payload, imported, occurredAt, aggregateVersion }) => ({
    ...payload,
    fulfilledAt: imported ? payload.endsAt : occurredAt.toISOString(),
    version: aggregateVersion,
  }));
  await em.execute(
    `insert into rateable_visit (organization_id, appointment_id, patient_id, provider_id, fulfilled_at, aggregate_version)
     select ?::uuid, "appointmentId", "patientId", "providerId", "fulfilledAt", version
     from jsonb_to_recordset(?::jsonb) as visit (
       "appointmentId" uuid, "patientId" uuid, "providerId" uuid, "fulfilledAt" timestamptz, version integer)
     on conflict (organization_id, appointment_id) do update
       set patient_id = excluded.patient_id, provider_id = excluded.provider_id, fulfilled_at = excluded.fulfilled_at,
           aggregate_version = excluded.aggregate_version
       where rateable_visit.aggregate_version <= excluded.aggregate_version`,
    [boundOrganization(em), JSON.stringify(visits)],
  );
});

/** Keeps which visits took place. */
export const visitConsumer: ConsumerDefinition = { name: "visits", handles: { "appointment.fulfilled": applyVisit } };
