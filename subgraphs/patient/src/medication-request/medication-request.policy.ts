import { type Reach, type Rule, rowsWithin } from "@careconnect/kit";
import { readConditions } from "../condition/condition.policy.ts";
import { careTables } from "../references/care.tables.ts";

/** What was prescribed for a patient is known to whoever knows what they have, in an emergency too. */
export const readMedicationRequests: Rule = { ...readConditions, action: "medicationRequest.read" };

/** A provider prescribes for those in their care; what an emergency opens is to be read, not to be written. */
export const prescribeMedications: Rule = {
  action: "medicationRequest.change",
  may: { PROVIDER: ["care", "grant"] },
  subjectTo: ["consent", "location"],
};

/** The prescriptions within `reach`. */
export function medicationRequestsWithin(reach: Reach) {
  return rowsWithin(reach, { patient: "patientId", care: careTables });
}

/** The provider as whom somebody with this reach prescribes. */
export function prescriberBy(reach: Reach): string {
  const [providerId] = reach.flatMap((way) => ("providerId" in way ? [way.providerId] : []));
  if (providerId === undefined) throw new Error("Only a provider prescribes.");
  return providerId;
}
