import type { UnitOfWork } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { exportChanged } from "./export.events.ts";
import { beforeExport, ExportStatus, exportAfter } from "./export.state.ts";
import { PatientExportRow } from "./patient-export.entity.ts";
import { PatientExportPartRow } from "./patient-export-part.entity.ts";

/** Removes what an export holds, which can be fetched no more; who gathers it still has it taken away. */
export async function expireExport(unit: UnitOfWork, row: PatientExportRow): Promise<void> {
  await unit.em.nativeDelete(PatientExportPartRow, { exportId: row.id } as never);
  row.status = exportAfter("expire", row.status);
  Object.assign(row, { accessToken: null, leasedUntil: null });
  unit.emit(() => exportChanged(row));
}

/** Removes the exports of these records that are under way, and those that can be fetched; of the latter, those finished since `since`. */
export async function expireExports(unit: UnitOfWork, patientIds: readonly string[], since?: Date): Promise<void> {
  const rows = await unit.em.find(
    PatientExportRow,
    {
      patientId: { $in: [...patientIds] },
      $or: [
        // Whenever it began: its next page may have been asked for meanwhile.
        { status: { $in: [...beforeExport("gather")] } },
        // The last that happens to one that can be fetched is that it was finished.
        { status: ExportStatus.READY, ...(since && { updatedAt: { $gte: since } }) },
      ],
    },
    { orderBy: { id: "asc" }, lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  for (const row of rows) await expireExport(unit, row);
}
