import { currentPatient, ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { PatientRow } from "../patient/patient.entity.ts";

/** Something that a patient takes or took, whoever prescribed it (FHIR MedicationStatement). */
export const MedicationRow = defineEntity({
  name: "MedicationRow",
  tableName: "medication",
  properties: {
    ...ownedRow,
    patientId: () => p.manyToOne(PatientRow).mapToPk().joinColumn("patient_id"),
    currentPatientId: currentPatient(),
    /** The code system's URI, e.g. `http://www.nlm.nih.gov/research/umls/rxnorm`. */
    system: p.text(),
    code: p.text(),
    display: p.text(),
    dosage: sensitive(),
    startedOn: p.date().$type<string | null>().nullable(),
    stoppedOn: p.date().$type<string | null>().nullable(),
  },
  indexes: [{ properties: ["organizationId", "patientId", "startedOn"] }],
  checks: [{ name: "medication_stopped_after_it_started", expression: "stopped_on >= started_on" }],
});

export type MedicationRow = InferEntity<typeof MedicationRow>;
