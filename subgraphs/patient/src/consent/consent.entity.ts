import { currentPatient, ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { PatientRow } from "../patient/patient.entity.ts";
import type { ConsentDecision, ConsentScope } from "./consent.type.ts";

/** What a patient last said about one thing that may be done with their data. */
export const ConsentRow = defineEntity({
  name: "ConsentRow",
  tableName: "consent",
  properties: {
    ...ownedRow,
    patientId: () => p.manyToOne(PatientRow).mapToPk().joinColumn("patient_id"),
    currentPatientId: currentPatient(),
    scope: p.text().$type<ConsentScope>(),
    /** Within the scope: a provider's id, a channel, or `APPLICATIONS`. */
    subject: p.text(),
    decision: p.text().$type<ConsentDecision>(),
    decidedAt: p.datetime(3),
    /** Whether the patient said it here themselves, and nobody wrote it down for them. */
    byPatient: p.boolean(),
  },
  uniques: [{ name: "consent_of_one_subject", properties: ["patientId", "scope", "subject"] }],
  // Whom to leave out is asked of each reading.
  indexes: [{ properties: ["organizationId", "scope", "subject", "patientId"] }],
  checks: [{ name: "consent_decision_check", expression: "decision in ('PERMIT', 'DENY')" }],
});

/** Of what several records of a patient say of the same, the last holds; of two at once, the refusal. */
export const lastSaidFirst = { decidedAt: "desc", decision: "asc", id: "asc" } as const;

export type ConsentRow = InferEntity<typeof ConsentRow>;
