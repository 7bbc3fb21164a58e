import { type DomainEvent, defineEvent } from "@careconnect/kit";
import { z } from "zod";
import type { ConsultationRow } from "./consultation.entity.ts";

export const consultationSummaryReadyEvent = defineEvent("consultation.summary.ready", 1, {
  aggregateType: "Consultation",
  description: "A visit's summary was written; whoever may read it asks for it.",
  payload: z.object({
    consultationId: z.uuid(),
    appointmentId: z.uuid(),
    patientId: z.uuid(),
    providerId: z.uuid(),
  }),
});

export const consultationSummaryReady = (row: ConsultationRow): DomainEvent =>
  consultationSummaryReadyEvent.of(row, {
    consultationId: row.id,
    appointmentId: String(row.appointmentId),
    patientId: row.patientId,
    providerId: row.providerId,
  });
