import type { StorageAdapter } from "@urql/exchange-graphcache";
import { makeDefaultStorage } from "@urql/exchange-graphcache/default-storage";

const prefix = "careconnect-seen-";
const userKey = "careconnect-user";
const keptDays = 2;

/** Where the cache keeps what a user has seen, to be read without a network. */
export interface SeenStore extends StorageAdapter {
  /** The user whose it is; null as long as nobody is known to be signed in. */
  readonly userId: () => string | null;
  /** Keeps what is seen for this user from now on. */
  readonly belongTo: (userId: string) => void;
  /** Forgets it all, and keeps nothing more. */
  readonly forget: () => Promise<void>;
}

type Entries = Parameters<StorageAdapter["writeData"]>[0];

/** The store of whoever was signed in last on this device, or of whoever will turn out to be; none where nothing is kept. */
export function createSeenStore(): SeenStore | undefined {
  if (globalThis.indexedDB === undefined) {
    return undefined;
  }
  let userId = localStorage.getItem(userKey);
  let kept = userId === null ? null : storageOf(userId);
  let over = false;
  // What was seen before it was known by whom.
  let early: Entries = {};

  return {
    userId: () => userId,
    belongTo(id) {
      if (userId !== null || over) {
        return;
      }
      userId = id;
      localStorage.setItem(userKey, id);
      kept = storageOf(id);
      void kept.writeData(early);
      early = {};
    },
    async forget() {
      over = true;
      early = {};
      localStorage.removeItem(userKey);
      await kept?.clear();
    },
    async readData() {
      return (await kept?.readData()) ?? {};
    },
    async writeData(entries) {
      if (over) {
        return;
      }
      if (kept === null) {
        early = { ...early, ...entries };
      } else {
        await kept.writeData(entries);
      }
    },
    // Commands are never queued: a booking or a payment happens when the server says so, or not at all.
    readMetadata: async () => [],
    writeMetadata: () => undefined,
    onOnline: (read) => window.addEventListener("online", read),
  };
}

/** Deletes what other people than this user have seen on this device. */
export async function forgetSeen(exceptUserId: string): Promise<void> {
  const stores = (await globalThis.indexedDB?.databases()) ?? [];
  for (const { name } of stores) {
    if (name?.startsWith(prefix) && name !== `${prefix}${exceptUserId}`) {
      indexedDB.deleteDatabase(name);
    }
  }
}

function storageOf(userId: string) {
  return makeDefaultStorage({ idbName: `${prefix}${userId}`, maxAge: keptDays });
}
