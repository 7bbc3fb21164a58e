import { auditSecurity, type Origin, type SecurityNote } from "@careconnect/kit";
import type { MikroORM } from "@mikro-orm/postgresql";
import { emailIndexOf } from "../user/user.email.ts";
import { UserRow } from "../user/user.entity.ts";
import { isPassword } from "../user/user.password.ts";
import { viewerOf } from "../user/user.viewer.ts";
import {
  addressSubject,
  browserSubject,
  countAttempt,
  countFailure,
  emailSubject,
  findLock,
  forgetFailures,
  type LockoutSubject,
  refusalSubject,
} from "./signin.lockout.ts";

export interface LockedOut {
  readonly kind: "locked";
  readonly retryAfterSeconds: number;
}

export type SignIn =
  | { readonly kind: "signed-in"; readonly user: UserRow }
  /** No such user, another password, or an account that is closed: deliberately not told apart. */
  | { readonly kind: "refused" }
  | LockedOut;

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
  const subjects = [person, ...addressOf(origin)];
  const target = emailIndexOf(email);
  const locked = await lockedOut(orm, origin, subjects, target);
  if (locked) return locked;
  // The one query that no organization narrows: which one it is follows from the user.
  const user = await em.findOne(UserRow, { emailIndex: target }, { filters: false });
  // Whoever has the right password of an account that is closed learns no more than who has a wrong one.
  if (!(await isPassword(password, user?.passwordHash)) || !user || user.suspendedAt) {
    await countFailure(em, subjects);
    // Written whether or not there is a user: how long the answer takes does not tell.
    const viewer = user ? viewerOf(user) : undefined;
    await auditSecurity(orm.em.fork(), origin, { action: signInAction, outcome: "REFUSED", viewer, target });
    return { kind: "refused" };
  }
  // Guesses that ran beside this one may have locked the address meanwhile; a hit among them must not count.
  const closed = await lockedOut(orm, origin, subjects, target);
  if (closed) return closed;
  await forgetFailures(em, person);
  return { kind: "signed-in", user };
}

/** @param target the keyed hash of whom the sign-in is for; a client address is closed for everybody */
async function lockedOut(
  orm: MikroORM,
  origin: Origin,
  subjects: readonly LockoutSubject[],
  target?: string,
): Promise<LockedOut | undefined> {
  const lock = await findLock(orm.em.fork(), subjects);
  if (!lock) return undefined;
  const isOfPerson = !addressOf(origin).some(({ key }) => key === lock.subject.key);
  await noteLocked(orm, origin, lock.subject, { action: signInAction, ...(isOfPerson && { target }) });
  return { kind: "locked", retryAfterSeconds: Math.ceil(lock.waitMs / 1_000) };
}

/** Writes into the audit log that a lock kept somebody out, unless it has just said so of this lock and from there. */
export async function noteLocked(
  orm: MikroORM,
  origin: Origin,
  subject: LockoutSubject,
  note: Omit<SecurityNote, "outcome">,
): Promise<void> {
  const refusal = refusalSubject(note.action, subject, origin.clientAddress);
  // As one: what could not be written is not counted as told.
  await orm.em.fork().transactional(async (em) => {
    if ((await countAttempt(em, refusal)) === 0) await auditSecurity(em, origin, { ...note, outcome: "REFUSED" });
  });
}

const addressOf = ({ clientAddress }: Origin) => (clientAddress === undefined ? [] : [addressSubject(clientAddress)]);

/** Writes into the audit log that `user` has shown who they are, or was refused after they had shown the first proof. */
export async function noteSignIn(orm: MikroORM, user: UserRow, origin: Origin, outcome: "ALLOWED" | "REFUSED") {
  await auditSecurity(orm.em.fork(), origin, { action: signInAction, outcome, viewer: viewerOf(user) });
}

/**
 * Counts that something was refused that nobody can guess, a passkey or another issuer's answer, against where it came
 * from, and writes it into the audit log; `target` is the keyed hash of what was given. A lock on the client address
 * decides here alone how it is told, since it keeps nobody out who shows what is right.
 */
export async function noteRefusal(orm: MikroORM, origin: Origin, target?: string): Promise<LockedOut | undefined> {
  const locked = await lockedOut(orm, origin, addressOf(origin));
  if (locked) return locked;
  await countFailure(orm.em.fork(), addressOf(origin));
  await auditSecurity(orm.em.fork(), origin, { action: signInAction, outcome: "REFUSED", target });
  return undefined;
}

export const signInAction = "user.sign-in";
