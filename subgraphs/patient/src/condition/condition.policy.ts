import { by, type Reach, Role, type Rule, rowsWithin } from "@careconnect/kit";
import { careTables } from "../references/care.tables.ts";

/**
 * Who treats patients sees what they have: nurses of all patients, a provider of those in their care, access given or
 * taken in an emergency included. A patient sees their own history. The front desk sees none: its work does not need it.
 */
export const readConditions: Rule = {
  action: "condition.read",
  may: {
    ...by("organization", Role.ADMIN, Role.NURSE),
    PROVIDER: ["care", "grant", "breakGlass"],
    PATIENT: "self",
  },
  subjectTo: ["consent", "location"],
  delegated: ["records.read"],
};

/** Whoever treats a patient writes down what they have; what an emergency opens is to be read, not to be written. */
export const changeConditions: Rule = {
  action: "condition.change",
  may: { NURSE: "organization", PROVIDER: ["care", "grant"] },
  subjectTo: ["consent", "location"],
};

/** The conditions within `reach`. */
export function conditionsWithin(reach: Reach) {
  return rowsWithin(reach, { patient: "patientId", care: careTables });
}
