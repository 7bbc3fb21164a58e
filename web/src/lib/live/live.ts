import { createContext, useContext, useEffect, useRef, useSyncExternalStore } from "react";
import { type ChangeFeed, createChangeFeed } from "./change-feed.ts";
import { type Connection, type ConnectionStore, createConnectionStore } from "./connection-store.ts";

export type { Connection };

/** The live side of a session: whether the server can tell us of changes, and which it told. */
export interface Live {
  readonly connection: ConnectionStore;
  readonly changes: ChangeFeed;
}

export function createLive(): Live {
  return { connection: createConnectionStore(), changes: createChangeFeed() };
}

export const LiveContext = createContext<Live>(createLive());

export function useLive(): Live {
  return useContext(LiveContext);
}

export function useConnection(): Connection {
  const { connection } = useLive();
  return useSyncExternalStore(connection.subscribe, connection.current);
}

/** The ids of appointments that changed in the last seconds. */
export function useRecentChanges(): ReadonlySet<string> {
  const { changes } = useLive();
  return useSyncExternalStore(changes.onRecent, changes.recent);
}

/** Reads again what a page shows, soon after appointments changed. */
export function useLiveRefresh(refresh: () => void): void {
  const { changes } = useLive();
  const latest = useRef(refresh);
  useEffect(() => {
    latest.current = refresh;
  }, [refresh]);
  useEffect(() => changes.onRefresh(() => latest.current()), [changes]);
}
