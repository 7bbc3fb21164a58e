import { LRUCache } from "lru-cache";
import { limits } from "../limits/router.limits.ts";

interface Attempts {
  count: number;
  readonly endsAt: number;
}

/** Counts failed sign-ins in memory: guessing is slowed down, and a person who signs in often is not. */
export interface SignInLimit {
  /**
   * Counts an attempt before its outcome is known, so that parallel guesses count too.
   * @returns seconds to wait when there were too many, else a function that takes the attempt back when it was no failure
   */
  attempt(address: string, email: string): { readonly retryAfterSeconds: number } | { readonly takeBack: () => void };
}

export function createSignInLimit(now: () => number = Date.now): SignInLimit {
  const windows = new LRUCache<string, Attempts>({ max: limits.signIn.tracked });

  function current(key: string): Attempts {
    const found = windows.get(key);
    if (found !== undefined && found.endsAt > now()) return found;
    const fresh = { count: 0, endsAt: now() + limits.signIn.window };
    windows.set(key, fresh);
    return fresh;
  }

  return {
    attempt(address, email) {
      const account = current(`${address} ${email.trim().toLowerCase()}`);
      const origin = current(address);
      const full = [
        ...(account.count >= limits.signIn.failuresPerAccount ? [account] : []),
        ...(origin.count >= limits.signIn.failuresPerAddress ? [origin] : []),
      ];
      if (full.length > 0) {
        const endsAt = Math.max(...full.map((window) => window.endsAt));
        return { retryAfterSeconds: Math.max(1, Math.ceil((endsAt - now()) / 1000)) };
      }
      account.count += 1;
      origin.count += 1;
      return {
        takeBack() {
          account.count -= 1;
          origin.count -= 1;
        },
      };
    },
  };
}
