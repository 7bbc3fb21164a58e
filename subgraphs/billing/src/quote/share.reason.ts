import { registerEnumType } from "type-graphql";

/** Why somebody pays a part of a total. */
export enum ShareReason {
  COPAY = "COPAY",
  COINSURANCE = "COINSURANCE",
  NOT_COVERED = "NOT_COVERED",
  COVERED = "COVERED",
}

registerEnumType(ShareReason, {
  name: "ShareReason",
  description: "Why somebody pays a part of a total.",
  valuesConfig: {
    COPAY: { description: "The patient: the fixed part that the payer leaves to them." },
    COINSURANCE: { description: "The patient: their part of the rest." },
    NOT_COVERED: { description: "The patient: nobody pays for them." },
    COVERED: { description: "The payer: what remains." },
  },
});
