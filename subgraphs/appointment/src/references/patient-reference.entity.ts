import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** What booking has to know of a patient, as the patient subgraph's events told it: nothing personal. */
export const PatientReference = defineEntity({
  name: "PatientReference",
  tableName: "patient_reference",
  properties: {
    organizationId: p.uuid().primary(),
    patientId: p.uuid().primary(),
    archived: p.boolean(),
    /** The patient's version in the event that wrote the row: an older one never overwrites it. */
    aggregateVersion: p.integer(),
  },
});

export type PatientReference = InferEntity<typeof PatientReference>;
