import type { CommandContext } from "@careconnect/kit";
import { DocumentRow } from "./document.entity.ts";
import { addClinicalDocuments, addDocuments, documentsWithin, readableDocuments } from "./document.policy.ts";
import { DocumentState } from "./document.state.ts";

/** The document whose file is sent, while it waits for it; null for who may not send it. */
export async function findForUpload({ em, viewer, audit }: CommandContext, id: string): Promise<DocumentRow | null> {
  const within = documentsWithin(viewer, addDocuments, addClinicalDocuments) ?? { id: null };
  const row = await em.fork().findOne(DocumentRow, {
    $and: [
      { id, addedBy: viewer.userId, state: DocumentState.AWAITING_UPLOAD, uploadEndsAt: { $gt: new Date() } },
      within,
    ],
  });
  if (!row) audit.denied("document.upload");
  return row;
}

/** The document whose file is fetched, noted in the audit trail; null for who may not read it any more. */
export async function findForDownload({ em, viewer, audit }: CommandContext, id: string): Promise<DocumentRow | null> {
  const within = readableDocuments(viewer) ?? { id: null };
  const row = await em.fork().findOne(DocumentRow, { $and: [{ id, state: DocumentState.AVAILABLE }, within] });
  if (row) audit.read({ action: "document.download", entityType: "Document", records: [auditedOf(row)] });
  else audit.denied("document.download");
  return row;
}

function auditedOf({ id, patientId }: DocumentRow) {
  return { id, patientId: String(patientId) };
}
