import { by, organizationRoles, type Reach, Role, type Rule, rowsWithin } from "@careconnect/kit";
import { careTables } from "../references/care.tables.ts";

/**
 * Who pays is the front desk's work, and known to who treats the patient and to the patient. In an emergency nobody
 * needs it: break-glass does not open it. No scope of a partner's application does: whoever let one see health records was not
 * asked for member numbers.
 */
export const readCoverages: Rule = {
  action: "coverage.read",
  may: { ...by("organization", ...organizationRoles), PROVIDER: ["care", "grant"], PATIENT: "self" },
  subjectTo: ["consent", "location"],
};

/** The front desk sees the card before it writes down what is on it: nobody does so for themselves. */
export const changeCoverages: Rule = { action: "coverage.change", may: by("organization", Role.ADMIN, Role.STAFF) };

/** The coverages within `reach`. */
export function coveragesWithin(reach: Reach) {
  return rowsWithin(reach, { patient: "patientId", care: careTables });
}
