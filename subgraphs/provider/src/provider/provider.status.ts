import { registerEnumType } from "type-graphql";

/** Whether visits with a provider can be booked. */
export enum ProviderStatus {
  PENDING = "PENDING",
  ACTIVE = "ACTIVE",
  SUSPENDED = "SUSPENDED",
}

registerEnumType(ProviderStatus, {
  name: "ProviderStatus",
  description: "Whether visits with a provider can be booked.",
  valuesConfig: {
    PENDING: { description: "Registered, not yet approved." },
    ACTIVE: { description: "Approved: can be booked." },
    SUSPENDED: { description: "Not to be booked until reinstated." },
  },
});
