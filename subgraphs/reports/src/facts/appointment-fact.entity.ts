import { defineEntity, p } from "@mikro-orm/core";

/** The newest that was told of an appointment. */
export const AppointmentFactRow = defineEntity({
  name: "AppointmentFactRow",
  tableName: "appointment_fact",
  properties: {
    organizationId: p.uuid().primary(),
    id: p.uuid().primary(),
    /** The aggregate's version in its own subgraph: an older event never overwrites a newer one. */
    version: p.integer(),
    patientId: p.uuid(),
    providerId: p.uuid(),
    status: p.text(),
    startsAt: p.datetime(3),
    endsAt: p.datetime(3),
  },
  indexes: [
    {
      name: "appointment_fact_active",
      expression: `create index appointment_fact_active on appointment_fact (organization_id, ends_at, starts_at)
        where status = any (array['REQUESTED', 'BOOKED', 'CONFIRMED', 'CHECKED_IN', 'IN_PROGRESS'])`,
    },
  ],
});
