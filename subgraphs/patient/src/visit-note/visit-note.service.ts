import {
  assertMay,
  type Connection,
  connectionBelow,
  knownUuid,
  type OrderBy,
  type PageArgs,
  type RequestContext,
  reachOf,
} from "@careconnect/kit";
import { VisitNoteRow } from "./visit-note.entity.ts";
import { addendaByNote, visitNoteById } from "./visit-note.loader.ts";
import { readVisitNotes, visitNotesWithin } from "./visit-note.policy.ts";
import { VisitNoteStatus } from "./visit-note.state.ts";
import type { VisitNoteFilter } from "./visit-note.type.ts";
import type { VisitNoteAddendumRow } from "./visit-note-addendum.entity.ts";

/** One note, as it is now: what the request has read of it before is forgotten. */
export async function rereadVisitNote(context: RequestContext, id: string): Promise<VisitNoteRow | null> {
  assertMay(context, readVisitNotes);
  visitNoteById(context).clear(id);
  addendaByNote(context).clear(id);
  return visitNoteById(context).load(id);
}

/** The notes below a patient or a visit, the latest first; null for who may see none at all. */
export function listVisitNotes(
  context: RequestContext,
  parent: { readonly key: "currentPatientId" | "appointmentId"; readonly id: string },
  page: PageArgs,
  filter: VisitNoteFilter | null | undefined,
): Connection<VisitNoteRow> | null {
  const reach = reachOf(context.viewer, readVisitNotes);
  if (reach.length === 0) return null;
  const { ENTERED_IN_ERROR } = VisitNoteStatus;
  const status = filter?.enteredInError ? ENTERED_IN_ERROR : { $ne: ENTERED_IN_ERROR };
  const appointmentId = filter?.appointmentId && knownUuid(filter.appointmentId);
  return connectionBelow(context, VisitNoteRow, parent, {
    name: `visitNotes.${parent.key}.${appointmentId ?? "all"}.${filter?.enteredInError ? "errors" : "current"}`,
    where: { $and: [{ status, ...(appointmentId && { appointmentId }) }, visitNotesWithin(reach, context.viewer)] },
    orderBy: latestFirst,
    page,
    audit: { action: "visitNote.list", entityType: "VisitNote" },
  });
}

const latestFirst: OrderBy<VisitNoteRow> = [
  ["createdAt", "desc"],
  ["id", "desc"],
];

/** What was added to a note, in that order. */
export async function listAddenda(context: RequestContext, note: VisitNoteRow): Promise<VisitNoteAddendumRow[]> {
  return note.addendumCount === 0 ? [] : ((await addendaByNote(context).load(note.id)) ?? []);
}
