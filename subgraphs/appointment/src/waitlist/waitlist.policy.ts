import { by, organizationRoles, type Reach, type Rule, rowsWithin } from "@careconnect/kit";

const mayWait = { ...by("organization", ...organizationRoles), PATIENT: "self" } as const;

/** Who works with all patients sees the queue; a patient sees what they wait for themselves. */
export const readWaitlist: Rule = { action: "waitlist.read", may: mayWait, subjectTo: ["consent", "location"] };

export const joinWaitlists: Rule = { action: "waitlist.join", may: mayWait, subjectTo: ["consent", "location"] };

export const leaveWaitlists: Rule = { action: "waitlist.leave", may: mayWait, subjectTo: ["consent", "location"] };

export const acceptWaitlistOffers: Rule = {
  action: "waitlist.accept",
  may: mayWait,
  subjectTo: ["consent", "location"],
};

/** The entries, or offers, within `reach`. */
export function waitlistWithin(reach: Reach) {
  return rowsWithin(reach, { patient: "patientId" });
}
