import { by, Role, type Rule } from "@careconnect/kit";

/** Which visits other hours would strand: for whoever may set these hours. */
export const readImpact: Rule = {
  action: "availability.impact.read",
  may: { ...by("organization", Role.ADMIN, Role.STAFF), PROVIDER: "own" },
  subjectTo: ["consent", "location"],
};
