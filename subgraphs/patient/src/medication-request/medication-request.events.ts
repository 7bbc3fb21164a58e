import { type DomainEvent, defineEvent } from "@careconnect/kit";
import { z } from "zod";
import type { MedicationRequestRow } from "./medication-request.entity.ts";
import { MedicationRequestStatus } from "./medication-request.state.ts";

/** For whom, by whom and what became of it; never what it is, or why. */
export const medicationRequestChangedEvent = defineEvent("patient.medication_request.changed", 1, {
  aggregateType: "MedicationRequest",
  description: "Something was prescribed for a patient, not what, or a prescription was completed or cancelled.",
  payload: z.object({
    medicationRequestId: z.uuid(),
    patientId: z.uuid(),
    prescriberId: z.uuid(),
    appointmentId: z.uuid().nullable().describe("the visit in which it was made, if any"),
    status: z.enum(MedicationRequestStatus),
  }),
});

export const medicationRequestChanged = (row: MedicationRequestRow): DomainEvent =>
  medicationRequestChangedEvent.of(row, {
    medicationRequestId: row.id,
    patientId: String(row.patientId),
    prescriberId: row.prescriberId,
    appointmentId: row.appointmentId ?? null,
    status: row.status,
  });
