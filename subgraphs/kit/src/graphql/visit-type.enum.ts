import { registerEnumType } from "type-graphql";

/** How patient and provider meet. */
export enum VisitType {
  IN_PERSON = "IN_PERSON",
  VIDEO = "VIDEO",
  PHONE = "PHONE",
}

registerEnumType(VisitType, {
  name: "VisitType",
  description: "How patient and provider meet.",
  valuesConfig: {
    IN_PERSON: { description: "At a location." },
    VIDEO: { description: "By video (telehealth)." },
    PHONE: { description: "By telephone." },
  },
});
