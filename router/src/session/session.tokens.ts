import { createHash } from "node:crypto";
import { LRUCache } from "lru-cache";
import { limits } from "../limits/router.limits.ts";
import type { Cause, IdentityClient } from "./identity.client.ts";

type Known = { readonly accessToken: string; readonly refreshAt: number } | "refused";

/** Turns session cookies into access tokens. The cookie's value never leaves this process except to identity. */
export interface SessionTokens {
  /** @returns an access token in force, renewed half a minute before it ends; undefined when the session is over */
  accessToken(cookie: string, cause: Cause): Promise<string | undefined>;
  remember(cookie: string, accessToken: string, expiresInSeconds: number): void;
  /** Ends the session here and at identity. */
  revoke(cookie: string, cause: Cause): Promise<void>;
  /** Calls back when the session is ended here. @returns how to be called no more */
  whenRevoked(cookie: string, listener: () => void): () => void;
}

const keyOf = (cookie: string) => createHash("sha256").update(cookie).digest("base64");

export function createSessionTokens(identity: IdentityClient): SessionTokens {
  const known = new LRUCache<string, Known>({ max: limits.sessions.cached });
  // A page opens with several requests at once, and racing refreshes look like a stolen token to identity.
  const refreshing = new Map<string, Promise<string | undefined>>();
  const listeners = new Map<string, Set<() => void>>();

  function remember(key: string, accessToken: string, expiresInSeconds: number): void {
    const lifetime = expiresInSeconds * 1000;
    known.set(
      key,
      { accessToken, refreshAt: Date.now() + lifetime - Math.min(limits.sessions.refreshBeforeExpiry, lifetime / 2) },
      { ttl: lifetime },
    );
  }

  const refuse = (key: string) => known.set(key, "refused", { ttl: limits.sessions.refusedFor });

  async function refresh(key: string, cookie: string, cause: Cause): Promise<string | undefined> {
    const grant = await identity.refresh(cookie, cause);
    // Signed out while identity answered: the sign-out wins.
    if (known.get(key) === "refused") return undefined;
    if (grant.kind === "refused") {
      refuse(key);
      return undefined;
    }
    remember(key, grant.accessToken, grant.expiresInSeconds);
    return grant.accessToken;
  }

  return {
    async accessToken(cookie, cause) {
      const key = keyOf(cookie);
      const found = known.get(key);
      if (found === "refused") return undefined;
      if (found !== undefined && found.refreshAt > Date.now()) return found.accessToken;
      const running = refreshing.get(key) ?? refresh(key, cookie, cause).finally(() => refreshing.delete(key));
      refreshing.set(key, running);
      // Refreshing starts early, so a token that cannot be renewed right now is still good for this request.
      return found === undefined ? running : running.catch(() => found.accessToken);
    },
    remember: (cookie, accessToken, expiresInSeconds) => remember(keyOf(cookie), accessToken, expiresInSeconds),
    async revoke(cookie, cause) {
      const key = keyOf(cookie);
      refuse(key);
      for (const listener of listeners.get(key) ?? []) listener();
      await identity.revoke(cookie, cause);
    },
    whenRevoked(cookie, listener) {
      const key = keyOf(cookie);
      const known = listeners.get(key) ?? new Set();
      listeners.set(key, known.add(listener));
      return () => {
        known.delete(listener);
        if (known.size === 0 && listeners.get(key) === known) listeners.delete(key);
      };
    },
  };
}
