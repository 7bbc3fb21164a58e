import { by, clinicRoles, Role, type Rule } from "@careconnect/kit";

/** What can be booked is no patient data: a patient reads it too, to know when to book. */
export const readVisitRules: Rule = {
  action: "visit_type.rules.read",
  may: by("organization", ...clinicRoles, Role.PATIENT),
  delegated: ["directory.read"],
};

/** How the clinic works is administration's decision. */
export const setVisitRules: Rule = { action: "visit_type.rules.set", may: { ADMIN: "organization" } };
