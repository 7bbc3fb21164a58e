import { LRUCache } from "lru-cache";
import { RequestRefusal } from "../http/request.refusal.ts";
import { subscriberOf } from "../http/subscriber.address.ts";
import { limits } from "../limits/router.limits.ts";

interface Attempts {
  count: number;
  readonly endsAt: number;
}

/** Counts what one address does, in memory and for a window: guessing is slowed down, and working is not. */
export interface AddressLimit {
  /**
   * Counts an attempt before its outcome is known, so that parallel guesses count too.
   * @returns what takes the attempt back when it was no failure
   * @throws RequestRefusal when there were too many
   */
  attempt(address: string): { readonly takeBack: () => void };
}

export function createAddressLimit(most: number, now: () => number = Date.now): AddressLimit {
  const windows = new LRUCache<string, Attempts>({ max: limits.signIn.tracked });

  function current(subscriber: string): Attempts {
    const found = windows.get(subscriber);
    if (found !== undefined && found.endsAt > now()) return found;
    const fresh = { count: 0, endsAt: now() + limits.signIn.window };
    windows.set(subscriber, fresh);
    return fresh;
  }

  return {
    attempt(address) {
      const window = current(subscriberOf(address));
      if (window.count >= most) {
        const seconds = Math.max(1, Math.ceil((window.endsAt - now()) / 1000));
        const message = `Too many attempts. Please try again in ${seconds} seconds.`;
        throw new RequestRefusal(429, "RATE_LIMITED", message, seconds);
      }
      window.count += 1;
      return {
        takeBack() {
          window.count -= 1;
        },
      };
    },
  };
}
