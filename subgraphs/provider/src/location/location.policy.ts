import { by, clinicRoles, Role, type Rule } from "@careconnect/kit";

/** Where the clinic is, is no patient data: a patient reads it too, to find the way. */
export const readLocations: Rule = {
  action: "location.read",
  may: by("organization", ...clinicRoles, Role.PATIENT),
  delegated: ["directory.read"],
};

/** When a place is open is administration's decision. */
export const setLocationsHours: Rule = {
  action: "location.hours.set",
  may: by("organization", Role.ADMIN, Role.STAFF),
};
