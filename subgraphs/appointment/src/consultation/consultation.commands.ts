import { defineCommand, knownUuid } from "@careconnect/kit";
import { z } from "zod";
import type { AppointmentRow } from "../booking/booking.entity.ts";
import { takeStep } from "../booking/booking.step.ts";
import { ConsultationRow } from "./consultation.entity.ts";
import { consultationSummaryReady } from "./consultation.events.ts";
import { completeConsultations, startConsultations } from "./consultation.policy.ts";
import { summaryColumns, summarySchema } from "./consultation.summary.ts";

const id = z.string().transform(knownUuid);
const expectedVersion = z.int().nullish();

export const startConsultation = defineCommand({
  name: "startConsultation",
  rule: startConsultations,
  entityType: "Appointment",
  schema: z.object({ id, expectedVersion }),
  async run(unit, body, context, reach) {
    const appointment = await takeStep("startConsultation", unit, body, context, reach);
    unit.em.create(ConsultationRow, consultationOf(appointment, new Date()) as never);
    return appointment.id;
  },
});

export const completeConsultation = defineCommand({
  name: "completeConsultation",
  rule: completeConsultations,
  entityType: "Appointment",
  schema: z.object({ id, summary: summarySchema, expectedVersion }),
  async run(unit, body, context, reach) {
    const appointment = await takeStep("completeConsultation", unit, body, context, reach);
    const row =
      (await unit.em.findOne(ConsultationRow, { appointmentId: appointment.id })) ??
      unit.em.create(ConsultationRow, consultationOf(appointment, beginningOf(appointment)) as never);
    unit.em.assign(row, { ...summaryColumns(body.summary), completedAt: new Date() });
    unit.emit(() => consultationSummaryReady(row));
    return appointment.id;
  },
});

function consultationOf({ id: appointmentId, patientId, providerId }: AppointmentRow, startedAt: Date) {
  return { appointmentId, patientId, providerId, startedAt };
}

/** When a visit began that was imported while it went on. */
function beginningOf({ startsAt }: AppointmentRow): Date {
  return new Date(Math.min(startsAt.getTime(), Date.now()));
}
