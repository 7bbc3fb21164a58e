import { allRoles, by, type Rule } from "@careconnect/kit";

/** Whoever has a valid token sees themselves. */
export const readViewer: Rule = {
  action: "viewer.read",
  may: by("organization", ...allRoles),
  delegated: ["profile.read"],
};
