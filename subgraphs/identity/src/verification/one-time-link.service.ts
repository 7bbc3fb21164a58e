import { seal, unseal } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { credentialHash } from "../provider/credential.hash.ts";
import { emailIndexOf } from "../user/user.email.ts";
import { lockAddress } from "./address.lock.ts";
import { makeLinkToken } from "./link.token.ts";
import { type LinkPurpose, OneTimeLinkRow } from "./one-time-link.entity.ts";

const sealPurpose = "one_time_link.email";
const hour = 60 * 60_000;

export const linkLifetime: Readonly<Record<LinkPurpose, number>> = { REGISTRATION: 24 * hour, PASSWORD_RESET: hour };

/** So many links of one kind go to an address within an hour; a mailbox is nobody's to fill. */
const linksPerHour = 4;

/** Makes a link for an address in the open transaction; null when it has had its share. @returns the token, which exists nowhere else */
export async function createLink(em: EntityManager, purpose: LinkPurpose, email: string): Promise<string | null> {
  const now = new Date();
  const emailIndex = emailIndexOf(email);
  await lockAddress(em, email);
  await em.nativeDelete(OneTimeLinkRow, { expiresAt: { $lt: new Date(now.getTime() - hour) } });
  const recent = await em.count(OneTimeLinkRow, {
    emailIndex,
    purpose,
    createdAt: { $gt: new Date(now.getTime() - hour) },
  });
  if (recent >= linksPerHour) return null;
  const token = makeLinkToken();
  em.create(OneTimeLinkRow, {
    purpose,
    tokenHash: credentialHash(token),
    sealedEmail: seal(email, sealPurpose),
    emailIndex,
    createdAt: now,
    expiresAt: new Date(now.getTime() + linkLifetime[purpose]),
    usedAt: null,
  });
  return token;
}

/** The address that a link was mailed to, while it is good; null when it was used, replaced or is too old. */
export async function readLink(em: EntityManager, purpose: LinkPurpose, token: string): Promise<string | null> {
  const row = await em.findOne(OneTimeLinkRow, open(purpose, token));
  return row && unseal(row.sealedEmail, sealPurpose);
}

/**
 * Uses a link up, and with it every other of its kind to the same address. Test and use are one statement: of two who
 * come with the same link at once, one has it.
 */
export async function consumeLink(em: EntityManager, purpose: LinkPurpose, token: string): Promise<string | null> {
  const now = new Date();
  const used = await em.nativeUpdate(OneTimeLinkRow, open(purpose, token), { usedAt: now });
  if (used === 0) return null;
  const row = await em.findOneOrFail(OneTimeLinkRow, { tokenHash: credentialHash(token) }, { refresh: true });
  await em.nativeUpdate(OneTimeLinkRow, { emailIndex: row.emailIndex, purpose, usedAt: null }, { usedAt: now });
  return unseal(row.sealedEmail, sealPurpose);
}

const open = (purpose: LinkPurpose, token: string) => ({
  purpose,
  tokenHash: credentialHash(token),
  usedAt: null,
  expiresAt: { $gt: new Date() },
});
