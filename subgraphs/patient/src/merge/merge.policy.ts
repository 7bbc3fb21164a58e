import { by, Role, type Rule } from "@careconnect/kit";

/**
 * Whoever reaches one record reaches all that are merged with it: what the front desk registers and shares must not become
 * somebody else's record, so that administrators decide alone.
 */
export const mergePatientRecords: Rule = { action: "patient.merge", may: by("organization", Role.ADMIN) };

/** Whoever deals with records sees which were merged. */
export const readMerges: Rule = { action: "patient.merge.read", may: by("organization", Role.ADMIN, Role.STAFF) };
