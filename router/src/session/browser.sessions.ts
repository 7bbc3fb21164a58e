import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { decodeJwt } from "jose";
import { LRUCache } from "lru-cache";
import { limits } from "../limits/router.limits.ts";
import {
  deleteExpired,
  deleteSession,
  insertSession,
  livingSessions,
  lockSession,
  readSession,
  type StoredSession,
  saveTokens,
  sessionId,
  touchSession,
} from "../store/session.table.ts";
import type { Store } from "../store/store.pool.ts";
import type { Logger } from "../telemetry/log.writer.ts";
import type { Cause, IdentityClient, SignedIn } from "./identity.client.ts";
import { issuedToken, type RevocationList } from "./revocation.list.ts";

/** Turns session cookies into access tokens. What a cookie holds never leaves this process. */
export interface BrowserSessions {
  /** @returns the new session's cookie */
  open(signedIn: SignedIn): Promise<string>;
  /** @returns undefined when the session is over, here or at identity */
  find(cookie: string, cause: Cause): Promise<StoredSession | undefined>;
  /** @returns an access token in force, renewed half a minute before it ends; undefined when the session is over */
  accessToken(cookie: string, cause: Cause): Promise<string | undefined>;
  /** Renews the tokens whatever their age, so that what changed for the user is in them. */
  refresh(cookie: string, cause: Cause): Promise<StoredSession | undefined>;
  /** The user has done something. */
  touch(cookie: string, cause: Cause): Promise<StoredSession | undefined>;
  /** Ends the session here, and at identity if it can be reached. */
  end(cookie: string, cause: Cause): Promise<void>;
  /** Ends the session here alone: its browser goes on with another one. */
  leave(cookie: string): Promise<void>;
  /** Calls back when the session has ended, wherever that was done. @returns how to be called no more */
  whenEnded(cookie: string, listener: () => void): () => void;
  close(): void;
}

interface BrowserSessionsOptions {
  readonly store: Store;
  readonly identity: IdentityClient;
  readonly revocations: Pick<RevocationList, "secondsLeft">;
  readonly idleMinutes: number;
  readonly logger: Logger;
}

const { sessions: limit } = limits;

export function createBrowserSessions(options: BrowserSessionsOptions): BrowserSessions {
  const { store, identity, revocations, logger } = options;
  const idle = options.idleMinutes * 60_000;
  const tellAfterSeconds = options.idleMinutes * 60 * limit.untoldShare;
  // A page opens with several requests at once: they share one look into the store, and what it found for a moment.
  const recent = new LRUCache<string, Promise<StoredSession | undefined>>({ max: limit.cached, ttl: limit.freshFor });
  // Racing refreshes look like a stolen token to identity. This map keeps this process's to one; the lock on the session's
  // row does so for all of them.
  const renewing = new Map<string, Promise<StoredSession | undefined>>();
  const waiting = new Map<string, { readonly id: Buffer; readonly listeners: Set<() => void> }>();
  const keyOf = (cookie: string) => sessionId(cookie).toString("base64");

  function remember(key: string, session: StoredSession | undefined): void {
    recent.set(key, Promise.resolve(session));
  }

  function current(cookie: string): Promise<StoredSession | undefined> {
    const key = keyOf(cookie);
    const found = recent.get(key);
    if (found !== undefined) return found;
    const reading = readSession(store, cookie);
    recent.set(key, reading);
    reading.catch(() => recent.delete(key));
    return reading;
  }

  function ended(key: string): void {
    remember(key, undefined);
    const listeners = waiting.get(key)?.listeners ?? [];
    waiting.delete(key);
    for (const listener of listeners) listener();
  }

  /** @param seen the generation that is not good enough any more */
  async function renew(cookie: string, seen: number, cause: Cause): Promise<StoredSession | undefined> {
    const renewed = await store.transaction(async (transaction) => {
      const session = await lockSession(transaction, cookie);
      // Another process has renewed it while this one waited, or has ended it.
      if (session === undefined || session.generation > seen) return session;
      const tokens = await identity.refresh(session.refreshToken, session.idleForSeconds, cause);
      if (tokens !== undefined) return saveTokens(transaction, cookie, tokens);
      await deleteSession(transaction, cookie);
      return undefined;
    });
    if (renewed === undefined) ended(keyOf(cookie));
    else remember(keyOf(cookie), renewed);
    return renewed;
  }

  const revokedFor = (session: StoredSession) => revocations.secondsLeft(issuedToken(decodeJwt(session.accessToken)));
  const isRevoked = (session: StoredSession) => revokedFor(session) > 0;

  /** Tokens tell whole seconds: what is issued in that of a change of roles is revoked with what was issued before. */
  async function renewPastRevocation(cookie: string, seen: number, cause: Cause): Promise<StoredSession | undefined> {
    const renewed = await renew(cookie, seen, cause);
    const seconds = renewed === undefined ? 0 : revokedFor(renewed);
    if (renewed === undefined || seconds === 0) return renewed;
    await wait(Math.min(seconds * 1000, limit.revokedAnew));
    return renew(cookie, renewed.generation, cause);
  }

  function renewOnce(cookie: string, seen: number, cause: Cause): Promise<StoredSession | undefined> {
    const key = keyOf(cookie);
    const running = renewing.get(key) ?? renewPastRevocation(cookie, seen, cause).finally(() => renewing.delete(key));
    renewing.set(key, running);
    return running;
  }

  /** Only identity knows whether a session has ended with its revoked token or goes on with a new one. */
  async function goingOn(
    cookie: string,
    session: StoredSession | undefined,
    cause: Cause,
  ): Promise<StoredSession | undefined> {
    if (session === undefined || !isRevoked(session)) return session;
    return renewOnce(cookie, session.generation, cause);
  }

  /** Sessions may end in other processes, and by the clock: whoever waits for one here is told. */
  async function lookAfterWaiting(): Promise<void> {
    if (waiting.size === 0) return;
    const asked = [...waiting];
    const living = await livingSessions(
      store,
      asked.map(([, { id }]) => id),
    );
    const keys = new Set(living.map((id) => id.toString("base64")));
    for (const [key] of asked) if (!keys.has(key)) ended(key);
  }

  const unlessStoreIsAway = (work: () => Promise<void>) => () => {
    work().catch((error: unknown) => logger.debug({ err: error }, "the session store could not be looked after"));
  };
  const looking = setInterval(unlessStoreIsAway(lookAfterWaiting), limit.lookInterval);
  const cleaning = setInterval(
    unlessStoreIsAway(() => deleteExpired(store)),
    limit.cleaningInterval,
  );

  return {
    async open({ tokens, ...owner }) {
      const cookie = randomBytes(32).toString("base64url");
      await insertSession(store, cookie, owner, tokens, idle);
      return cookie;
    },
    find: async (cookie, cause) => goingOn(cookie, await readSession(store, cookie), cause),
    async accessToken(cookie, cause) {
      const session = await current(cookie);
      if (session === undefined) return undefined;
      const revoked = isRevoked(session);
      if (!revoked && !session.renewalDue) return session.accessToken;
      const renewing = renewOnce(cookie, session.generation, cause);
      // Renewal starts early, so a token that cannot be renewed right now is still good for this request.
      const usable = !revoked && session.accessExpiresInSeconds > limit.freshFor / 1000;
      return (await (usable ? renewing.catch(() => session) : renewing))?.accessToken;
    },
    // Not shared with a renewal that is under way, which may have begun before the change.
    refresh: (cookie, cause) => renew(cookie, Number.POSITIVE_INFINITY, cause),
    async touch(cookie, cause) {
      const session = await touchSession(store, cookie, idle);
      remember(keyOf(cookie), session);
      if (session === undefined || session.untoldSeconds < tellAfterSeconds) return goingOn(cookie, session, cause);
      // Identity's pages count idleness, too, and learn with renewals that there was none. They can wait when it is away.
      const renewing = renewOnce(cookie, session.generation, cause);
      return isRevoked(session) ? renewing : renewing.catch(() => session);
    },
    async end(cookie, cause) {
      const session = await deleteSession(store, cookie);
      ended(keyOf(cookie));
      // The browser is signed out whatever identity says; a session that could not be revoked is an operator's matter.
      if (session !== undefined)
        await identity.revoke(session.refreshToken, cause).catch((error: unknown) => {
          logger.error({ err: error, correlationId: cause.correlationId }, "a session could not be ended at identity");
        });
    },
    async leave(cookie) {
      await deleteSession(store, cookie);
      ended(keyOf(cookie));
    },
    whenEnded(cookie, listener) {
      const key = keyOf(cookie);
      const entry = waiting.get(key) ?? { id: sessionId(cookie), listeners: new Set() };
      entry.listeners.add(listener);
      waiting.set(key, entry);
      return () => {
        entry.listeners.delete(listener);
        if (entry.listeners.size === 0 && waiting.get(key) === entry) waiting.delete(key);
      };
    },
    close() {
      clearInterval(looking);
      clearInterval(cleaning);
    },
  };
}
