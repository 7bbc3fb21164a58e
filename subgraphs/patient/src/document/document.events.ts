import { type DomainEvent, defineEvent } from "@careconnect/kit";
import { z } from "zod";
import { DocumentCategory } from "./document.category.ts";
import type { DocumentRow } from "./document.entity.ts";
import { DocumentState } from "./document.state.ts";

/** Whose document it is and what became of it; never how it is called or what is in it. */
export const documentChangedEvent = defineEvent("patient.document.changed", 1, {
  aggregateType: "Document",
  description: "A document of a patient was announced, arrived, was kept or not, or archived.",
  payload: z.object({
    documentId: z.uuid(),
    patientId: z.uuid(),
    appointmentId: z.uuid().nullable().describe("the visit that it belongs to, if any"),
    category: z.enum(DocumentCategory),
    state: z.enum(DocumentState),
    archived: z.boolean(),
  }),
});

export const documentChanged = (row: DocumentRow): DomainEvent =>
  documentChangedEvent.of(row, {
    documentId: row.id,
    patientId: String(row.patientId),
    appointmentId: row.appointmentId ?? null,
    category: row.category,
    state: row.state,
    archived: row.archivedAt != null,
  });
