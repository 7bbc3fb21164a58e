import { createHash } from "node:crypto";
import { z } from "zod";
import { limits } from "../limits/router.limits.ts";
import { seal, unseal } from "./sealed.text.ts";
import type { Store } from "./store.pool.ts";

const content = z.object({ verifier: z.string(), nonce: z.string(), returnPath: z.string() });

/** What a sign-in must remember until identity sends the browser back. */
export type SignInAttempt = z.infer<typeof content>;

const purpose = "sign_in_attempt.sealed";
const hashOf = (state: string) => createHash("sha256").update(state).digest();

/** @param secret what the browser holds in a cookie: without it nobody can go on with the attempt */
export async function rememberAttempt(
  store: Pick<Store, "query">,
  state: string,
  secret: string,
  attempt: SignInAttempt,
): Promise<void> {
  await store.query(
    "insert into sign_in_attempt (state_hash, sealed, expires_at) values ($1, $2, now() + $3 * interval '1 ms')",
    [hashOf(state), seal(JSON.stringify(attempt), secret, purpose), limits.sessions.attempt],
  );
}

/** Answers once for a state, so that a callback cannot be played twice. */
export async function takeAttempt(
  store: Pick<Store, "query">,
  state: string,
  secret: string,
): Promise<SignInAttempt | undefined> {
  const [row] = await store.query<{ sealed: Buffer }>(
    "delete from sign_in_attempt where state_hash = $1 and expires_at > now() returning sealed",
    [hashOf(state)],
  );
  const opened = row === undefined ? undefined : unseal(row.sealed, secret, purpose);
  return opened === undefined ? undefined : content.parse(JSON.parse(opened));
}
