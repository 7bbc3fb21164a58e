import { allRoles, by, type Rule } from "@careconnect/kit";

/** Whoever acts in an organization may know its name, zone and currency. */
export const readOwnOrganization: Rule = {
  action: "organization.read",
  may: by("organization", ...allRoles),
  delegated: ["profile.read"],
};
