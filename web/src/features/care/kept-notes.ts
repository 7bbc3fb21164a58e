import type { KeptNote } from "./note-session.ts";

const nameOf = (userId: string, about: string) => `careconnect-note:${userId}:${about}`;

/** What this user typed on this device about this visit or patient, and what was not saved. */
export function readKeptNote(userId: string, about: string): KeptNote | null {
  try {
    const kept = localStorage.getItem(nameOf(userId, about));
    return kept === null ? null : (JSON.parse(kept) as KeptNote);
  } catch {
    // Storage is switched off, or holds what we did not write.
    return null;
  }
}

export function keepNote(userId: string, about: string, kept: KeptNote | null): void {
  try {
    if (kept === null) {
      localStorage.removeItem(nameOf(userId, about));
    } else {
      localStorage.setItem(nameOf(userId, about), JSON.stringify(kept));
    }
  } catch {
    // Storage is switched off or full: the server is told soon.
  }
}
