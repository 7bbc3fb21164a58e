import { registerEnumType } from "type-graphql";

/** What a document is for, which decides who sees it. */
export enum DocumentCategory {
  CLINICAL = "CLINICAL",
  ADMINISTRATIVE = "ADMINISTRATIVE",
  PICTURE = "PICTURE",
}

registerEnumType(DocumentCategory, {
  name: "DocumentCategory",
  description: "What a document is for, which decides who sees it.",
  valuesConfig: {
    CLINICAL: { description: "Findings, letters, images: for who treats the patient, and the patient." },
    ADMINISTRATIVE: { description: "Insurance cards, signed forms: for the front desk as well." },
    PICTURE: {
      description: "What the patient looks like: one, `Patient.picture`, which another one replaces and archives.",
    },
  },
});
