import type { UserError } from "../../lib/graphql/command.ts";

/** A draft as the server has it. */
export interface SavedNote {
  readonly id: string;
  readonly version: number;
  readonly text: string;
}

/** What was typed and is not saved yet, with the draft that it was typed over. */
export interface KeptNote {
  readonly text: string;
  readonly note: Omit<SavedNote, "text"> | null;
}

export type Written =
  | { readonly kind: "done"; readonly note: Omit<SavedNote, "text"> }
  | { readonly kind: "conflict" }
  | { readonly kind: "refused"; readonly error: UserError }
  /** No answer came: it may have been written. */
  | { readonly kind: "unknown" };

/** What became of a draft: it is none any more (gone), or nobody knows, since no answer came. */
export type Found =
  | { readonly kind: "found"; readonly note: SavedNote }
  | { readonly kind: "gone" }
  | { readonly kind: "unknown" };

export interface NoteSnapshot {
  readonly text: string;
  /** `emptied`: all of a saved draft was deleted; the server keeps no empty one, so that it still has what it said. */
  readonly saving: "idle" | "typing" | "saving" | "saved" | "emptied" | "failed" | "refused" | "conflict";
  /** What somebody, or this person elsewhere, made of the same draft; null where nobody did. */
  readonly theirs: SavedNote | null;
  readonly refusal: UserError | null;
  /** Whether the text is what was typed here before, and not saved then. */
  readonly restored: boolean;
}

interface NoteSessionOptions {
  readonly saved: SavedNote | null;
  readonly kept: KeptNote | null;
  /** Keeps what was typed on this device; null: everything is saved. */
  readonly keep: (kept: KeptNote | null) => void;
  /** Writes the draft; the same again for the same text and draft until an answer comes. */
  readonly write: (text: string, note: Omit<SavedNote, "text"> | null) => Promise<Written>;
  readonly read: (id: string) => Promise<Found>;
}

const settleMilliseconds = 1_200;
const retryMilliseconds = 5_000;

export type NoteSession = ReturnType<typeof createNoteSession>;

/**
 * A note as it is being written: kept on the device with every change, saved as soon as typing pauses, and never written
 * over what was made of it elsewhere.
 */
export function createNoteSession({ saved, kept, keep, write, read }: NoteSessionOptions) {
  const listeners = new Set<() => void>();
  let note: Omit<SavedNote, "text"> | null = saved && { id: saved.id, version: saved.version };
  let savedText = saved?.text ?? "";
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<boolean> | undefined;
  /** What was sent and not answered: nothing else is sent before it is known what became of it. */
  let unanswered: KeptNote | undefined;
  let snapshot: NoteSnapshot = { text: savedText, saving: "idle", theirs: null, refusal: null, restored: false };

  if (kept !== null && kept.text !== savedText && kept.text.trim() !== "") {
    const sameDraft =
      kept.note === null ? note === null : note?.id === kept.note.id && note.version === kept.note.version;
    // What was typed over a draft that is signed by now is the beginning of another one.
    const isFree = sameDraft || note === null;
    snapshot = isFree
      ? { ...snapshot, text: kept.text, saving: "typing", restored: true }
      : { ...snapshot, text: kept.text, saving: "conflict", theirs: saved, restored: true };
  } else if (kept !== null) {
    keep(null);
  }

  function set(change: Partial<NoteSnapshot>): void {
    snapshot = { ...snapshot, ...change };
    for (const listener of [...listeners]) {
      listener();
    }
  }

  function saveSoon(wait: number): void {
    clearTimeout(timer);
    timer = setTimeout(() => void save(), wait);
  }

  const isSaved = () => snapshot.text === savedText;
  const isBlank = (text: string) => text.trim() === "";

  function save(): Promise<boolean> {
    clearTimeout(timer);
    running ??= saveAll().finally(() => {
      running = undefined;
    });
    return running;
  }

  /** Whether the server has all that was typed. */
  async function saveAll(): Promise<boolean> {
    while (unanswered !== undefined || (!isSaved() && !isBlank(snapshot.text) && snapshot.saving !== "conflict")) {
      const attempt: KeptNote = unanswered ?? { text: snapshot.text, note };
      unanswered = attempt;
      set({ saving: "saving", refusal: null });
      const written = await write(attempt.text, attempt.note);
      if (written.kind === "unknown") {
        set({ saving: "failed" });
        saveSoon(retryMilliseconds);
        return false;
      }
      unanswered = undefined;
      if (written.kind === "conflict") {
        const found: Found = attempt.note ? await read(attempt.note.id) : { kind: "gone" };
        if (found.kind === "unknown") {
          // Whether it is still a draft decides what is written: nothing is until that is known.
          set({ saving: "failed" });
          saveSoon(retryMilliseconds);
          return false;
        }
        if (found.kind === "gone") {
          // The draft is none any more: what was typed becomes another one.
          note = null;
          continue;
        }
        const theirs = found.note;
        if (theirs.text === snapshot.text) {
          // An earlier try had arrived, and only its answer was lost.
          note = { id: theirs.id, version: theirs.version };
          savedText = theirs.text;
          continue;
        }
        set({ saving: "conflict", theirs });
        return false;
      }
      if (written.kind === "refused") {
        set({ saving: "refused", refusal: written.error });
        return false;
      }
      note = written.note;
      savedText = attempt.text;
      keep(isSaved() || isBlank(snapshot.text) ? null : { text: snapshot.text, note });
    }
    if (isSaved()) {
      set({ saving: snapshot.text === "" ? "idle" : "saved", restored: false });
    } else if (isBlank(snapshot.text) && snapshot.saving !== "conflict") {
      set({ saving: note === null ? "idle" : "emptied" });
    }
    return isSaved() && note !== null;
  }

  return {
    current: () => snapshot,
    subscribe(listener: () => void): () => void {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    type(text: string): void {
      const inConflict = snapshot.saving === "conflict";
      const pausing = !isBlank(text) ? "typing" : note === null ? "idle" : "emptied";
      set({ text, saving: inConflict ? "conflict" : running === undefined ? pausing : "saving" });
      keep(isSaved() || isBlank(text) ? null : { text, note });
      if (!inConflict) {
        saveSoon(settleMilliseconds);
      }
    },
    /** The draft as the server has it; null where there is none yet. */
    saved: () => note,
    /** Saves what there is to save now; answers with the draft, if the server has all of it. */
    async flush(): Promise<Omit<SavedNote, "text"> | null> {
      return (await save()) ? note : null;
    },
    /** Writes what was typed here over what was made of the draft elsewhere. */
    keepMine(): void {
      const { theirs } = snapshot;
      if (theirs !== null) {
        note = { id: theirs.id, version: theirs.version };
        savedText = theirs.text;
        set({ saving: "typing", theirs: null });
        void save();
      }
    },
    /** Gives up what was typed here. */
    takeTheirs(): void {
      const { theirs } = snapshot;
      if (theirs !== null) {
        note = { id: theirs.id, version: theirs.version };
        savedText = theirs.text;
        keep(null);
        set({ text: theirs.text, saving: "saved", theirs: null, restored: false });
      }
    },
    /** The draft was signed, or discarded: the next text is another one. */
    begin(): void {
      clearTimeout(timer);
      note = null;
      savedText = "";
      keep(null);
      set({ text: "", saving: "idle", theirs: null, restored: false });
    },
    /** Begins to save what was kept; the returned function ends the session, and saves once more. */
    start(): () => void {
      const retry = () => {
        if (snapshot.saving === "failed" || snapshot.saving === "typing") {
          void save();
        }
      };
      window.addEventListener("online", retry);
      window.addEventListener("pagehide", retry);
      if (snapshot.saving === "typing") {
        saveSoon(0);
      }
      return () => {
        window.removeEventListener("online", retry);
        window.removeEventListener("pagehide", retry);
        clearTimeout(timer);
        if (!isSaved() && snapshot.saving === "typing") {
          void save();
        }
      };
    },
  };
}
