import { currentPatient } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** Who pays for whom, and when, as the patient subgraph's events told it. */
export const CoverageReference = defineEntity({
  name: "CoverageReference",
  tableName: "coverage_reference",
  properties: {
    organizationId: p.uuid().primary(),
    coverageId: p.uuid().primary(),
    patientId: p.uuid(),
    currentPatientId: currentPatient(),
    payerId: p.uuid(),
    /** Which plan it is, as `planDigest` has it; null when its events did not say. */
    planDigest: p.text().$type<string | null>().nullable(),
    priority: p.text(),
    /** The first and the last day on which it is valid; null: it does not end. */
    startsOn: p.date(),
    endsOn: p.date().$type<string | null>().nullable(),
    /** The coverage's version in the event that wrote the row: an older one never overwrites it. */
    aggregateVersion: p.integer(),
  },
  indexes: [{ name: "coverage_reference_of_patient", properties: ["organizationId", "patientId", "startsOn"] }],
});

export type CoverageReference = InferEntity<typeof CoverageReference>;
