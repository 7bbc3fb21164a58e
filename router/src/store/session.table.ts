import { createHash } from "node:crypto";
import { limits } from "../limits/router.limits.ts";
import { seal, unseal } from "./sealed.text.ts";
import type { Store } from "./store.pool.ts";

/** Tokens as identity granted them. */
export interface Tokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Of the access token. */
  readonly expiresInSeconds: number;
}

/** Whose session it is. */
export interface SessionOwner {
  readonly userId: string;
}

/** A session in force, as it was when it was read. */
export interface StoredSession {
  readonly userId: string;
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Counts the renewals of the tokens. */
  readonly generation: number;
  readonly renewalDue: boolean;
  readonly accessExpiresInSeconds: number;
  readonly idleExpiresInSeconds: number;
  readonly absoluteExpiresInSeconds: number;
  /** Since the user has done something. */
  readonly idleForSeconds: number;
  /** By how much what identity was told of that is behind. */
  readonly untoldSeconds: number;
}

interface SessionRow {
  readonly user_id: string;
  readonly sealed_access_token: Buffer;
  readonly sealed_refresh_token: Buffer;
  readonly generation: number;
  readonly renewal_due: boolean;
  readonly access_seconds: number;
  readonly idle_seconds: number;
  readonly absolute_seconds: number;
  readonly idle_for_seconds: number;
  readonly untold_seconds: number;
}

type Query = Pick<Store, "query">;

// Every comparison is by the clock of the database, which all replicas of the router share.
const inForce = "idle_expires_at > now() and absolute_expires_at > now()";
const columns = `
  user_id, sealed_access_token, sealed_refresh_token, generation, renew_at <= now() as renewal_due,
  extract(epoch from access_expires_at - now())::float8 as access_seconds,
  extract(epoch from idle_expires_at - now())::float8 as idle_seconds,
  extract(epoch from absolute_expires_at - now())::float8 as absolute_seconds,
  extract(epoch from now() - last_used_at)::float8 as idle_for_seconds,
  extract(epoch from last_used_at - told_used_at)::float8 as untold_seconds`;
const accessPurpose = "browser_session.sealed_access_token";
const refreshPurpose = "browser_session.sealed_refresh_token";

/** The primary key of the session whose cookie this is. */
export function sessionId(cookie: string): Buffer {
  return createHash("sha256").update(cookie).digest();
}

function sessionOf(row: SessionRow | undefined, cookie: string): StoredSession | undefined {
  if (row === undefined) return undefined;
  const accessToken = unseal(row.sealed_access_token, cookie, accessPurpose);
  const refreshToken = unseal(row.sealed_refresh_token, cookie, refreshPurpose);
  if (accessToken === undefined || refreshToken === undefined) return undefined;
  return {
    userId: row.user_id,
    accessToken,
    refreshToken,
    generation: row.generation,
    renewalDue: row.renewal_due,
    accessExpiresInSeconds: row.access_seconds,
    idleExpiresInSeconds: row.idle_seconds,
    absoluteExpiresInSeconds: row.absolute_seconds,
    idleForSeconds: row.idle_for_seconds,
    untoldSeconds: row.untold_seconds,
  };
}

/** Half a minute before the end, or half-way where tokens live shorter than a minute. */
function renewAfter(expiresInSeconds: number): number {
  return expiresInSeconds * 1000 - Math.min(limits.sessions.renewBeforeExpiry, expiresInSeconds * 500);
}

const sealedTokens = (cookie: string, { accessToken, refreshToken, expiresInSeconds }: Tokens) => [
  seal(accessToken, cookie, accessPurpose),
  seal(refreshToken, cookie, refreshPurpose),
  renewAfter(expiresInSeconds),
  expiresInSeconds * 1000,
];

export async function insertSession(
  store: Query,
  cookie: string,
  owner: SessionOwner,
  tokens: Tokens,
  idleMilliseconds: number,
): Promise<void> {
  await store.query(
    `insert into browser_session (
       id, sealed_access_token, sealed_refresh_token, renew_at, access_expires_at,
       user_id, idle_expires_at, absolute_expires_at
     ) values (
       $1, $2, $3, now() + $4 * interval '1 ms', now() + $5 * interval '1 ms',
       $6, now() + $7 * interval '1 ms', now() + $8 * interval '1 ms'
     )`,
    [sessionId(cookie), ...sealedTokens(cookie, tokens), owner.userId, idleMilliseconds, limits.sessions.absolute],
  );
}

export async function readSession(store: Query, cookie: string): Promise<StoredSession | undefined> {
  const [row] = await store.query<SessionRow>(`select ${columns} from browser_session where id = $1 and ${inForce}`, [
    sessionId(cookie),
  ]);
  return sessionOf(row, cookie);
}

/** As {@link readSession}; until the transaction ends no other replica can have the session to renew or to end it. */
export async function lockSession(store: Query, cookie: string): Promise<StoredSession | undefined> {
  const [row] = await store.query<SessionRow>(
    `select ${columns} from browser_session where id = $1 and ${inForce} for update`,
    [sessionId(cookie)],
  );
  return sessionOf(row, cookie);
}

/** The tokens that identity gave when it was told how long the user was idle. */
export async function saveTokens(store: Query, cookie: string, tokens: Tokens): Promise<StoredSession | undefined> {
  const [row] = await store.query<SessionRow>(
    `update browser_session set
       sealed_access_token = $2, sealed_refresh_token = $3, generation = generation + 1,
       renew_at = now() + $4 * interval '1 ms', access_expires_at = now() + $5 * interval '1 ms',
       told_used_at = last_used_at
     where id = $1 returning ${columns}`,
    [sessionId(cookie), ...sealedTokens(cookie, tokens)],
  );
  return sessionOf(row, cookie);
}

/** The user has done something: idleness begins anew. */
export async function touchSession(
  store: Query,
  cookie: string,
  idleMilliseconds: number,
): Promise<StoredSession | undefined> {
  const [row] = await store.query<SessionRow>(
    `update browser_session set last_used_at = now(), idle_expires_at = now() + $2 * interval '1 ms'
     where id = $1 and ${inForce} returning ${columns}`,
    [sessionId(cookie), idleMilliseconds],
  );
  return sessionOf(row, cookie);
}

/** @returns the session as it was; undefined when there was none in force */
export async function deleteSession(store: Query, cookie: string): Promise<StoredSession | undefined> {
  const [row] = await store.query<SessionRow>(`delete from browser_session where id = $1 returning ${columns}`, [
    sessionId(cookie),
  ]);
  return sessionOf(row, cookie);
}

/** Which of the sessions are still in force. */
export async function livingSessions(store: Query, ids: readonly Buffer[]): Promise<Buffer[]> {
  const rows = await store.query<{ id: Buffer }>(`select id from browser_session where id = any($1) and ${inForce}`, [
    ids,
  ]);
  return rows.map(({ id }) => id);
}

/** Removes what is over, some at a time so that nobody waits for it. */
export async function deleteExpired(store: Query): Promise<void> {
  await store.query(
    `delete from browser_session where id in (
       select id from browser_session where least(idle_expires_at, absolute_expires_at) <= now()
       limit $1 for update skip locked
     )`,
    [limits.store.expiredAtOnce],
  );
  await store.query(
    `delete from sign_in_attempt where state_hash in (
       select state_hash from sign_in_attempt where expires_at <= now() limit $1 for update skip locked
     )`,
    [limits.store.expiredAtOnce],
  );
}
