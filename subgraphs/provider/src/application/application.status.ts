import { registerEnumType } from "type-graphql";

/** Where an application stands. */
export enum ProviderApplicationStatus {
  SUBMITTED = "SUBMITTED",
  IN_REVIEW = "IN_REVIEW",
  MORE_INFORMATION_REQUESTED = "MORE_INFORMATION_REQUESTED",
  APPROVED = "APPROVED",
  REJECTED = "REJECTED",
  WITHDRAWN = "WITHDRAWN",
}

registerEnumType(ProviderApplicationStatus, {
  name: "ProviderApplicationStatus",
  description: "Where an application to become a provider stands.",
  valuesConfig: {
    SUBMITTED: { description: "Waits for somebody to review it." },
    IN_REVIEW: { description: "Is being reviewed." },
    MORE_INFORMATION_REQUESTED: { description: "Waits for what a reviewer has asked for." },
    APPROVED: { description: "The applicant is a provider. Final." },
    REJECTED: { description: "The applicant is not taken. Final." },
    WITHDRAWN: { description: "The applicant does not want it any more. Final." },
  },
});
