import { type DomainEvent, defineEvent, erasureOrderedType } from "@careconnect/kit";
import { z } from "zod";
import { certificateHash } from "./erasure.certificate.ts";
import type { PatientErasureRow } from "./patient-erasure.entity.ts";

export const erasureOrderedEvent = defineEvent(erasureOrderedType, 1, {
  aggregateType: "PatientErasure",
  description: "A patient is to be erased in every subgraph: each carries out what its tables declare, and answers.",
  payload: z.object({
    erasureId: z.uuid(),
    patientId: z.uuid(),
    patientIds: z.array(z.uuid()).min(1).describe("of all records of the patient"),
  }),
});

export const erasureCompletedEvent = defineEvent("patient.erasure.completed", 1, {
  aggregateType: "PatientErasure",
  description: "Every subgraph has erased the patient, and the certificate was signed.",
  payload: z.object({
    erasureId: z.uuid(),
    patientId: z.uuid(),
    certificateSha256: z.string().describe("of the certificate, in hexadecimal"),
  }),
});

export function erasureOrdered(row: PatientErasureRow): DomainEvent {
  const { id, patientId, patientIds } = row;
  return erasureOrderedEvent.of(row, { erasureId: id, patientId: String(patientId), patientIds: [...patientIds] });
}

export function erasureCompleted(row: PatientErasureRow): DomainEvent {
  const certificateSha256 = certificateHash(String(row.certificate));
  return erasureCompletedEvent.of(row, { erasureId: row.id, patientId: String(row.patientId), certificateSha256 });
}
