import {
  type CommandContext,
  type CommandUnit,
  currentPatientOf,
  defineCommand,
  knownUuid,
  notFound,
  type Reach,
  requireStanding,
  VisitType,
} from "@careconnect/kit";
import { z } from "zod";
import { lateFromMove } from "../cancellation/cancellation.cost.ts";
import { CancellationParty } from "../cancellation/cancellation.party.ts";
import type { BookableProvider } from "../references/reference.reader.ts";
import { moveReminders } from "../reminders/reminder.schedule.ts";
import { blockedSpan, busySpans } from "../slots/busy.query.ts";
import { blockedTime, minute, type VisitRule } from "../visit-rules/visit.rule.ts";
import { visitRules } from "../visit-rules/visit-rules.service.ts";
import { freeSlot } from "../waitlist/freed.slots.ts";
import { addVisit, reaches } from "./booking.addition.ts";
import { bookingConflicts, bookingConflictsById } from "./booking.errors.ts";
import { appointmentChanged } from "./booking.events.ts";
import {
  isFull,
  type PlannedVisit,
  requireCare,
  requireNotBegun,
  requireNotFull,
  requireNotice,
  requireNotTaken,
  requireOpenTime,
  requirePatientFree,
} from "./booking.guards.ts";
import {
  bookAppointments,
  cancelAppointments,
  checkInAppointments,
  confirmAppointments,
  holdAppointments,
  overbookAppointments,
  rescheduleAppointments,
} from "./booking.policy.ts";
import { cancelVisit, lockAppointment, stepOf, takeStep } from "./booking.step.ts";
import { awaitVisit } from "./booking.wait.ts";
import { lockCalendars } from "./calendar.lock.ts";
import { AppointmentChangeCause } from "./status-change.cause.ts";
import { recordStatusChange, requireMovable } from "./status-change.service.ts";
import { actorOf } from "./transition.ts";
import { visitStart } from "./visit.start.ts";

const id = z.string().transform(knownUuid);
const reason = z.string().trim().min(1, "must not be empty").max(1_000, "must have 1,000 characters at most");
const expectedVersion = z.int().nullish();

/** For how many minutes a time is held unless somebody says how long, and at most. */
const usualHold = 15;
const longestHold = 24 * 60;

const visit = z.object({
  patientId: id,
  providerId: id,
  startsAt: visitStart,
  visitType: z.enum(VisitType),
  reason: reason.nullish(),
});

type NewVisit = z.output<typeof visit>;

export const bookAppointment = defineCommand({
  name: "bookAppointment",
  rule: bookAppointments,
  entityType: "Appointment",
  conflicts: bookingConflicts,
  schema: visit.extend({
    prepay: z.boolean().nullish(),
  }),
  before: awaitVisit,
  async run(unit, body, context, reach) {
    const { planned, rule, provider } = await planVisit(unit, body, context, reach);
    await requireNotFull(unit.em, planned, rule, provider);
    await requireNotTaken(unit.em, planned);
    await requirePatientFree(unit.em, planned);
    const booked = { ...planned, overbooked: false };
    if (!body.prepay) return (await addVisit("bookAppointment", unit, context, reach, booked, body)).id;
    const holdExpiresAt = heldFor(planned, usualHold);
    return (await addVisit("requestAppointment", unit, context, reach, { ...booked, holdExpiresAt }, body)).id;
  },
});

/** Until when a time is held: not longer than until the visit begins. */
function heldFor({ startsAt }: PlannedVisit, minutes: number): Date {
  return new Date(Math.min(Date.now() + minutes * minute, startsAt.getTime()));
}

/** Who overbooks looks for no free time. */
const withinHours = "choose a time within their hours, or add extra hours first: only hours can be overbooked";

export const overbookAppointment = defineCommand({
  name: "overbookAppointment",
  rule: overbookAppointments,
  entityType: "Appointment",
  conflicts: bookingConflicts,
  schema: visit.extend({ overrideReason: reason }),
  before: awaitVisit,
  async run(unit, body, context, reach) {
    const { planned, rule, provider } = await planVisit(unit, body, context, reach, withinHours);
    const calendars = { providerIds: [planned.providerId], patientId: undefined };
    const busy = await busySpans(unit.em, calendars, blockedSpan(planned));
    // Where nothing is in the way, it is a visit like any other.
    const overbooked =
      busy.ofProvider(planned.providerId).length > 0 || (await isFull(unit.em, planned, rule, provider));
    await requirePatientFree(unit.em, { ...planned, overbooked });
    return (await addVisit("overbookAppointment", unit, context, reach, { ...planned, overbooked }, body)).id;
  },
});

/** A visit that may be booked as far as hours and notice go. */
interface Plan {
  readonly planned: PlannedVisit;
  readonly rule: VisitRule;
  readonly provider: BookableProvider;
}

/**
 * The visit as it is to be, in a time that can be booked, while nobody else writes into its calendars.
 * @param otherTime what to do when the provider does not work then
 */
async function planVisit(
  unit: CommandUnit,
  body: NewVisit,
  context: CommandContext,
  reach: Reach,
  otherTime?: string,
): Promise<Plan> {
  const { providerId, visitType, startsAt } = body;
  if (!(await reaches(unit.em, reach, body.patientId))) throw notFound("patientId");
  const patientId = await currentPatientOf(unit.em, body.patientId);
  const rule = (await visitRules(unit.em))[visitType];
  const time = { startsAt, endsAt: new Date(startsAt.getTime() + rule.durationMinutes * minute) };
  const planned = { patientId, providerId, visitType, ...time, ...blockedTime(time, rule) };
  const fields = { patient: "patientId", provider: "providerId" };
  const provider = await requireOpenTime(unit.em, planned, fields, otherTime);
  requireNotice(planned, rule, await actorOf(unit.em, reach, planned));
  await lockCalendars(unit.em, context.correlationId, planned);
  await requireStanding(unit.em, body.patientId, patientId);
  return { planned, rule, provider };
}

export const holdAppointment = defineCommand({
  name: "holdAppointment",
  rule: holdAppointments,
  entityType: "Appointment",
  conflicts: bookingConflicts,
  schema: visit.extend({
    holdMinutes: z
      .int()
      .min(1, "must be 1 at least")
      .max(longestHold, `must be ${longestHold} at most`)
      .nullish()
      .transform((minutes) => minutes ?? usualHold),
  }),
  before: awaitVisit,
  async run(unit, body, context, reach) {
    const { planned, rule, provider } = await planVisit(unit, body, context, reach);
    await requireNotFull(unit.em, planned, rule, provider);
    await requireNotTaken(unit.em, planned);
    await requirePatientFree(unit.em, planned);
    const held = { ...planned, overbooked: false, holdExpiresAt: heldFor(planned, body.holdMinutes) };
    return (await addVisit("holdAppointment", unit, context, reach, held, body)).id;
  },
});

export const rescheduleAppointment = defineCommand({
  name: "rescheduleAppointment",
  rule: rescheduleAppointments,
  entityType: "Appointment",
  conflicts: bookingConflicts,
  schema: z.object({ id, startsAt: visitStart, expectedVersion }),
  async run(unit, body, context, reach) {
    const row = await lockAppointment(unit, body, reach);
    const from = row.status;
    const who = await actorOf(unit.em, reach, row);
    const { to, guards, event } = await stepOf(unit.em, "rescheduleAppointment", row, who);
    if (guards.includes("notBegun")) requireNotBegun(row);
    const rule = (await visitRules(unit.em))[row.visitType];
    const length = row.endsAt.getTime() - row.startsAt.getTime();
    const time = { startsAt: body.startsAt, endsAt: new Date(body.startsAt.getTime() + length) };
    const { patientId, providerId, visitType } = row;
    const moved = { patientId, providerId, visitType, ...time, ...blockedTime(time, rule) };
    if (who === "clinic") await requireCare(unit.em, reach, moved);
    const provider = await requireOpenTime(unit.em, moved, { patient: "id", provider: "id" });
    const previousStartsAt = row.startsAt;
    // It is there already: nothing changes, and nothing is to be told.
    if (moved.startsAt.getTime() === previousStartsAt.getTime()) return row.id;
    requireNotice(moved, rule, who);
    await requireMovable(unit.em, [row.id]);
    await lockCalendars(unit.em, context.correlationId, moved);
    await requireNotFull(unit.em, moved, rule, provider, row.id);
    await requireNotTaken(unit.em, moved, row.id);
    await requirePatientFree(unit.em, moved, row.id);
    const movedLateFrom = await lateFromMove(unit.em, row, who);
    unit.em.assign(row, { ...time, ...blockedTime(time, rule), status: to, overbooked: false, movedLateFrom });
    await moveReminders(unit.em, row);
    recordStatusChange(unit, context, row, { from, cause: AppointmentChangeCause.RESCHEDULED, reason: null });
    freeSlot(unit.em, { providerId, startsAt: previousStartsAt });
    unit.emit(() => appointmentChanged(event, row, { previousStartsAt: previousStartsAt.toISOString() }));
    return row.id;
  },
});

export const cancelAppointment = defineCommand({
  name: "cancelAppointment",
  rule: cancelAppointments,
  entityType: "Appointment",
  whileRestricted: "what was booked at the same moment is called off",
  schema: z.object({
    ...{ id, reason, expectedVersion },
    onBehalfOf: z.enum(CancellationParty).nullish(),
    waiveFee: z.boolean().nullish(),
  }),
  run: async (...command) => (await cancelVisit(...command)).id,
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
  conflicts: bookingConflictsById,
  schema: z.object({ id, expectedVersion }),
  run: async (...command) => (await takeStep("checkInAppointment", ...command)).id,
});
