import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** Who meets whom and when, as the appointment subgraph's events told it: what a care relationship is made of. */
export const CareVisit = defineEntity({
  name: "CareVisit",
  tableName: "care_visit",
  properties: {
    organizationId: p.uuid().primary(),
    appointmentId: p.uuid().primary(),
    patientId: p.uuid(),
    providerId: p.uuid(),
    startsAt: p.datetime(3),
    /** Null where nobody has told of it yet since it is kept: it may last for long. */
    endsAt: p.datetime(3).$type<Date | null>().nullable(),
    /** As the appointment subgraph has it. */
    status: p.text(),
    /** The appointment's version in the event that wrote the row: an older one never overwrites it. */
    aggregateVersion: p.integer(),
  },
  indexes: [
    { properties: ["organizationId", "providerId", "startsAt"] },
    { properties: ["organizationId", "patientId", "startsAt"] },
  ],
});

export type CareVisit = InferEntity<typeof CareVisit>;
