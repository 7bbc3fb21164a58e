const prefix = "careconnect-draft:";

const ownPrefix = (userId: string) => `${prefix}${userId}:`;

function stored<Result>(use: (storage: Storage) => Result): Result | null {
  try {
    return use(localStorage);
  } catch {
    // Storage is switched off or full: nothing is kept, and nothing else changes.
    return null;
  }
}

/** What this user wrote in this form and has not sent; null when there is nothing. */
export function readDraft(userId: string, name: string): unknown {
  return stored((storage) => JSON.parse(storage.getItem(ownPrefix(userId) + name) ?? "null") as unknown);
}

export function keepDraft(userId: string, name: string, values: unknown): void {
  stored((storage) => storage.setItem(ownPrefix(userId) + name, JSON.stringify(values)));
}

export function dropDraft(userId: string, name: string): void {
  stored((storage) => storage.removeItem(ownPrefix(userId) + name));
}

/** Whoever leaves, leaves nothing of what they wrote: called when a session ends, for everybody but who is signed in. */
export function forgetDrafts(exceptUserId?: string): void {
  stored((storage) => {
    for (const key of Object.keys(storage)) {
      if (key.startsWith(prefix) && !(exceptUserId !== undefined && key.startsWith(ownPrefix(exceptUserId)))) {
        storage.removeItem(key);
      }
    }
  });
}
