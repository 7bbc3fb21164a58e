import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** A visit that took place, as the appointment subgraph's events told it: what can be rated, and by whom. */
export const RateableVisit = defineEntity({
  name: "RateableVisit",
  tableName: "rateable_visit",
  properties: {
    organizationId: p.uuid().primary(),
    appointmentId: p.uuid().primary(),
    patientId: p.uuid(),
    providerId: p.uuid(),
    /** From when on it can be rated. */
    fulfilledAt: p.datetime(3),
    /** The appointment's version in the event that wrote the row: an older one never overwrites it. */
    aggregateVersion: p.integer(),
  },
});

export type RateableVisit = InferEntity<typeof RateableVisit>;
