import { currentPatient, ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { PatientRow } from "../patient/patient.entity.ts";
import type { DocumentCategory } from "./document.category.ts";
import type { DocumentRejection, DocumentScan, DocumentState } from "./document.state.ts";

/** A file that is attached to a patient (FHIR DocumentReference); its bytes are in the file store. */
export const DocumentRow = defineEntity({
  name: "DocumentRow",
  tableName: "document",
  properties: {
    ...ownedRow,
    patientId: () => p.manyToOne(PatientRow).mapToPk().joinColumn("patient_id"),
    currentPatientId: currentPatient(),
    /** The visit that it belongs to, owned by the appointment subgraph. */
    appointmentId: p.uuid().$type<string | null>().nullable(),
    category: p.text().$type<DocumentCategory>(),
    // People name files after who is in them and what they have.
    name: sensitive(),
    contentType: p.text(),
    /** In bytes. */
    size: p.integer(),
    /** In hexadecimal: as it was announced, if it was, until the file is known. */
    sha256: sensitive(),
    /** What its files are sealed with in the store. */
    fileKey: sensitive(),
    state: p.text().$type<DocumentState>(),
    rejection: p.text().$type<DocumentRejection | null>().nullable(),
    /** Null while it was not checked. */
    scan: p.text().$type<DocumentScan | null>().nullable(),
    /** How often the virus scanner was asked in vain, since it was last completed. */
    scanAttempts: p.integer().default(0),
    /** Who announced it. */
    addedBy: p.uuid(),
    /** Under which id the store has it, once it was checked: each check has one of its own. */
    fileId: p.uuid().$type<string | null>().nullable(),
    /** Whether there is a thumbnail under the same id. */
    hasThumbnail: p.boolean().default(false),
    /** Until when its file is taken. */
    uploadEndsAt: p.datetime(3),
    /** When it is to be checked, again unless whoever does so is done by then; null while it is not. */
    checkAt: p.datetime(3).$type<Date | null>().nullable(),
    /** Null while it is not archived. */
    archivedAt: p.datetime(3).$type<Date | null>().nullable(),
    // Why something does not belong in a record says what is in it.
    archiveReason: sensitive(),
  },
  indexes: [
    { properties: ["organizationId", "patientId", "createdAt"] },
    { properties: ["organizationId", "appointmentId", "createdAt"] },
    {
      name: "document_to_check",
      expression: "create index document_to_check on document (check_at) where check_at is not null",
    },
    {
      name: "document_one_picture",
      expression:
        "create unique index document_one_picture on document (patient_id) where category = 'PICTURE' and state = 'AVAILABLE' and archived_at is null",
    },
    {
      name: "document_unscannable",
      expression: "create index document_unscannable on document (updated_at) where state = 'UNSCANNABLE'",
    },
    {
      name: "document_awaited",
      expression: "create index document_awaited on document (upload_ends_at) where state = 'AWAITING_UPLOAD'",
    },
    {
      name: "document_awaited_from",
      expression:
        "create index document_awaited_from on document (organization_id, added_by) where state = 'AWAITING_UPLOAD'",
    },
  ],
  checks: [{ name: "document_has_a_size", expression: "size > 0" }],
});

export type DocumentRow = InferEntity<typeof DocumentRow>;
