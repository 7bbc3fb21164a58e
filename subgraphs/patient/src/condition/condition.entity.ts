import { currentPatient, ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { PatientRow } from "../patient/patient.entity.ts";

/** A problem or diagnosis in a patient's history (FHIR Condition). */
export const ConditionRow = defineEntity({
  name: "ConditionRow",
  tableName: "condition",
  properties: {
    ...ownedRow,
    externalId: p.text().$type<string | null>().nullable(),
    patientId: () => p.manyToOne(PatientRow).mapToPk().joinColumn("patient_id"),
    currentPatientId: currentPatient(),
    /** The visit at which it was recorded, owned by the appointment subgraph. */
    appointmentId: p.uuid().$type<string | null>().nullable(),
    /** The code system's URI, e.g. `http://snomed.info/sct`. */
    system: p.text(),
    code: p.text(),
    display: p.text(),
    onset: p.date().$type<string | null>().nullable(),
    abatement: p.date().$type<string | null>().nullable(),
    /** A command corrected it or said that it is over: its source, when it is imported again, does not know. */
    changedHere: p.boolean().default(false),
  },
  uniques: [{ name: "condition_external_id_unique", properties: ["organizationId", "externalId"] }],
  indexes: [{ properties: ["organizationId", "patientId", "onset"] }],
});

export type ConditionRow = InferEntity<typeof ConditionRow>;
