import { currentPatient, ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { PatientRow } from "../patient/patient.entity.ts";
import { VisitNoteRow } from "./visit-note.entity.ts";

/** What was added to a note after it was signed; a trigger keeps it as it is. */
export const VisitNoteAddendumRow = defineEntity({
  name: "VisitNoteAddendumRow",
  tableName: "visit_note_addendum",
  properties: {
    id: ownedRow.id,
    organizationId: ownedRow.organizationId,
    createdAt: ownedRow.createdAt,
    noteId: () => p.manyToOne(VisitNoteRow).mapToPk().joinColumn("note_id").deleteRule("cascade"),
    /** Whose the note is: the same record. */
    patientId: () => p.manyToOne(PatientRow).mapToPk().joinColumn("patient_id"),
    currentPatientId: currentPatient(),
    /** The account of who wrote it. */
    authorId: p.uuid(),
    /** The provider as whom they wrote it; null for a nurse. */
    providerId: p.uuid().$type<string | null>().nullable(),
    /** Its place among those of its note, from 1. */
    number: p.integer(),
    text: sensitive(),
  },
  uniques: [{ name: "visit_note_addendum_number", properties: ["noteId", "number"] }],
  indexes: [{ properties: ["organizationId", "patientId"] }],
});

export type VisitNoteAddendumRow = InferEntity<typeof VisitNoteAddendumRow>;
