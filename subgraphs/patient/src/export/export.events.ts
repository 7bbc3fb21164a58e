import { type DomainEvent, defineEvent } from "@careconnect/kit";
import { z } from "zod";
import { ExportStatus } from "./export.state.ts";
import type { PatientExportRow } from "./patient-export.entity.ts";

export const exportChangedEvent = defineEvent("patient.export.changed", 1, {
  aggregateType: "PatientExport",
  description: "An export of a patient's data was asked for, is ready, failed or has expired.",
  payload: z.object({ exportId: z.uuid(), patientId: z.uuid(), requestedBy: z.uuid(), status: z.enum(ExportStatus) }),
});

export function exportChanged(row: PatientExportRow): DomainEvent {
  const { id, patientId, requestedBy, status } = row;
  return exportChangedEvent.of(row, { exportId: id, patientId: String(patientId), requestedBy, status });
}
