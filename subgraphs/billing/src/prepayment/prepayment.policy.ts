import { by, Role, type Rule } from "@careconnect/kit";

/** How far visits that are paid in advance are, those see who keep the books; a patient sees the visit and its invoice. */
export const readPrepayments: Rule = {
  action: "prepayment.read",
  may: by("organization", Role.ADMIN, Role.STAFF),
  subjectTo: ["location"],
};
