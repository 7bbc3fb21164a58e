import { type DomainEvent, defineEvent } from "@careconnect/kit";
import { z } from "zod";
import type { VisitNoteRow } from "./visit-note.entity.ts";
import { VisitNoteStatus } from "./visit-note.state.ts";

/** Whose note it is and what became of it, never what it says. Of what nobody has signed yet, nobody is told. */
export const visitNoteChangedEvent = defineEvent("patient.visit_note.changed", 1, {
  aggregateType: "VisitNote",
  description: "A note about a patient was signed, added to, or marked as entered in error after it was signed.",
  payload: z.object({
    visitNoteId: z.uuid(),
    patientId: z.uuid(),
    appointmentId: z.uuid().nullable().describe("the visit that it is about, if any"),
    status: z.enum(VisitNoteStatus),
    addenda: z.int().describe("how many it has"),
  }),
});

export const visitNoteChanged = (row: VisitNoteRow): DomainEvent =>
  visitNoteChangedEvent.of(row, {
    visitNoteId: row.id,
    patientId: String(row.patientId),
    appointmentId: row.appointmentId ?? null,
    status: row.status,
    addenda: row.addendumCount,
  });
