import type { EntityManager } from "@mikro-orm/postgresql";
import { emailIndexOf } from "../user/user.email.ts";
import { UserRow } from "../user/user.entity.ts";
import { lockAddressesOf } from "../verification/address.lock.ts";
import { InvitationRow } from "./invitation.entity.ts";

/** The records that somebody is, or is invited as: the patient by the one that stands for all of theirs. */
interface Records {
  readonly currentPatientId?: string | null | undefined;
  readonly providerId?: string | null | undefined;
}

/** Whether an account can be what an invitation names: it is no other record already. */
export function canBe(account: Records, invited: Records): boolean {
  const fits = (own: string | null | undefined, named: string | null | undefined) =>
    own == null || named == null || own === named;
  return fits(account.currentPatientId, invited.currentPatientId) && fits(account.providerId, invited.providerId);
}

/** Whether an invitation names a record that the account is not yet, and contradicts none that it is. */
export function lacksRecord(account: Records, invited: Records): boolean {
  const lacks =
    (account.currentPatientId == null && invited.currentPatientId != null) ||
    (account.providerId == null && invited.providerId != null);
  return lacks && canBe(account, invited);
}

/**
 * Whether an account with another address than `email` is this patient's, by whichever of their records, or somebody was invited to it with one. An
 * invitation that was revoked counts until it would have ended: whoever may invite may revoke, too. Of two who ask for one
 * patient at once, the second waits here.
 */
export async function hasOtherAddress(em: EntityManager, patientId: string, email: string): Promise<boolean> {
  const theirs = { patientId: { $in: [...(await lockAddressesOf(em, patientId))] } };
  const own = emailIndexOf(email);
  // Before the accounts: an invitation that is accepted between the two is found as one of them.
  const invitations = await em.find(InvitationRow, { ...theirs, acceptedAt: null, expiresAt: { $gt: new Date() } });
  if (invitations.some((invitation) => invitation.email != null && emailIndexOf(invitation.email) !== own)) return true;
  const accounts = await em.find(UserRow, theirs);
  return accounts.some(({ emailIndex }) => emailIndex !== own);
}
