import { by, type Reach, Role, type Rule, rowsWithin } from "@careconnect/kit";

/** Who may be booked is administration's decision. */
export const changeProviderStatus: Rule = { action: "provider.status.change", may: by("organization", Role.ADMIN) };

/** Why somebody was suspended is for administrators and the front desk, and for the provider whom it is about. */
export const readStatusHistory: Rule = {
  action: "provider.status.read",
  may: { ...by("organization", Role.ADMIN, Role.STAFF), PROVIDER: "own" },
};

/** The steps of histories within `reach`. */
export function statusChangesWithin(reach: Reach): object {
  return rowsWithin(reach, { provider: "providerId" });
}
