import { by, type Reach, Role, type Rule, rowsWithin } from "@careconnect/kit";
import { careTables } from "../references/care.tables.ts";

/**
 * Who treats patients reads what was found and decided: nurses of all patients, a provider what they wrote and of those
 * in their care, access given or taken in an emergency included. A patient reads their own. The front desk reads none.
 */
export const readConsultations: Rule = {
  action: "consultation.read",
  may: {
    ...by("organization", Role.ADMIN, Role.NURSE),
    PROVIDER: ["own", "care", "grant", "breakGlass"],
    PATIENT: "self",
  },
  subjectTo: ["consent", "location"],
  delegated: ["records.read"],
};

/** A nurse may begin a visit that its provider goes on with. */
export const startConsultations: Rule = {
  action: "consultation.start",
  may: { NURSE: "organization", PROVIDER: "own" },
  subjectTo: ["consent", "location"],
};

/** The summary is the word of whoever saw the patient. */
export const completeConsultations: Rule = {
  action: "consultation.complete",
  may: { PROVIDER: "own" },
  subjectTo: ["consent", "location"],
};

/** The consultations within `reach`. */
export function consultationsWithin(reach: Reach) {
  return rowsWithin(reach, { patient: "patientId", provider: "providerId", care: careTables });
}
