import { createCommandContext, type Origin, runCommand } from "@careconnect/kit";
import type { MikroORM } from "@mikro-orm/postgresql";
import { queueMail } from "../mail/mail.queue.ts";
import { mailTexts } from "../mail/mail.texts.ts";
import { endSignIns } from "../session/session.service.ts";
import { browserSubject, emailSubject, forgetFailures } from "../signin/signin.lockout.ts";
import { emailIndexOf } from "../user/user.email.ts";
import { UserRow } from "../user/user.entity.ts";
import { userPasswordChanged } from "../user/user.events.ts";
import { hashPassword } from "../user/user.password.ts";
import { viewerOf } from "../user/user.viewer.ts";
import { type LinkRequest, requestLink } from "../verification/link.request.ts";
import { consumeLink, createLink, readLink } from "../verification/one-time-link.service.ts";

/**
 * Mails a link to whoever forgot their password. Whether there is an account is told in the mail alone: the work and the
 * answer are the same. A user without a password signs in elsewhere, and gets none by this.
 */
export function requestReset(orm: MikroORM, email: string, origin: Origin): Promise<LinkRequest> {
  return requestLink(orm, origin, { action: "user.password.reset.request", email }, async (em) => {
    const user = await em.findOne(UserRow, withPassword(email), { filters: false });
    const token = await createLink(em, "PASSWORD_RESET", email);
    if (token === null) return;
    const path = `/account/reset/confirm?token=${token}`;
    queueMail(em, email, user ? mailTexts.reset(user.displayName, path) : mailTexts.resetWithoutAccount());
  });
}

/** Whose password a link resets; null when it was used, or its time is over. */
export async function readReset(orm: MikroORM, token: string): Promise<UserRow | null> {
  const em = orm.em.fork();
  const email = await readLink(em, "PASSWORD_RESET", token);
  return email === null ? null : em.findOne(UserRow, withPassword(email), { filters: false });
}

/**
 * Sets the password of whoever followed the link.
 * @param browser what stands for a browser in which they have signed in before
 * @returns the user, or null when the link is not good any more
 */
export async function completeReset(
  orm: MikroORM,
  token: string,
  password: string,
  origin: Origin,
  browser: string | undefined,
): Promise<UserRow | null> {
  const found = await readReset(orm, token);
  if (!found) return null;
  const passwordHash = await hashPassword(password);
  const context = createCommandContext(orm, viewerOf(found), origin);
  return runCommand(context, { action: "user.password.reset", entityType: "User" }, async (unit) => {
    const { em, emit, touch } = unit;
    const email = await consumeLink(em, "PASSWORD_RESET", token);
    if (email === null) return null;
    await endSignIns(unit, { userId: found.id }, "REVOKED");
    const user = await em.findOneOrFail(UserRow, { id: found.id });
    user.passwordHash = passwordHash;
    await forgetFailures(em, emailSubject(email));
    if (browser !== undefined) await forgetFailures(em, browserSubject(browser, email));
    queueMail(em, email, mailTexts.passwordChanged(user.displayName));
    emit(() => userPasswordChanged(user, true));
    touch(user.id);
    return user;
  });
}

const withPassword = (email: string) => ({
  emailIndex: emailIndexOf(email),
  passwordHash: { $ne: null },
  suspendedAt: null,
});
