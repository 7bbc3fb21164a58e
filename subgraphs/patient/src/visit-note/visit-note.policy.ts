import { apiScope, type Reach, type Rule, rowsWithin, type Viewer } from "@careconnect/kit";
import { changeConditions, readConditions } from "../condition/condition.policy.ts";
import { careTables } from "../references/care.tables.ts";

/** What was written of a patient is known to whoever knows what they have, in an emergency too. */
export const readVisitNotes: Rule = { ...readConditions, action: "visitNote.read" };

/** Whoever writes down what a patient has writes notes; each changes their own. */
export const changeVisitNotes: Rule = { ...changeConditions, action: "visitNote.change" };

/**
 * The notes within `reach` that `viewer` sees: those that were signed, and of those that never were their own; these no
 * application reads for them.
 */
export function visitNotesWithin(reach: Reach, { userId, scopes }: Pick<Viewer, "userId" | "scopes">): object {
  const shown = [{ signedAt: { $ne: null } }, ...(scopes.has(apiScope) ? [{ authorId: userId }] : [])];
  return { $and: [rowsWithin(reach, { patient: "patientId", care: careTables }), { $or: shown }] };
}

/** The addenda within `reach`: what they are added to was signed. */
export function addendaWithin(reach: Reach) {
  return rowsWithin(reach, { patient: "patientId", care: careTables });
}

/** The provider as whom somebody with this reach writes; null for who treats patients otherwise. */
export function providerBy(reach: Reach): string | null {
  const [providerId = null] = reach.flatMap((way) => ("providerId" in way ? [way.providerId] : []));
  return providerId;
}
