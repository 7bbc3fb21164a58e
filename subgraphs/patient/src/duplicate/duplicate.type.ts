import { payloadType } from "@careconnect/kit";
import { Field, Int, ObjectType, registerEnumType } from "type-graphql";
import { Patient } from "../patient/patient.type.ts";

/** By what two records look like one person's. */
export enum DuplicateReason {
  SAME_NAME = "SAME_NAME",
  SIMILAR_NAME = "SIMILAR_NAME",
  SWAPPED_NAMES = "SWAPPED_NAMES",
  SAME_BIRTH_DATE = "SAME_BIRTH_DATE",
  SIMILAR_BIRTH_DATE = "SIMILAR_BIRTH_DATE",
  SAME_EMAIL = "SAME_EMAIL",
  SAME_PHONE = "SAME_PHONE",
  SAME_MEMBER_NUMBER = "SAME_MEMBER_NUMBER",
}

registerEnumType(DuplicateReason, {
  name: "DuplicateReason",
  description: "By what two records look like one person's.",
  valuesConfig: {
    SAME_NAME: { description: "Given and family name are the same." },
    SIMILAR_NAME: {
      description: "The names differ as by a typing mistake, a short form, a second name or another family name.",
    },
    SWAPPED_NAMES: { description: "The one's given name is the other's family name, and the other way round." },
    SAME_BIRTH_DATE: { description: "The day of birth is the same." },
    SIMILAR_BIRTH_DATE: { description: "The days of birth differ in a digit, or as day and month that were swapped." },
    SAME_EMAIL: { description: "The e-mail address is the same." },
    SAME_PHONE: { description: "The telephone number is the same." },
    SAME_MEMBER_NUMBER: { description: "A payer knows both by the same member number." },
  },
});

@ObjectType({ description: "A patient who may be the same person as another one." })
export class PossibleDuplicate {
  @Field(() => Patient, { nullable: true, description: "The other patient." })
  patient!: Patient | null;

  @Field(() => Int, { description: "How much the two look like one person's, in points: from 9 on, more is likelier." })
  points!: number;

  @Field(() => [DuplicateReason], { description: "What is the same or alike." })
  reasons!: DuplicateReason[];
}

export const DismissDuplicatePayload = payloadType("DismissDuplicate", "patient", () => Patient);
export const UndoDismissDuplicatePayload = payloadType("UndoDismissDuplicate", "patient", () => Patient);
