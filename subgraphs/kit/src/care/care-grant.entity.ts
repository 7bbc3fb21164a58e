import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** That a provider was given access to a patient, as the patient subgraph's events told it; never why. */
export const CareGrant = defineEntity({
  name: "CareGrant",
  tableName: "care_grant",
  properties: {
    organizationId: p.uuid().primary(),
    grantId: p.uuid().primary(),
    patientId: p.uuid(),
    providerId: p.uuid(),
    until: p.datetime(3),
    /** Null while nobody has ended it. */
    endedAt: p.datetime(3).$type<Date | null>().nullable(),
    /** The grant's version in the event that wrote the row: an older one never overwrites it. */
    aggregateVersion: p.integer(),
  },
  indexes: [{ properties: ["organizationId", "providerId", "until"] }],
});

export type CareGrant = InferEntity<typeof CareGrant>;
