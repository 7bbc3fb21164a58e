import { useMemo } from "react";
import { useLocation } from "react-router";
import { useClient } from "urql";

const entriesKept = 30;

// Of a session's client, so that nothing of an account is left for the next one.
const memories = new WeakMap<object, Map<string, unknown>>();

/**
 * What a page leaves for whoever comes back to it by the browser's history, under a name of its own on the page. Another
 * visit to the same address begins anew.
 */
export function useEntryMemory<Value>(name: string) {
  const client = useClient();
  const { key } = useLocation();
  return useMemo(() => {
    const memory = memories.get(client) ?? new Map<string, unknown>();
    memories.set(client, memory);
    const place = `${key} ${name}`;
    return {
      recall: () => memory.get(place) as Value | undefined,
      keep(value: Value): void {
        memory.delete(place);
        memory.set(place, value);
        for (const oldest of [...memory.keys()].slice(0, -entriesKept)) {
          memory.delete(oldest);
        }
      },
    };
  }, [client, key, name]);
}
