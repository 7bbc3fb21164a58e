import type { UnitOfWork } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { queueMail } from "../mail/mail.queue.ts";
import { mailTexts } from "../mail/mail.texts.ts";
import { PasskeyRow } from "../passkey/passkey.entity.ts";
import { endSignIns } from "../session/session.service.ts";
import type { UserRow } from "../user/user.entity.ts";
import { lockKnownUser } from "../user/user.lock.ts";
import { TotpRow } from "./totp.entity.ts";

/** A user whose second factors nobody else changes before the transaction ends, and what they have. */
export interface LockedFactors {
  readonly user: UserRow;
  readonly totp: boolean;
  readonly passkeys: number;
}

/** Locks the user: of two who change their factors at once, the second waits here and finds what the first left. */
export async function lockFactors(em: EntityManager, userId: string): Promise<LockedFactors> {
  const user = await lockKnownUser(em, userId);
  const totp = (await em.count(TotpRow, { userId })) > 0;
  return { user, totp, passkeys: await em.count(PasskeyRow, { userId }) };
}

/** Where a factor is added: in a sign-in that goes on with it, or on the account page of a browser. */
export type FactorPlace = "sign-in" | { readonly browserSessionHash: string };

/** Whoever is signed in elsewhere without a second factor has to show the first one that there is. */
export async function endWeakerSignIns(
  unit: UnitOfWork,
  { user, totp, passkeys }: LockedFactors,
  place: FactorPlace,
): Promise<void> {
  if (place === "sign-in" || totp || passkeys > 0) return;
  await endSignIns(unit, { userId: user.id, elsewhereThan: place.browserSessionHash }, "REVOKED");
}

/** Tells the user by mail that a second factor came or went: if it was not them, they must know. */
export function tellOfFactorChange(em: EntityManager, user: UserRow): void {
  if (user.email) queueMail(em, user.email, mailTexts.factorChanged(user.displayName));
}
