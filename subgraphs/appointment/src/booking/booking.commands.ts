import { defineCommand, knownUuid, notFound, patientsWithin, type Reach, VisitType } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { z } from "zod";
import { careTables } from "../references/care.tables.ts";
import { awaitReferences } from "../references/reference.wait.ts";
import { endOfVisit } from "../slots/visit.durations.ts";
import { AppointmentRow } from "./booking.entity.ts";
import { bookingConflicts } from "./booking.errors.ts";
import { appointmentChanged } from "./booking.events.ts";
import { requireCare, requireNotBegun, requireOpenTime } from "./booking.guards.ts";
import {
  bookAppointments,
  cancelAppointments,
  checkInAppointments,
  confirmAppointments,
  rescheduleAppointments,
} from "./booking.policy.ts";
import { lockAppointment, takeStep } from "./booking.step.ts";
import { lockCalendars } from "./calendar.lock.ts";
import { recordStatusChange } from "./status-change.service.ts";
import { actorOf, transitionFor } from "./transition.ts";

const id = z.string().transform(knownUuid);
const startsAt = z.date().refine((date) => date.getTime() % 60_000 === 0, "must be on a full minute");
const reason = z.string().trim().min(1, "must not be empty").max(1_000, "must have 1,000 characters at most");
const expectedVersion = z.int().nullish();

export const bookAppointment = defineCommand({
  name: "bookAppointment",
  rule: bookAppointments,
  entityType: "Appointment",
  conflicts: bookingConflicts,
  schema: z.object({
    patientId: id,
    providerId: id,
    startsAt,
    visitType: z.enum(VisitType),
    reason: reason.nullish(),
    prepay: z
      .boolean()
      .nullish()
      .refine((prepay) => prepay !== true, "is not offered yet: book without it"),
  }),
  // What a patient may not see is not waited for: they are told at once.
  before: async (context, visit, reach) => {
    if (await reaches(context.em.fork(), reach, visit.patientId)) await awaitReferences(context, visit);
  },
  async run(unit, { patientId, providerId, startsAt, visitType, reason }, context, reach) {
    if (!(await reaches(unit.em, reach, patientId))) throw notFound("patientId");
    const visit = { patientId, providerId, visitType, startsAt, endsAt: endOfVisit(startsAt, visitType) };
    const { to, event } = transitionFor("bookAppointment", null, await actorOf(unit.em, reach, visit));
    await requireOpenTime(unit.em, visit, { patient: "patientId", provider: "providerId" });
    await lockCalendars(unit.em, visit);
    const row = unit.em.create(AppointmentRow, { ...visit, status: to, reason: reason ?? null } as never);
    recordStatusChange(unit, context, row, { from: null, reason: null });
    unit.emit(() => appointmentChanged(event, row));
    return row.id;
  },
});

export const rescheduleAppointment = defineCommand({
  name: "rescheduleAppointment",
  rule: rescheduleAppointments,
  entityType: "Appointment",
  conflicts: bookingConflicts,
  schema: z.object({ id, startsAt, expectedVersion }),
  async run(unit, body, context, reach) {
    const row = await lockAppointment(unit, body, reach);
    const from = row.status;
    const who = await actorOf(unit.em, reach, row);
    const { to, guards, event } = transitionFor("rescheduleAppointment", from, who);
    if (guards.includes("notBegun")) requireNotBegun(row);
    const length = row.endsAt.getTime() - row.startsAt.getTime();
    const moved = {
      patientId: row.patientId,
      providerId: row.providerId,
      visitType: row.visitType,
      startsAt: body.startsAt,
      endsAt: new Date(body.startsAt.getTime() + length),
    };
    if (who === "clinic") await requireCare(unit.em, reach, moved);
    await requireOpenTime(unit.em, moved, { patient: "id", provider: "id" });
    const previousStartsAt = row.startsAt;
    // It is there already: nothing changes, and nothing is to be told.
    if (moved.startsAt.getTime() === previousStartsAt.getTime()) return row.id;
    await lockCalendars(unit.em, moved);
    unit.em.assign(row, { startsAt: moved.startsAt, endsAt: moved.endsAt, status: to });
    recordStatusChange(unit, context, row, { from, reason: null });
    unit.emit(() => appointmentChanged(event, row, { previousStartsAt: previousStartsAt.toISOString() }));
    return row.id;
  },
});

export const cancelAppointment = defineCommand({
  name: "cancelAppointment",
  rule: cancelAppointments,
  entityType: "Appointment",
  schema: z.object({ id, reason, expectedVersion }),
  run: async (...command) => (await takeStep("cancelAppointment", ...command)).id,
});

export const confirmAppointment = defineCommand({
  name: "confirmAppointment",
  rule: confirmAppointments,
  entityType: "Appointment",
  schema: z.object({ id, expectedVersion }),
  run: async (...command) => (await takeStep("confirmAppointment", ...command)).id,
});

export const checkInAppointment = defineCommand({
  name: "checkInAppointment",
  rule: checkInAppointments,
  entityType: "Appointment",
  conflicts: bookingConflicts,
  schema: z.object({ id, expectedVersion }),
  run: async (...command) => (await takeStep("checkInAppointment", ...command)).id,
});

async function reaches(em: EntityManager, reach: Reach, patientId: string): Promise<boolean> {
  return (await patientsWithin(em, reach, careTables, [patientId])).has(patientId);
}
