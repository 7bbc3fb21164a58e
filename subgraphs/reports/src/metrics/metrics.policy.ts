import { by, clinicRoles, type Rule } from "@careconnect/kit";

/** Whoever works in the clinic sees its numbers; patients do not. */
export const readMetrics: Rule = { action: "dashboard.read", may: by("organization", ...clinicRoles) };
