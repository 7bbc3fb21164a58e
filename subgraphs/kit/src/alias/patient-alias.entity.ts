import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** That a patient's record was merged into another one of the same person, as the patient subgraph's events told it. */
export const PatientAlias = defineEntity({
  name: "PatientAlias",
  tableName: "patient_alias",
  properties: {
    organizationId: p.uuid().primary(),
    /** The record that was merged; what is written of it stays with it. */
    patientId: p.uuid().primary(),
    /** The record that stands for it. */
    survivingId: p.uuid(),
    /** Null while it is merged. */
    endedAt: p.datetime(3).$type<Date | null>().nullable(),
    /** How often it was merged and taken apart as the event told it: an older one never overwrites it. */
    aggregateVersion: p.integer(),
  },
  indexes: [{ properties: ["organizationId", "survivingId"] }],
});

export type PatientAlias = InferEntity<typeof PatientAlias>;
