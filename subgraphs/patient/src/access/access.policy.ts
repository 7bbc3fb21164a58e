import { by, Role, type Rule } from "@careconnect/kit";

/** Who else sees a patient is administration's decision: nobody gives access to themselves. */
export const grantAccess: Rule = { action: "patient.access.grant", may: by("organization", Role.ADMIN, Role.STAFF) };

/** Whoever gives access sees who has it. */
export const readAccess: Rule = { action: "patient.access.read", may: by("organization", Role.ADMIN, Role.STAFF) };
