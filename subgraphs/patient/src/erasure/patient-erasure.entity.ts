import { ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { PatientRow } from "../patient/patient.entity.ts";
import { ErasureStatus } from "./erasure.state.ts";

/** Of one patient, whoever asks at the same time, one erasure is under way. */
export const oneLiveErasure = "patient_erasure_live_unique";
/** Nobody erases a patient alone. */
export const decidedByAnother = "patient_erasure_decided_by_another";

/** That a patient is to be erased, who asked for it and who decided, and what came of it. */
export const PatientErasureRow = defineEntity({
  name: "PatientErasureRow",
  tableName: "patient_erasure",
  properties: {
    ...ownedRow,
    /** The record that stood for the patient when it was asked for. */
    patientId: () => p.manyToOne(PatientRow).mapToPk().joinColumn("patient_id"),
    /** All records of the patient, as they were when it was asked for, and have to be when it is ordered. */
    patientIds: p.array().columnType("uuid[]").$type<string[]>().defaultRaw("'{}'"),
    status: p.text().$type<ErasureStatus>().default(ErasureStatus.REQUESTED),
    // Why somebody is to be forgotten says something of them.
    reason: sensitive(),
    requestedBy: p.uuid(),
    /** Who approved, rejected or withdrew it. */
    decidedBy: p.uuid().$type<string | null>().nullable(),
    decidedAt: p.datetime(3).$type<Date | null>().nullable(),
    decisionReason: sensitive(),
    completedAt: p.datetime(3).$type<Date | null>().nullable(),
    /** JSON: what went, where, by whose order. */
    certificate: p.text().$type<string | null>().nullable(),
    /** A JWS without its payload, which is the certificate. */
    signature: p.text().$type<string | null>().nullable(),
  },
  indexes: [
    { properties: ["organizationId", "createdAt", "id"] },
    {
      name: oneLiveErasure,
      expression: `create unique index ${oneLiveErasure} on patient_erasure (patient_id) where status in ('REQUESTED', 'ORDERED')`,
    },
  ],
  checks: [
    {
      name: decidedByAnother,
      expression: "status in ('REQUESTED', 'WITHDRAWN') or (decided_by is not null and decided_by <> requested_by)",
    },
    {
      name: "patient_erasure_completed_is_certified",
      expression: "status <> 'COMPLETED' or num_nulls(completed_at, certificate, signature) = 0",
    },
  ],
});

export type PatientErasureRow = InferEntity<typeof PatientErasureRow>;
