import { registerEnumType } from "type-graphql";

/** FHIR's administrative gender. */
export enum AdministrativeGender {
  MALE = "MALE",
  FEMALE = "FEMALE",
  OTHER = "OTHER",
  UNKNOWN = "UNKNOWN",
}

registerEnumType(AdministrativeGender, {
  name: "AdministrativeGender",
  description: "The gender kept for administrative purposes (FHIR AdministrativeGender).",
  valuesConfig: {
    MALE: { description: "Male." },
    FEMALE: { description: "Female." },
    OTHER: { description: "Other." },
    UNKNOWN: { description: "Not known." },
  },
});
