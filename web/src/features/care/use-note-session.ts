import { useEffect, useMemo, useSyncExternalStore } from "react";
import { useClient } from "urql";
import {
  DraftVisitNoteDocument,
  UpdateVisitNoteDocument,
  VisitNoteDraftDocument,
  type VisitNoteRowFragment,
} from "../../graphql/graphql.ts";
import { createAttemptKeys } from "../../lib/graphql/attempt-key.ts";
import { type Outcome, sendCommand } from "../../lib/graphql/command.ts";
import { useViewer } from "../../lib/viewer.ts";
import { keepNote, readKeptNote } from "./kept-notes.ts";
import { createNoteSession, type NoteSession, type SavedNote, type Written } from "./note-session.ts";

interface NoteSubject {
  readonly patientId: string;
  readonly appointmentId: string | null;
  /** The reader's own draft about it, if there is one. */
  readonly draft: VisitNoteRowFragment | null;
}

/** The reader's note about a visit, or about a patient, as it is being written. */
export function useNoteSession({ patientId, appointmentId, draft }: NoteSubject): NoteSession {
  const client = useClient();
  const { id: userId } = useViewer();
  // The draft as it was when writing began: what is saved since is known to the session itself.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const session = useMemo(() => {
    const about = appointmentId ?? patientId;
    const [creating, updating] = [createAttemptKeys(), createAttemptKeys()];

    async function create(text: string): Promise<Written> {
      const input = { patientId, text, ...(appointmentId === null ? {} : { appointmentId }) };
      const outcome = await sendCommand(
        client,
        DraftVisitNoteDocument,
        { ...input, idempotencyKey: creating.keyFor(input) },
        (data) => data.draftVisitNote,
      );
      if (outcome.kind !== "unknown") {
        creating.answered();
      }
      return writtenBy(outcome);
    }

    async function update(text: string, { id, version }: Omit<SavedNote, "text">): Promise<Written> {
      const input = { id, text, expectedVersion: version };
      const outcome = await sendCommand(
        client,
        UpdateVisitNoteDocument,
        { ...input, idempotencyKey: updating.keyFor(input) },
        (data) => data.updateVisitNote,
      );
      if (outcome.kind !== "unknown") {
        updating.answered();
      }
      return writtenBy(outcome);
    }

    return createNoteSession({
      saved: draft && { id: draft.id, version: draft.version, text: draft.text ?? "" },
      kept: readKeptNote(userId, about),
      keep: (kept) => keepNote(userId, about, kept),
      write: (text, note) => (note === null ? create(text) : update(text, note)),
      async read(id) {
        const { data, error } = await client.query(
          VisitNoteDraftDocument,
          { patientId, filter: appointmentId === null ? null : { appointmentId } },
          { requestPolicy: "network-only" },
        );
        const notes = data?.patient?.visitNotes?.nodes;
        if (error !== undefined || !notes) {
          return { kind: "unknown" };
        }
        const found = notes.find((note) => note.id === id && note.status === "DRAFT");
        return found
          ? { kind: "found", note: { id, version: found.version, text: found.text ?? "" } }
          : { kind: "gone" };
      },
    });
  }, [client, userId, patientId, appointmentId]);
  useEffect(() => session.start(), [session]);
  return session;
}

export function useNoteSnapshot(session: NoteSession) {
  return useSyncExternalStore(session.subscribe, session.current);
}

function writtenBy(
  outcome: Outcome<{ readonly visitNote: { readonly id: string; readonly version: number } | null }>,
): Written {
  if (outcome.kind === "done") {
    const note = outcome.payload.visitNote;
    return note === null ? { kind: "unknown" } : { kind: "done", note: { id: note.id, version: note.version } };
  }
  if (outcome.kind === "unknown") {
    return outcome;
  }
  const [error] = outcome.errors;
  // A draft that was signed meanwhile is none any more.
  if (error === undefined || error.code === "VERSION_CONFLICT" || error.code === "ILLEGAL_TRANSITION") {
    return { kind: "conflict" };
  }
  return { kind: "refused", error };
}
