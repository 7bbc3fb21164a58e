import { CommandRefusal, defineCommand, knownUuid } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { z } from "zod";
import type { AppointmentRow } from "../booking/booking.entity.ts";
import { takeStep } from "../booking/booking.step.ts";
import { ConsultationRow } from "./consultation.entity.ts";
import { consultationSummaryReady } from "./consultation.events.ts";
import { consultationIdOf } from "./consultation.loader.ts";
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
    // It may have been started before, and its status been taken back by an import since.
    (await findConsultation(unit.em, appointment)) ?? addConsultation(unit.em, appointment, new Date());
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
      (await findConsultation(unit.em, appointment)) ?? addConsultation(unit.em, appointment, beginningOf(appointment));
    if (row.completedAt != null) throw alreadyCompleted();
    const completedAt = new Date(Math.max(Date.now(), row.startedAt.getTime()));
    unit.em.assign(row, { ...summaryColumns(body.summary), completedAt });
    unit.emit(() => consultationSummaryReady(row));
    return appointment.id;
  },
});

function findConsultation(em: EntityManager, appointment: AppointmentRow): Promise<ConsultationRow | null> {
  return em.findOne(ConsultationRow, { appointmentId: appointment.id });
}

function addConsultation(em: EntityManager, appointment: AppointmentRow, startedAt: Date): ConsultationRow {
  const { id: appointmentId, patientId, providerId } = appointment;
  const id = consultationIdOf(appointment);
  return em.create(ConsultationRow, { id, appointmentId, patientId, providerId, startedAt } as never);
}

function alreadyCompleted(): CommandRefusal {
  return new CommandRefusal(
    "ILLEGAL_TRANSITION",
    ["id"],
    "This visit was FULFILLED before: its summary is not changed.",
  );
}

/** When a visit began that was imported while it went on. */
function beginningOf({ startsAt }: AppointmentRow): Date {
  return new Date(Math.min(startsAt.getTime(), Date.now()));
}
