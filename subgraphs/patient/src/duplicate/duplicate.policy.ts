import { by, organizationRoles, Role, type Rule } from "@careconnect/kit";

/** Whoever registers patients sees who may be registered already: they see all patients. */
export const readDuplicates: Rule = {
  action: "patient.duplicate.read",
  may: by("organization", ...organizationRoles),
  subjectTo: ["consent", "location"],
};

/** As with merging: whether two records are one person's is administration's decision. */
export const decideDuplicates: Rule = {
  action: "patient.duplicate.decide",
  may: by("organization", Role.ADMIN, Role.STAFF),
};
