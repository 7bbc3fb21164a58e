import { blindIndex, currentPatient, ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { PatientRow } from "../patient/patient.entity.ts";
import { normalizeMemberNumber } from "./coverage.schema.ts";
import type { CoveragePriority } from "./coverage.type.ts";

/** At no time has a patient two coverages of one priority; those that follow each other day by day do not overlap. */
export const coverageOverlap = "coverage_no_overlap";

/** Who pays for a patient's care, and when (FHIR Coverage). */
export const CoverageRow = defineEntity({
  name: "CoverageRow",
  tableName: "coverage",
  properties: {
    ...ownedRow,
    patientId: () => p.manyToOne(PatientRow).mapToPk().joinColumn("patient_id"),
    currentPatientId: currentPatient(),
    /** Owned by the billing subgraph. */
    payerId: p.uuid(),
    plan: p.text().$type<string | null>().nullable(),
    memberNumber: sensitive(),
    memberNumberIndex: blindIndex<{ memberNumber?: string | null }>(
      "coverage.member_number",
      ({ memberNumber }) => memberNumber && normalizeMemberNumber(memberNumber),
    ),
    priority: p.text().$type<CoveragePriority>(),
    /** The first and the last day on which it is valid; null: it does not end. */
    startsOn: p.date(),
    endsOn: p.date().$type<string | null>().nullable(),
  },
  indexes: [
    { properties: ["organizationId", "patientId", "startsOn"] },
    { properties: ["organizationId", "memberNumberIndex"] },
  ],
  checks: [
    { name: "coverage_ends_after_start", expression: "ends_on >= starts_on" },
    { name: "coverage_of_known_priority", expression: "priority in ('PRIMARY', 'SECONDARY')" },
    {
      name: coverageOverlap,
      expression:
        "exclude using gist (patient_id with =, priority with =, daterange(starts_on, ends_on, '[]') with &&)",
    },
  ],
});

export type CoverageRow = InferEntity<typeof CoverageRow>;
