import { createCommandContext, type Origin, Role, runCommand } from "@careconnect/kit";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import { v7 as uuidv7 } from "uuid";
import { queueMail } from "../mail/mail.queue.ts";
import { mailTexts } from "../mail/mail.texts.ts";
import { emailIndexOf } from "../user/user.email.ts";
import { UserRow } from "../user/user.entity.ts";
import { userRegistered } from "../user/user.events.ts";
import { hashPassword } from "../user/user.password.ts";
import { viewerOf } from "../user/user.viewer.ts";
import { lockAddress } from "../verification/address.lock.ts";
import { type LinkRequest, requestLink } from "../verification/link.request.ts";
import { consumeLink, createLink, readLink } from "../verification/one-time-link.service.ts";

/**
 * Mails a link to whoever wants an account. Whether the address has one already is told in the mail alone: the work and
 * the answer are the same. There is no viewer yet, and so no permission to assert.
 */
export function requestRegistration(orm: MikroORM, email: string, origin: Origin): Promise<LinkRequest> {
  return requestLink(orm, origin, { action: "user.register.request", email }, async (em) => {
    const known = await hasAccount(em, email);
    const token = await createLink(em, "REGISTRATION", email);
    if (token === null) return;
    const path = `/account/register/confirm?token=${token}`;
    queueMail(em, email, known ? mailTexts.alreadyRegistered() : mailTexts.registration(path));
  });
}

export interface NewAccount {
  readonly displayName: string;
  readonly password: string;
}

/** What became of a link that was followed to the end. */
export type Registration =
  | { readonly kind: "registered"; readonly email: string }
  /** It was used before, or its time is over. */
  | { readonly kind: "gone" }
  /** Somebody got an account with this address meanwhile, here or in another organization. */
  | { readonly kind: "taken" };

/** Makes the account of somebody who followed the link: a patient of `organizationId`, linked to no record yet. */
export async function completeRegistration(
  orm: MikroORM,
  organizationId: string,
  token: string,
  account: NewAccount,
  origin: Origin,
): Promise<Registration> {
  const user = { id: uuidv7(), organizationId, roles: [Role.PATIENT], patientId: null, providerId: null };
  const passwordHash = await hashPassword(account.password);
  const context = createCommandContext(orm, viewerOf(user), origin);
  return runCommand(context, { action: "user.register", entityType: "User" }, async (unit) => {
    // The address before its links, as whoever mails one locks them.
    const email = await readLink(unit.em, "REGISTRATION", token);
    if (email === null) return { kind: "gone" };
    await lockAddress(unit.em, email);
    if ((await consumeLink(unit.em, "REGISTRATION", token)) === null) return { kind: "gone" };
    if (await hasAccount(unit.em, email)) return { kind: "taken" };
    const { displayName } = account;
    const row = unit.em.create(UserRow, { ...user, email, displayName, passwordHash, demo: false });
    unit.emit(() => userRegistered(row));
    unit.touch(row.id);
    return { kind: "registered", email };
  });
}

/** Whether an address names a user, in whatever organization. */
export async function hasAccount(em: EntityManager, email: string): Promise<boolean> {
  return (await em.count(UserRow, { emailIndex: emailIndexOf(email) }, { filters: false })) > 0;
}
