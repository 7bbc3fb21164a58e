import { blindIndexOf } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { subscriberOf } from "../session/session.network.ts";
import { emailIndexOf } from "../user/user.email.ts";
import { SignInFailureRow } from "./signin-failure.entity.ts";

const firstWait = 30_000;
const longestWait = 15 * 60_000;
/** After so long without a failure the count starts anew. */
const forgottenAfter = 60 * 60_000;

/** What failures are counted against, and how many of them cost nothing. */
export interface LockoutSubject {
  readonly key: string;
  readonly freeFailures: number;
  /** After this long one failure is forgotten: for what many people share and nobody's success clears. */
  readonly drainMs?: number;
}

export const emailSubject = (email: string): LockoutSubject => ({ key: emailIndexOf(email), freeFailures: 10 });

/** A browser in which this person has signed in before: strangers' failures do not lock it, and its own not them. */
export const browserSubject = (browser: string, email: string): LockoutSubject => ({
  key: blindIndexOf(`${browser} ${emailIndexOf(email)}`, "sign_in_failure.browser"),
  freeFailures: 10,
});

/** Codes are short: half as many guesses as for a password. */
export const factorSubject = (userId: string): LockoutSubject => ({
  key: blindIndexOf(userId, "sign_in_failure.factor"),
  freeFailures: 5,
});

/**
 * A whole clinic may come from one address, so that much more is free, and a success clears nothing: somebody with an
 * account of their own could go on guessing the others' for ever.
 */
export const addressSubject = (clientAddress: string): LockoutSubject => ({
  key: blindIndexOf(subscriberOf(clientAddress), "sign_in_failure.address"),
  freeFailures: 50,
  drainMs: 30_000,
});

/**
 * What a lock refuses, as the audit log has it: once in a while for each action and from each subscriber, for whoever is
 * refused can try as often as they like. It says from where somebody was kept out and how long it went on, not how often.
 */
export const refusalSubject = (
  action: string,
  { key }: LockoutSubject,
  clientAddress: string | undefined,
): LockoutSubject => ({
  key: blindIndexOf(`${action} ${key} ${subscriberOf(clientAddress ?? "unknown")}`, "sign_in_failure.refusal"),
  freeFailures: 1,
  drainMs: 30_000,
});

/** Mails that a client address asked for, whoever they go to; nobody needs many. */
export const mailSubject = (clientAddress: string): LockoutSubject => ({
  key: blindIndexOf(subscriberOf(clientAddress), "sign_in_failure.mail"),
  freeFailures: 30,
  drainMs: 120_000,
});

/** What keeps everybody out for a while. */
export interface Lock {
  readonly subject: LockoutSubject;
  readonly waitMs: number;
}

/**
 * The longest of the locks on these subjects: there is none until one had its free failures, then they double from 30 s
 * to 15 min.
 */
export async function findLock(em: EntityManager, subjects: readonly LockoutSubject[]): Promise<Lock | undefined> {
  const rows = await em.find(SignInFailureRow, { subject: { $in: subjects.map(({ key }) => key) } });
  const locks = subjects.flatMap((subject) => {
    const row = rows.find((candidate) => candidate.subject === subject.key);
    if (!row || row.failures < subject.freeFailures) return [];
    const wait = Math.min(firstWait * 2 ** (row.failures - subject.freeFailures), longestWait);
    const waitMs = row.lastFailedAt.getTime() + wait - Date.now();
    return waitMs > 0 ? [{ subject, waitMs }] : [];
  });
  return locks.sort((one, other) => other.waitMs - one.waitMs)[0];
}

/** Counts one failure against each subject, in one statement each: failures at the same moment are all counted. */
export async function countFailure(em: EntityManager, subjects: readonly LockoutSubject[]): Promise<void> {
  const now = new Date();
  await forgetOldFailures(em, now);
  for (const { key, drainMs } of subjects) await em.execute(countOne, [key, now, drainMs ?? null]);
}

/**
 * Counts an attempt as a failure before its outcome is known, unless nobody may try. Test and count are one statement:
 * of attempts at the same moment, no more than the free ones go on.
 * @returns how long nobody may try, in milliseconds: 0 when the attempt was counted
 */
export async function countAttempt(em: EntityManager, subject: LockoutSubject): Promise<number> {
  const { key, freeFailures, drainMs } = subject;
  const now = new Date();
  await forgetOldFailures(em, now);
  const counted = await em.execute<unknown[]>(
    `${countOne}
     where sign_in_failure.failures < ?::int or sign_in_failure.last_failed_at
       + least(?::int * power(2, least(sign_in_failure.failures - ?::int, 10)), ?::int) * interval '1 millisecond'
       <= excluded.last_failed_at
     returning failures`,
    [key, now, drainMs ?? null, freeFailures, firstWait, freeFailures, longestWait],
  );
  if (counted.length > 0) return 0;
  // What kept the attempt out may have been forgotten since: then the next one is let in.
  return (await findLock(em, [subject]))?.waitMs ?? 1;
}

const countOne = `
  insert into sign_in_failure (subject, failures, last_failed_at) values (?, 1, ?)
  on conflict (subject) do update
  set failures = 1 + greatest(0, sign_in_failure.failures
        - coalesce(floor(extract(epoch from excluded.last_failed_at - sign_in_failure.last_failed_at) * 1000 / ?::int), 0)::int),
      last_failed_at = excluded.last_failed_at`;

/** Whoever tries many addresses leaves a row for each: they go with the next failure after their time. */
async function forgetOldFailures(em: EntityManager, now: Date): Promise<void> {
  const forgotten = new Date(now.getTime() - forgottenAfter);
  await em.nativeDelete(SignInFailureRow, { lastFailedAt: { $lt: forgotten } });
}

/** Forgets the failures: the right secret was given. */
export async function forgetFailures(em: EntityManager, subject: LockoutSubject): Promise<void> {
  await em.nativeDelete(SignInFailureRow, { subject: subject.key });
}
