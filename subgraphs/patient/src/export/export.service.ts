import { anyRecordOf, assertMay, type CommandContext, knownUuid, type RequestContext, reachOf } from "@careconnect/kit";
import { exportsWithin, mayFetch, readExports } from "./export.policy.ts";
import { ExportStatus } from "./export.state.ts";
import { PatientExportRow } from "./patient-export.entity.ts";

/** Exports that are listed at most. */
const listed = 20;

/** One export; null when there is none or the viewer may not see it. */
export async function readExport(context: RequestContext, id: string): Promise<PatientExportRow | null> {
  const reach = assertMay(context, readExports);
  const row = await context.em
    .fork()
    .findOne(PatientExportRow, { $and: [{ id: knownUuid(id) }, exportsWithin(reach)] });
  return row && (noted(context, [row])[0] as PatientExportRow);
}

/** The exports of a patient's data, the latest first. */
export async function listExports(context: RequestContext, patientId: string): Promise<PatientExportRow[]> {
  const reach = assertMay(context, readExports);
  const rows = await context.em.fork().find(
    PatientExportRow,
    {
      $and: [{ patientId: anyRecordOf(context.viewer.organizationId, [knownUuid(patientId)]) }, exportsWithin(reach)],
    } as never,
    {
      orderBy: { createdAt: "desc", id: "desc" },
      limit: listed,
    },
  );
  return noted(context, rows);
}

/** An export that can be fetched, noted in the audit trail; null for what cannot be, by whomever. */
export async function findForDownload(
  { em, viewer, audit }: CommandContext,
  id: string,
): Promise<PatientExportRow | null> {
  const reach = reachOf(viewer, readExports);
  const row =
    reach.length === 0
      ? null
      : await em.fork().findOne(PatientExportRow, {
          $and: [{ id, status: ExportStatus.READY, expiresAt: { $gt: new Date() } }, exportsWithin(reach)],
        });
  if (!row || !mayFetch(viewer, row)) {
    audit.denied("patient.export.download");
    return null;
  }
  audit.read({ action: "patient.export.download", entityType: "PatientExport", records: [auditedOf(row)] });
  return row;
}

function noted({ audit }: RequestContext, rows: PatientExportRow[]): PatientExportRow[] {
  audit.read({ action: readExports.action, entityType: "PatientExport", records: rows.map(auditedOf) });
  return rows;
}

function auditedOf({ id, patientId }: PatientExportRow) {
  return { id, patientId: String(patientId) };
}
