import { LRUCache } from "lru-cache";

/** What of a verified token decides whether it was revoked. */
export interface IssuedToken {
  /** The session that it was issued in; undefined for a machine client's. */
  readonly sessionId: string | undefined;
  readonly userId: string;
  /** The client that got it: one that was revoked ends what it was given for people, too. */
  readonly clientId?: string | undefined;
  /** Seconds since 1970. */
  readonly issuedAt: number;
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
  /** Calls `ended` once, as soon as `token` is revoked. @returns how to stop waiting for it */
  whenRevoked(token: IssuedToken, ended: () => void): () => void;
}

/** Twice the life of an access token: whatever a revocation concerns has expired by then. */
const rememberedFor = 600_000;
/** So many at once mean something else than people signing out; the oldest are forgotten first. */
const remembered = 100_000;

export function createRevocationList(): RevocationList {
  const revoked = new LRUCache<string, number>({ max: remembered, ttl: rememberedFor });
  const waiting = new Map<() => void, IssuedToken>();
  const latest = (key: string | undefined) => (key === undefined ? undefined : revoked.get(key)) ?? -1;
  const covers = ({ sessionId, userId, clientId, issuedAt }: IssuedToken): boolean =>
    issuedAt <= Math.max(...[{ sub: userId }, { sub: clientId }, { sid: sessionId }].map((key) => latest(keyOf(key))));
  return {
    add(revocations) {
      for (const revocation of revocations) {
        const key = keyOf(revocation);
        if (key !== undefined) revoked.set(key, Math.max(revocation.notAfterIat, latest(key)));
      }
      for (const [ended, token] of waiting) {
        if (!covers(token)) continue;
        waiting.delete(ended);
        ended();
      }
    },
    covers,
    whenRevoked(token, ended) {
      if (covers(token)) ended();
      else waiting.set(ended, token);
      return () => void waiting.delete(ended);
    },
  };
}

/** One that names a session concerns that session alone, whoever's it is. */
function keyOf({ sid, sub }: Pick<Revocation, "sid" | "sub">): string | undefined {
  if (sid !== undefined) return `session ${sid}`;
  return sub === undefined ? undefined : `subject ${sub}`;
}
