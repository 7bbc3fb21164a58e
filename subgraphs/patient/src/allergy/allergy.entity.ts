import { currentPatient, ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { PatientRow } from "../patient/patient.entity.ts";
import type { AllergyCategory, AllergyCriticality } from "./allergy.type.ts";

/** Of one allergy, whoever writes it down at the same time, a history has one entry that is not over. */
export const oneActiveAllergy = "allergy_active_unique";

/** What a patient must not be given, or must not come near to (FHIR AllergyIntolerance). */
export const AllergyRow = defineEntity({
  name: "AllergyRow",
  tableName: "allergy",
  properties: {
    ...ownedRow,
    patientId: () => p.manyToOne(PatientRow).mapToPk().joinColumn("patient_id"),
    currentPatientId: currentPatient(),
    /** The code system's URI, e.g. `http://snomed.info/sct`. */
    system: p.text(),
    code: p.text(),
    display: p.text(),
    category: p.text().$type<AllergyCategory | null>().nullable(),
    criticality: p.text().$type<AllergyCriticality | null>().nullable(),
    reaction: sensitive(),
    onset: p.date().$type<string | null>().nullable(),
    abatement: p.date().$type<string | null>().nullable(),
  },
  indexes: [
    { properties: ["organizationId", "patientId", "onset"] },
    {
      name: oneActiveAllergy,
      expression: `create unique index ${oneActiveAllergy} on allergy (patient_id, system, code) where abatement is null`,
    },
  ],
  checks: [{ name: "allergy_over_after_it_began", expression: "abatement >= onset" }],
});

export type AllergyRow = InferEntity<typeof AllergyRow>;
