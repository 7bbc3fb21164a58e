import type { EntityManager } from "@mikro-orm/postgresql";
import { SignInFailureRow } from "./signin-failure.entity.ts";

const freeFailures = 10;
const firstWait = 30_000;
const longestWait = 15 * 60_000;
/** After so long without a failure the count starts anew. */
const forgottenAfter = 60 * 60_000;

/** How long nobody may sign in with this address, in milliseconds: 0 until the tenth failure, then doubling from 30 s to 15 min. */
export async function remainingWait(em: EntityManager, emailIndex: string): Promise<number> {
  const row = await em.findOne(SignInFailureRow, { emailIndex });
  if (!row || row.failures < freeFailures) return 0;
  const wait = Math.min(firstWait * 2 ** (row.failures - freeFailures), longestWait);
  return Math.max(0, row.lastFailedAt.getTime() + wait - Date.now());
}

/** Counts one failure, in one statement: failures at the same moment are all counted. */
export async function countFailure(em: EntityManager, emailIndex: string): Promise<void> {
  const now = new Date();
  const forgotten = new Date(now.getTime() - forgottenAfter);
  // Whoever tries many addresses leaves a row for each: they go with the next failure after their time.
  await em.nativeDelete(SignInFailureRow, { lastFailedAt: { $lt: forgotten } });
  await em.execute(
    `insert into sign_in_failure (email_index, failures, last_failed_at) values (?, 1, ?)
     on conflict (email_index) do update
     set failures = sign_in_failure.failures + 1, last_failed_at = excluded.last_failed_at`,
    [emailIndex, now],
  );
}

/** Forgets the failures: the right password was given. */
export async function forgetFailures(em: EntityManager, emailIndex: string): Promise<void> {
  await em.nativeDelete(SignInFailureRow, { emailIndex });
}
