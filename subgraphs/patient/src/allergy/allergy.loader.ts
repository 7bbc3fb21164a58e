import { loaderById, loaderByPatient } from "@careconnect/kit";
import { AllergyRow } from "./allergy.entity.ts";
import { allergiesWithin, readAllergies } from "./allergy.policy.ts";

const reading = { rule: readAllergies, entityType: "Allergy", within: allergiesWithin };

export const allergyById = loaderById(AllergyRow, reading);

/** The allergies of patients, the latest first. */
export const allergiesByPatient = loaderByPatient(AllergyRow, {
  ...reading,
  orderBy: [{ onset: "desc nulls last" }, { id: "asc" }],
});
