import { registerEnumType } from "type-graphql";

/** Whether a provider's licences let them see patients today. */
export enum LicenseStatus {
  NOT_RECORDED = "NOT_RECORDED",
  CURRENT = "CURRENT",
  LAPSED = "LAPSED",
}

registerEnumType(LicenseStatus, {
  name: "LicenseStatus",
  description: "Whether a provider's medical licences let them see patients today, by their own calendar.",
  valuesConfig: {
    NOT_RECORDED: { description: "None was ever recorded: they can be booked as if there were one." },
    CURRENT: { description: "One covers today." },
    LAPSED: { description: "There are some, and none covers today: nothing can be booked with them on such a day." },
  },
});
