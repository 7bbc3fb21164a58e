import { assertMay, defineLoader, groupedInOrderOf, inOrderOf } from "@careconnect/kit";
import { VisitNoteRow } from "./visit-note.entity.ts";
import { addendaWithin, readVisitNotes, visitNotesWithin } from "./visit-note.policy.ts";
import { VisitNoteAddendumRow } from "./visit-note-addendum.entity.ts";

/** Notes by id, as far as the viewer may see them; null for the rest. */
export const visitNoteById = defineLoader<string, VisitNoteRow>(async (context, ids) => {
  const within = visitNotesWithin(assertMay(context, readVisitNotes), context.viewer);
  const rows = await context.em.fork().find(VisitNoteRow, { $and: [{ id: { $in: [...ids] } }, within] });
  context.audit.read({ action: readVisitNotes.action, entityType: "VisitNote", records: rows });
  return inOrderOf(ids, rows, ({ id }) => id);
});

/** The addenda of notes that the viewer may see, as they were added. */
export const addendaByNote = defineLoader<string, VisitNoteAddendumRow[]>(async (context, noteIds) => {
  const within = addendaWithin(assertMay(context, readVisitNotes));
  const rows = await context.em
    .fork()
    .find(
      VisitNoteAddendumRow,
      { $and: [{ noteId: { $in: [...noteIds] } }, within] },
      { orderBy: [{ number: "asc" }, { id: "asc" }] },
    );
  context.audit.read({ action: readVisitNotes.action, entityType: "VisitNoteAddendum", records: rows });
  return groupedInOrderOf(noteIds, rows, ({ noteId }) => String(noteId));
});
