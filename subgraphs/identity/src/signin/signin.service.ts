import { auditSecurity, type Origin } from "@careconnect/kit";
import type { MikroORM } from "@mikro-orm/postgresql";
import { emailIndexOf } from "../user/user.email.ts";
import { UserRow } from "../user/user.entity.ts";
import { isPassword } from "../user/user.password.ts";
import { viewerOf } from "../user/user.viewer.ts";
import {
  addressSubject,
  browserSubject,
  countFailure,
  emailSubject,
  forgetFailures,
  remainingWait,
} from "./signin.lockout.ts";

export type SignIn =
  | { readonly kind: "signed-in"; readonly user: UserRow }
  /** No such user, another password, or an account that is closed: deliberately not told apart. */
  | { readonly kind: "refused" }
  | { readonly kind: "locked"; readonly retryAfterSeconds: number };

/**
 * Finds the user who has this e-mail address and password. There is no viewer yet, and so no permission to assert.
 * @param browser what stands for the browser when somebody has signed in with the address in it before
 */
export async function signIn(
  orm: MikroORM,
  email: string,
  password: string,
  origin: Origin,
  browser: string | undefined,
): Promise<SignIn> {
  const em = orm.em.fork();
  const person = browser === undefined ? emailSubject(email) : browserSubject(browser, email);
  const { clientAddress } = origin;
  const subjects = clientAddress === undefined ? [person] : [person, addressSubject(clientAddress)];
  const lockedFor = async (wait: number): Promise<SignIn> => {
    await noteRefusal(orm, origin, emailIndexOf(email));
    return { kind: "locked", retryAfterSeconds: Math.ceil(wait / 1_000) };
  };
  const wait = await remainingWait(em, subjects);
  if (wait > 0) return lockedFor(wait);
  // The one query that no organization narrows: which one it is follows from the user.
  const user = await em.findOne(UserRow, { emailIndex: emailIndexOf(email) }, { filters: false });
  // Whoever has the right password of an account that is closed learns no more than who has a wrong one.
  if (!(await isPassword(password, user?.passwordHash)) || !user || user.suspendedAt) {
    await countFailure(em, subjects);
    // Written whether or not there is a user: how long the answer takes does not tell.
    const viewer = user ? viewerOf(user) : undefined;
    await auditSecurity(orm, origin, { action: signInAction, outcome: "REFUSED", viewer, target: emailIndexOf(email) });
    return { kind: "refused" };
  }
  // Guesses that ran beside this one may have locked the address meanwhile; a hit among them must not count.
  const newWait = await remainingWait(em.fork(), subjects);
  if (newWait > 0) return lockedFor(newWait);
  await forgetFailures(em, person);
  return { kind: "signed-in", user };
}

/** Writes into the audit log that `user` has shown who they are, or was refused after they had shown the first proof. */
export async function noteSignIn(orm: MikroORM, user: UserRow, origin: Origin, outcome: "ALLOWED" | "REFUSED") {
  await auditSecurity(orm, origin, { action: signInAction, outcome, viewer: viewerOf(user) });
}

/** Writes into the audit log that a sign-in was refused of whoever it was; `target` is the keyed hash of what they gave. */
export async function noteRefusal(orm: MikroORM, origin: Origin, target?: string): Promise<void> {
  await auditSecurity(orm, origin, { action: signInAction, outcome: "REFUSED", target });
}

const signInAction = "user.sign-in";
