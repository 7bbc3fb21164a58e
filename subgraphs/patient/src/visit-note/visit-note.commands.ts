import {
  type CommandUnit,
  defineCommand,
  invalid,
  isOrganizationWide,
  notFound,
  type Reach,
  requireVersion,
} from "@careconnect/kit";
import { z } from "zod";
import { lockEntry, ofPatient, patientOfEntry } from "../history/history.commands.ts";
import { requireVisit, requireVisitWith } from "../history/visit.of.patient.ts";
import { lineOfText } from "../patient/patient.schema.ts";
import { VisitNoteRow } from "./visit-note.entity.ts";
import { visitNoteChanged } from "./visit-note.events.ts";
import { changeVisitNotes, providerBy, visitNotesWithin } from "./visit-note.policy.ts";
import { noteText } from "./visit-note.schema.ts";
import { statusAfter, VisitNoteStatus } from "./visit-note.state.ts";
import { VisitNoteAddendumRow } from "./visit-note-addendum.entity.ts";

/** How many drafts somebody has for one patient at most. */
const mostDrafts = 20;

/** How many addenda a note has at most. */
const mostAddenda = 50;

export const draftVisitNote = defineCommand({
  name: "draftVisitNote",
  rule: changeVisitNotes,
  entityType: "VisitNote",
  schema: z.object({ patientId: z.string(), appointmentId: z.string().nullish(), text: noteText }),
  async run(unit, { patientId: named, appointmentId, text }, { viewer }, reach) {
    const patientId = await patientOfEntry(unit, named, reach);
    const mine = { authorId: viewer.userId, status: VisitNoteStatus.DRAFT };
    const drafts = await unit.em.count(VisitNoteRow, { ...ofPatient(unit.em, patientId), ...mine });
    if (drafts >= mostDrafts)
      throw invalid(["patientId"], `You have ${mostDrafts} drafts for this patient: sign or withdraw one of them.`);
    const note = unit.em.create(VisitNoteRow, {
      ...mine,
      patientId,
      appointmentId: appointmentId ? await visitToWriteOf(unit, appointmentId, patientId, reach) : null,
      providerId: providerBy(reach),
      draft: text,
    } as never);
    // No event names the patient.
    unit.touch(note.id, patientId);
    return note.id;
  },
});

/** A provider writes of visits with them, whoever works with all patients of any. */
function visitToWriteOf(unit: CommandUnit, appointmentId: string, patientId: string, reach: Reach): Promise<string> {
  const providerId = providerBy(reach);
  return providerId === null || isOrganizationWide(reach)
    ? requireVisit(unit, appointmentId, patientId)
    : requireVisitWith(unit, appointmentId, patientId, providerId);
}

export const updateVisitNote = defineCommand({
  name: "updateVisitNote",
  rule: changeVisitNotes,
  entityType: "VisitNote",
  schema: z.object({ id: z.string(), expectedVersion: z.int(), text: noteText }),
  async run(unit, { id, expectedVersion, text }, { viewer }, reach) {
    const note = await lockEntry(unit, VisitNoteRow, id, visitNotesWithin(reach, viewer));
    requireVersion(note, expectedVersion);
    // Nobody but its author finds a draft.
    unit.em.assign(note, { status: statusAfter("edit", note.status), draft: text });
    return note.id;
  },
});

export const signVisitNote = defineCommand({
  name: "signVisitNote",
  rule: changeVisitNotes,
  entityType: "VisitNote",
  schema: z.object({ id: z.string(), expectedVersion: z.int() }),
  async run(unit, { id, expectedVersion }, { viewer }, reach) {
    const note = await lockEntry(unit, VisitNoteRow, id, visitNotesWithin(reach, viewer));
    requireVersion(note, expectedVersion);
    const status = statusAfter("sign", note.status);
    unit.em.assign(note, { status, text: note.draft, draft: null, signedAt: new Date() });
    unit.emit(() => visitNoteChanged(note));
    return note.id;
  },
});

export const addVisitNoteAddendum = defineCommand({
  name: "addVisitNoteAddendum",
  rule: changeVisitNotes,
  entityType: "VisitNote",
  schema: z.object({ id: z.string(), expectedVersion: z.int().nullish(), text: noteText }),
  async run(unit, { id, expectedVersion, text }, { viewer }, reach) {
    const note = await lockEntry(unit, VisitNoteRow, id, visitNotesWithin(reach, viewer));
    requireVersion(note, expectedVersion ?? undefined);
    const status = statusAfter("amend", note.status);
    if (note.addendumCount >= mostAddenda)
      throw invalid(["id"], `This note has ${mostAddenda} addenda: write another note.`);
    const number = note.addendumCount + 1;
    unit.em.assign(note, { status, addendumCount: number });
    unit.em.create(VisitNoteAddendumRow, {
      ...{ noteId: note.id, patientId: note.patientId, number, text },
      ...{ authorId: viewer.userId, providerId: providerBy(reach) },
    } as never);
    unit.emit(() => visitNoteChanged(note));
    return note.id;
  },
});

export const markVisitNoteEnteredInError = defineCommand({
  name: "markVisitNoteEnteredInError",
  rule: changeVisitNotes,
  entityType: "VisitNote",
  schema: z.object({ id: z.string(), expectedVersion: z.int().nullish(), reason: lineOfText(500) }),
  async run(unit, { id, expectedVersion, reason }, { viewer }, reach) {
    const note = await lockEntry(unit, VisitNoteRow, id, visitNotesWithin(reach, viewer));
    requireVersion(note, expectedVersion ?? undefined);
    if (note.authorId !== viewer.userId) throw notFound("id");
    const status = statusAfter("retract", note.status);
    unit.em.assign(note, { status, errorMarkedAt: new Date(), errorReason: reason });
    if (note.signedAt) unit.emit(() => visitNoteChanged(note));
    return note.id;
  },
});
