/** How the page stands to the server's live updates. `offline` is the browser's own word for having no network. */
export type Connection = "connecting" | "live" | "reconnecting" | "offline";

export interface ConnectionStore {
  readonly current: () => Connection;
  readonly set: (connection: Connection) => void;
  /** Calls `listener` after each change; the returned function ends that. */
  readonly subscribe: (listener: () => void) => () => void;
}

export function createConnectionStore(): ConnectionStore {
  const listeners = new Set<() => void>();
  let connection: Connection = "connecting";
  return {
    current: () => connection,
    set(next) {
      if (next === connection) {
        return;
      }
      connection = next;
      for (const listener of [...listeners]) {
        listener();
      }
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
