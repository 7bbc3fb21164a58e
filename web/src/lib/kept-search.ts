import { useCallback } from "react";
import { useLocation, useNavigate } from "react-router";
import { useViewer } from "./viewer.ts";

interface KeptSearch {
  readonly userId: string;
  readonly text: string;
}

const storageKey = "careconnect-searches";
const searchesKept = 50;

// Of this tab alone. What is read and forgotten stands here; the storage has it for a reload.
const searches = new Map<string, KeptSearch>(stored());

function stored(): readonly (readonly [string, KeptSearch])[] {
  try {
    const found: unknown = JSON.parse(sessionStorage.getItem(storageKey) ?? "[]");
    return Array.isArray(found) ? found : [];
  } catch {
    // Storage is switched off: a search lasts until the tab is loaded anew.
    return [];
  }
}

function store(): void {
  try {
    sessionStorage.setItem(storageKey, JSON.stringify([...searches]));
  } catch {
    // As above.
  }
}

function idIn(state: unknown): string | null {
  return typeof state === "object" && state !== null && "search" in state ? String(state.search) : null;
}

/**
 * Keeps what was typed to find people. It is personal data, and an address stays in the browser's history, is sent when the
 * page is loaded anew, and goes to the sign-in page: an entry of the history knows it by a number alone.
 * @param before the state of the entry whose search it takes the place of
 * @returns the state of the entry that shows what was found
 */
export function keepSearch(userId: string, text: string, before?: unknown): { readonly search: string } {
  const search = idIn(before) ?? crypto.randomUUID();
  searches.delete(search);
  searches.set(search, { userId, text });
  for (const oldest of [...searches.keys()].slice(0, -searchesKept)) {
    searches.delete(oldest);
  }
  store();
  return { search };
}

/** What was typed on this entry of the history; nothing when it was another user. */
export function keptSearch(userId: string, state: unknown): string {
  const kept = searches.get(idIn(state) ?? "");
  return kept?.userId === userId ? kept.text : "";
}

/** Called when a session ends, for everybody but who is signed in. */
export function forgetSearches(exceptUserId?: string): void {
  for (const [id, { userId }] of [...searches]) {
    if (userId !== exceptUserId) {
      searches.delete(id);
    }
  }
  store();
}

/** The search of this page, which whoever comes back to it by the history, or loads it anew, finds as it was. */
export function useKeptSearch(): readonly [string, (text: string) => void] {
  const { id } = useViewer();
  const { state, search: parameters } = useLocation();
  const navigate = useNavigate();
  const setSearch = useCallback(
    (text: string) => {
      void navigate({ search: parameters }, { replace: true, state: keepSearch(id, text, state) });
    },
    [navigate, id, parameters, state],
  );
  return [keptSearch(id, state), setSearch];
}
