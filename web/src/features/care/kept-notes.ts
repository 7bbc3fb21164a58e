import { dropDraft, keepDraft, readDraft } from "../../lib/forms/draft-store.ts";
import type { KeptNote } from "./note-session.ts";

const nameOf = (about: string) => `note:${about}`;

/** What this user typed on this device about this visit or patient, and what was not saved. */
export function readKeptNote(userId: string, about: string): KeptNote | null {
  return readDraft(userId, nameOf(about)) as KeptNote | null;
}

export function keepNote(userId: string, about: string, kept: KeptNote | null): void {
  if (kept === null) {
    dropDraft(userId, nameOf(about));
  } else {
    keepDraft(userId, nameOf(about), kept);
  }
}
