import { by, clinicRoles, type Reach, Role, type Rule, rowsWithin } from "@careconnect/kit";

/** When a provider sees patients is no patient data: a patient reads it too, to find a time. */
export const readAvailability: Rule = {
  action: "provider.availability.read",
  may: by("organization", ...clinicRoles, Role.PATIENT),
  delegated: ["directory.read"],
};

/** Administration sets everyone's hours, a provider their own. */
export const setAvailabilities: Rule = {
  action: "provider.availability.set",
  may: { ADMIN: "organization", STAFF: "organization", PROVIDER: "own" },
};

/** The providers within `reach`. */
export function providersWithin(reach: Reach): object {
  return rowsWithin(reach, { provider: "id" });
}
