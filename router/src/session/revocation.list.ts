import type { JWTPayload } from "jose";
import { LRUCache } from "lru-cache";
import { limits } from "../limits/router.limits.ts";

/** What of a token decides whether it was revoked. */
export interface IssuedToken {
  /** The session at identity that it was issued in; undefined for a machine client's. */
  readonly sid: string | undefined;
  readonly sub: string | undefined;
  /** The client that got it: one that was revoked ends what it was given for people, too. */
  readonly clientId?: string | undefined;
  /** Seconds since 1970. */
  readonly iat: number;
}

/** Tokens of one session, or of one user or client, that were issued up to a moment. */
export interface Revocation {
  readonly sid?: string | undefined;
  readonly sub?: string | undefined;
  /** Seconds since 1970. */
  readonly notAfterIat: number;
}

export interface RevocationList {
  add(revocations: readonly Revocation[]): void;
  covers(token: IssuedToken): boolean;
  /** For how many seconds longer tokens that are issued in its place would be revoked with it; 0 when it is good. */
  secondsLeft(token: IssuedToken): number;
  /** Calls back once, as soon as the token is revoked. @returns how to be called no more */
  whenRevoked(token: IssuedToken, listener: () => void): () => void;
}

export function issuedToken({ sid, sub, client_id, iat }: JWTPayload): IssuedToken {
  return { sid: textOf(sid), sub, clientId: textOf(client_id), iat: iat ?? 0 };
}

function textOf(claim: unknown): string | undefined {
  return typeof claim === "string" ? claim : undefined;
}

/** One that names a session concerns that session alone, whoever's it is. */
function keyOf({ sid, sub }: Pick<Revocation, "sid" | "sub">): string {
  return sid === undefined ? `subject ${sub}` : `session ${sid}`;
}

export function createRevocationList(): RevocationList {
  const { remembered, rememberedFor } = limits.revocations;
  const known = new LRUCache<string, number>({ max: remembered, ttl: rememberedFor });
  const waiting = new Map<() => void, IssuedToken>();
  const latest = (key: string) => known.get(key) ?? Number.NEGATIVE_INFINITY;

  function secondsLeft({ sid, sub, clientId, iat }: IssuedToken): number {
    const bySession = sid === undefined ? Number.NEGATIVE_INFINITY : latest(keyOf({ sid }));
    return Math.max(0, Math.max(bySession, latest(keyOf({ sub })), latest(keyOf({ sub: clientId }))) + 1 - iat);
  }

  const covers = (token: IssuedToken) => secondsLeft(token) > 0;

  return {
    add(revocations) {
      for (const revocation of revocations) {
        const key = keyOf(revocation);
        known.set(key, Math.max(revocation.notAfterIat, latest(key)));
      }
      for (const [listener, token] of waiting) {
        if (!covers(token)) continue;
        waiting.delete(listener);
        listener();
      }
    },
    covers,
    secondsLeft,
    whenRevoked(token, listener) {
      // A wrapper of its own, so that one listener may wait for several tokens.
      const entry = () => listener();
      waiting.set(entry, token);
      if (covers(token)) {
        waiting.delete(entry);
        listener();
      }
      return () => void waiting.delete(entry);
    },
  };
}
