import { currentPatient, ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { PatientRow } from "../patient/patient.entity.ts";
import type { MedicationRequestStatus } from "./medication-request.state.ts";

/** A medicine that a provider prescribed for a patient (FHIR MedicationRequest). */
export const MedicationRequestRow = defineEntity({
  name: "MedicationRequestRow",
  tableName: "medication_request",
  properties: {
    ...ownedRow,
    patientId: () => p.manyToOne(PatientRow).mapToPk().joinColumn("patient_id"),
    currentPatientId: currentPatient(),
    /** The visit in which it was made, owned by the appointment subgraph. */
    appointmentId: p.uuid().$type<string | null>().nullable(),
    /** The provider who made it, owned by the provider subgraph. */
    prescriberId: p.uuid(),
    status: p.text().$type<MedicationRequestStatus>(),
    /** The code system's URI, e.g. `http://www.nlm.nih.gov/research/umls/rxnorm`. */
    system: p.text(),
    code: p.text(),
    display: p.text(),
    dosage: sensitive(),
    /** How much is given each time, in the unit. */
    quantity: p.integer(),
    quantityUnit: sensitive(),
    /** How often the same is given again. */
    repeats: p.integer(),
    validFrom: p.date().$type<string>(),
    /** The last day; null: without an end. */
    validUntil: p.date().$type<string | null>().nullable(),
    /** When it was completed or cancelled; null while it is active. */
    endedAt: p.datetime(3).$type<Date | null>().nullable(),
    // Why a medicine is wrong for somebody says what they have.
    cancelReason: sensitive(),
  },
  indexes: [
    { properties: ["organizationId", "patientId", "createdAt"] },
    { name: "medication_request_by_appointment", properties: ["organizationId", "appointmentId", "createdAt"] },
  ],
  checks: [
    { name: "medication_request_over_after_it_began", expression: "valid_until >= valid_from" },
    { name: "medication_request_of_some", expression: "quantity > 0 and repeats >= 0" },
    { name: "medication_request_active_or_ended", expression: "(status = 'ACTIVE') = (ended_at is null)" },
  ],
});

export type MedicationRequestRow = InferEntity<typeof MedicationRequestRow>;
