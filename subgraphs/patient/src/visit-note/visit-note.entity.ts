import { currentPatient, ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { PatientRow } from "../patient/patient.entity.ts";
import type { VisitNoteStatus } from "./visit-note.state.ts";

/** What somebody who treats a patient wrote down (FHIR Composition). What was signed, a trigger keeps as it is. */
export const VisitNoteRow = defineEntity({
  name: "VisitNoteRow",
  tableName: "visit_note",
  properties: {
    ...ownedRow,
    patientId: () => p.manyToOne(PatientRow).mapToPk().joinColumn("patient_id"),
    currentPatientId: currentPatient(),
    /** The visit that it is about, owned by the appointment subgraph. */
    appointmentId: p.uuid().$type<string | null>().nullable(),
    /** The account of who wrote it. */
    authorId: p.uuid(),
    /** The provider as whom they wrote it; null for a nurse. */
    providerId: p.uuid().$type<string | null>().nullable(),
    status: p.text().$type<VisitNoteStatus>(),
    /** What it says while nobody has signed that. */
    draft: sensitive(),
    /** What was signed. */
    text: sensitive(),
    signedAt: p.datetime(3).$type<Date | null>().nullable(),
    /** How many addenda it has. */
    addendumCount: p.integer().default(0),
    /** When it was said to have been entered in error; null while it was not. */
    errorMarkedAt: p.datetime(3).$type<Date | null>().nullable(),
    // Why a note is wrong says what is in it.
    errorReason: sensitive(),
  },
  indexes: [
    { properties: ["organizationId", "patientId", "createdAt"] },
    { properties: ["organizationId", "appointmentId", "createdAt"] },
  ],
  checks: [
    {
      name: "visit_note_is_draft_or_signed",
      expression:
        "num_nonnulls(draft, text) = 1 and (text is null) = (signed_at is null) and (status <> 'DRAFT' or signed_at is null) and (status <> 'SIGNED' or signed_at is not null)",
    },
    {
      name: "visit_note_error_is_told",
      expression: "(status = 'ENTERED_IN_ERROR') = (error_marked_at is not null)",
    },
  ],
});

export type VisitNoteRow = InferEntity<typeof VisitNoteRow>;
