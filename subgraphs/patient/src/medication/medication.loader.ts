import { loaderById, loaderByPatient } from "@careconnect/kit";
import { MedicationRow } from "./medication.entity.ts";
import { medicationsWithin, readMedications } from "./medication.policy.ts";

const reading = { rule: readMedications, entityType: "Medication", within: medicationsWithin };

export const medicationById = loaderById(MedicationRow, reading);

/** The medications of patients, the latest first. */
export const medicationsByPatient = loaderByPatient(MedicationRow, {
  ...reading,
  orderBy: [{ startedOn: "desc nulls last" }, { id: "asc" }],
});
