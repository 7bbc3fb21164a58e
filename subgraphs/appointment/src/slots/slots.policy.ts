import { by, clinicRoles, Role, type Rule } from "@careconnect/kit";

/** Free time is nobody's secret within the organization: it tells of no patient. */
export const readSlots: Rule = {
  action: "slots.read",
  may: by("organization", ...clinicRoles, Role.PATIENT),
  delegated: ["directory.read"],
};
