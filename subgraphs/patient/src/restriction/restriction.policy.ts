import { by, Role, type Rule } from "@careconnect/kit";

/** Whether a record may be used is administration's decision, and so is to know of it. */
export const changeRestrictions: Rule = { action: "patient.restriction.change", may: by("organization", Role.ADMIN) };
export const readRestrictions: Rule = { action: "patient.restriction.read", may: by("organization", Role.ADMIN) };
