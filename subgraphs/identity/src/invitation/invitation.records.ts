import type { EntityManager } from "@mikro-orm/postgresql";
import { emailIndexOf } from "../user/user.email.ts";
import { UserRow } from "../user/user.entity.ts";
import { lockAddressesOf } from "../verification/address.lock.ts";
import { InvitationRow } from "./invitation.entity.ts";

/** The records that somebody is, or is invited as. */
interface Records {
  readonly patientId?: string | null | undefined;
  readonly providerId?: string | null | undefined;
}

/** Whether an account can be what an invitation names: it is no other record already. */
export function canBe(account: Records, invited: Records): boolean {
  const fits = (own: string | null | undefined, named: string | null | undefined) =>
    own == null || named == null || own === named;
  return fits(account.patientId, invited.patientId) && fits(account.providerId, invited.providerId);
}

/** Whether an invitation names a record that the account is not yet, and contradicts none that it is. */
export function lacksRecord(account: Records, invited: Records): boolean {
  const lacks =
    (account.patientId == null && invited.patientId != null) ||
    (account.providerId == null && invited.providerId != null);
  return lacks && canBe(account, invited);
}

/**
 * Whether an account with another address than `email` is this patient's, or an open invitation would make one. Of two
 * who ask for one patient at once, the second waits here.
 */
export async function hasOtherAddress(em: EntityManager, patientId: string, email: string): Promise<boolean> {
  await lockAddressesOf(em, patientId);
  const own = emailIndexOf(email);
  const accounts = await em.find(UserRow, { patientId });
  if (accounts.some(({ emailIndex }) => emailIndex !== own)) return true;
  const open = { patientId, acceptedAt: null, revokedAt: null, expiresAt: { $gt: new Date() } };
  const invitations = await em.find(InvitationRow, open);
  return invitations.some((invitation) => invitation.email != null && emailIndexOf(invitation.email) !== own);
}
