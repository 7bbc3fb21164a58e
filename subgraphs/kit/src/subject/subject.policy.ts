import type { Rule } from "../policy/policy.ts";
import type { Reach } from "../policy/reach.ts";

/** Everything that is known of a patient is given to administration, and to the patient; to no application. */
export const exportSubjects: Rule = { action: "subject.export", may: { ADMIN: "organization", PATIENT: "self" } };

/** Whether `reach` leads to the patient without looking anything up. */
export function leadsTo(reach: Reach, patientId: string): boolean {
  return reach.some(
    (way) => way.relation === "organization" || ("patientIds" in way && way.patientIds.includes(patientId)),
  );
}
