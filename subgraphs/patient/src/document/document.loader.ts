import { anyRecordOf, assertMay, CareVisit, defineLoader, inOrderOf, reachOf, rowsWithin } from "@careconnect/kit";
import { careTables } from "../references/care.tables.ts";
import { DocumentCategory } from "./document.category.ts";
import { DocumentRow } from "./document.entity.ts";
import { readableDocuments, readDocuments } from "./document.policy.ts";
import { DocumentState } from "./document.state.ts";

/** Documents by id, as far as the viewer may see them; null for the rest. */
export const documentById = defineLoader<string, DocumentRow>(async (context, ids) => {
  assertMay(context, readDocuments);
  const within = readableDocuments(context.viewer) ?? { id: null };
  const rows = await context.em.fork().find(DocumentRow, { $and: [{ id: { $in: [...ids] } }, within] });
  context.audit.read({ action: readDocuments.action, entityType: "Document", records: rows });
  return inOrderOf(ids, rows, ({ id }) => id);
});

/** The pictures of patients: of records that were merged, the latest. */
export const pictureByPatient = defineLoader<string, DocumentRow>(async (context, patientIds) => {
  assertMay(context, readDocuments);
  const within = readableDocuments(context.viewer) ?? { id: null };
  const rows = await context.em.fork().find(
    DocumentRow,
    {
      $and: [
        { patientId: anyRecordOf(context.viewer.organizationId, patientIds), category: DocumentCategory.PICTURE },
        { state: DocumentState.AVAILABLE, archivedAt: null },
        within,
      ],
    },
    { orderBy: [{ createdAt: "asc" }, { id: "asc" }] },
  );
  const latest = inOrderOf(patientIds, rows, ({ currentPatientId }) => currentPatientId);
  context.audit.read({
    action: readDocuments.action,
    entityType: "Document",
    records: latest.filter((row) => row !== null),
  });
  return latest;
});

/** Which visits there are whose documents the viewer may ask for; null for the others. */
export const visitWithDocuments = defineLoader<string, { readonly id: string }>(async (context, appointmentIds) => {
  const reach = reachOf(context.viewer, readDocuments);
  const visits = await context.em.fork().find(CareVisit, {
    $and: [
      { appointmentId: { $in: [...appointmentIds] } },
      rowsWithin(reach, { patient: "patientId", care: careTables }),
    ],
  });
  return inOrderOf(
    appointmentIds,
    visits.map(({ appointmentId }) => ({ id: appointmentId })),
    ({ id }) => id,
  );
});
