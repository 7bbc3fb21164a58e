import { registerEnumType } from "type-graphql";

/** Whether a provider may see patients. */
export enum ProviderStatus {
  PENDING = "PENDING",
  ACTIVE = "ACTIVE",
  SUSPENDED = "SUSPENDED",
}

registerEnumType(ProviderStatus, {
  name: "ProviderStatus",
  description: "Whether a provider may see patients.",
  valuesConfig: {
    PENDING: { description: "Registered, not yet approved." },
    ACTIVE: { description: "Approved: can be booked." },
    SUSPENDED: { description: "Not to be booked until reinstated." },
  },
});
