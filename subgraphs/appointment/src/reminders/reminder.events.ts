import { type DomainEvent, defineEvent } from "@careconnect/kit";
import { z } from "zod";
import type { AppointmentRow } from "../booking/booking.entity.ts";

export const reminderDueEvent = defineEvent("appointment.reminder.due", 1, {
  aggregateType: "Appointment",
  description: "It is time to remind the patient of a visit that is still to come.",
  payload: z.object({
    appointmentId: z.uuid(),
    patientId: z.uuid(),
    providerId: z.uuid(),
    startsAt: z.iso.datetime(),
    dueAt: z.iso.datetime().describe("when they were to be reminded: it may be told later"),
  }),
});

export const reminderDue = (row: AppointmentRow, dueAt: Date): DomainEvent =>
  reminderDueEvent.of(row, {
    appointmentId: row.id,
    patientId: row.patientId,
    providerId: row.providerId,
    startsAt: row.startsAt.toISOString(),
    dueAt: dueAt.toISOString(),
  });
