import { by, Role, type Rule } from "@careconnect/kit";

/** That two records are one person's, or are not, is administration's decision. */
export const mergePatientRecords: Rule = { action: "patient.merge", may: by("organization", Role.ADMIN, Role.STAFF) };

/** Whoever merges records sees which were merged. */
export const readMerges: Rule = { action: "patient.merge.read", may: by("organization", Role.ADMIN, Role.STAFF) };
