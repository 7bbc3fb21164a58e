import {
  type CommandContext,
  type CommandUnit,
  currentPatientOf,
  defineCommand,
  invalid,
  knownUuid,
  notFound,
  type Reach,
  requireStanding,
  requireVersion,
  VisitType,
} from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { z } from "zod";
import { addVisit, reaches } from "../booking/booking.addition.ts";
import { AppointmentRow } from "../booking/booking.entity.ts";
import { bookingConflicts } from "../booking/booking.errors.ts";
import { appointmentChanged } from "../booking/booking.events.ts";
import { requireCare } from "../booking/booking.guards.ts";
import { appointmentsWithin } from "../booking/booking.policy.ts";
import { cancelVisits } from "../booking/booking.step.ts";
import { awaitVisit } from "../booking/booking.wait.ts";
import { lockCalendars } from "../booking/calendar.lock.ts";
import { AppointmentChangeCause } from "../booking/status-change.cause.ts";
import { recordStatusChange, requireMovable } from "../booking/status-change.service.ts";
import { transitionFor } from "../booking/transition.ts";
import { visitStart } from "../booking/visit.start.ts";
import { CancellationParty } from "../cancellation/cancellation.party.ts";
import { moveReminders } from "../reminders/reminder.schedule.ts";
import { freeSlot } from "../waitlist/freed.slots.ts";
import { parkVisits } from "./parking.query.ts";
import { mostOccurrences, ruleForm } from "./rule.parts.ts";
import { stays } from "./series.conflict.ts";
import { SeriesRow } from "./series.entity.ts";
import { conflictsRefusal, nothingToCome, notInSeries } from "./series.errors.ts";
import { type ExistingSeries, isToCome, type Occurrence, planSeries, withinScope } from "./series.plan.ts";
import { bookSeries, cancelSeries, changeSeries } from "./series.policy.ts";
import { SeriesScope } from "./series.scope.ts";

const id = z.string().transform(knownUuid);
const reason = z.string().trim().min(1, "must not be empty").max(1_000, "must have 1,000 characters at most");

/** From when on, and by which rule as it is written; whether it is one, working it out says. */
export const repetition = z.object({
  startsAt: visitStart,
  rule: z
    .string()
    .trim()
    .min(1, { error: `must not be empty: ${ruleForm}`, abort: true })
    .max(500, "must have 500 characters at most")
    .regex(/^[A-Za-z0-9=;,:+-]*$/, `must be a recurrence rule: ${ruleForm}`),
});

const changes = z
  .array(z.object({ startsAt: z.date(), moveTo: visitStart.nullish() }))
  .max(mostOccurrences, `must have ${mostOccurrences} entries at most`)
  .nullish()
  .transform((list) => list ?? []);

export const bookAppointmentSeries = defineCommand({
  name: "bookAppointmentSeries",
  rule: bookSeries,
  entityType: "AppointmentSeries",
  conflicts: bookingConflicts,
  schema: repetition.extend({
    ...{ patientId: id, providerId: id, visitType: z.enum(VisitType), changes },
    reason: reason.nullish(),
  }),
  before: awaitVisit,
  async run(unit, body, context, reach) {
    if (!(await reaches(unit.em, reach, body.patientId))) throw notFound("patientId");
    const wanted = { ...body, patientId: await currentPatientOf(unit.em, body.patientId) };
    await lockCalendars(unit.em, context.correlationId, wanted);
    await requireStanding(unit.em, body.patientId, wanted.patientId);
    const { occurrences, timeZone } = await planSeries(unit.em, wanted);
    requireNoConflicts(occurrences);
    if (occurrences.length === 0) throw invalid(["changes"], "No visit is left: leave one at least.");
    const { patientId, providerId, visitType, startsAt, rule } = wanted;
    const series = unit.em.create(SeriesRow, { patientId, providerId, visitType, startsAt, rule, timeZone } as never);
    unit.touch(series.id, patientId);
    for (const occurrence of occurrences) await add(unit, context, reach, series, occurrence, body.reason);
    return series.id;
  },
});

export const changeAppointmentSeries = defineCommand({
  name: "changeAppointmentSeries",
  rule: changeSeries,
  entityType: "AppointmentSeries",
  conflicts: bookingConflicts,
  schema: repetition.extend({
    ...{ id, scope: z.enum(SeriesScope), changes },
    expectedVersion: z.int().nullish(),
  }),
  async run(unit, body, context, reach) {
    const { series, members, visits } = await lockSeries(unit, body, reach);
    requireVersion(series, body.expectedVersion ?? undefined);
    const { patientId, providerId, visitType } = series;
    await lockCalendars(unit.em, context.correlationId, series);
    const wanted = { patientId, providerId, visitType, ...body };
    const { occurrences, timeZone } = await planSeries(unit.em, wanted, { members, visits });
    requireNoConflicts(occurrences);
    const staying = occurrences.filter(stays);
    const going = occurrences.filter((occurrence) => !stays(occurrence));
    // All of them are to come: the soonest brings the patient into care if any does.
    const [soonest] = going
      .map(({ visit }) => visit)
      .toSorted((one, other) => one.startsAt.getTime() - other.startsAt.getTime());
    if (soonest) await requireCare(unit.em, reach, soonest);
    const moves = going.flatMap((occurrence) =>
      occurrence.moved ? [{ ...occurrence, moved: occurrence.moved, previousStartsAt: occurrence.moved.startsAt }] : [],
    );
    await requireMovable(
      unit.em,
      moves.map(({ moved }) => moved.id),
    );
    await parkVisits(
      unit.em,
      moves.map(({ moved }) => moved),
    );
    for (const change of moves) move(unit, context, change);
    await moveReminders(unit.em, ...moves.map(({ moved }) => moved));
    for (const occurrence of staying) leave(unit, occurrence);
    const reason = visits[0]?.reason;
    for (const occurrence of going) if (!occurrence.moved) await add(unit, context, reach, series, occurrence, reason);
    unit.em.assign(series, { rule: body.rule, startsAt: body.startsAt, timeZone, updatedAt: new Date() });
    return series.id;
  },
});

export const cancelAppointmentSeries = defineCommand({
  name: "cancelAppointmentSeries",
  rule: cancelSeries,
  entityType: "AppointmentSeries",
  schema: z.object({
    ...{ id, scope: z.enum(SeriesScope), reason, expectedVersion: z.int().nullish() },
    onBehalfOf: z.enum(CancellationParty).nullish(),
    waiveFee: z.boolean().nullish(),
  }),
  async run(unit, body, context, reach) {
    const { series, visits } = await lockSeries(unit, body, reach);
    requireVersion(series, body.expectedVersion ?? undefined);
    await cancelVisits(unit, visits.filter(isToCome), body, context, reach);
    return series.id;
  },
});

/** The series of the named visit and what of it is in scope, locked until the command ends. */
async function lockSeries(
  unit: CommandUnit,
  { id, scope }: { readonly id: string; readonly scope: SeriesScope },
  reach: Reach,
): Promise<ExistingSeries & { readonly series: SeriesRow }> {
  const { series, members, named } = await findSeries(unit.em, id, reach, LockMode.PESSIMISTIC_WRITE);
  unit.touch(series.id, series.patientId);
  const visits = withinScope(members, named, scope);
  if (!visits.some(isToCome)) throw nothingToCome(named.status);
  return { series, members, visits };
}

/** The series of the visit `id`, with its visits in the order of the rule. */
export async function findSeries(
  em: EntityManager,
  id: string,
  reach: Reach,
  lockMode: LockMode.NONE | LockMode.PESSIMISTIC_WRITE = LockMode.NONE,
): Promise<{ readonly series: SeriesRow; readonly members: AppointmentRow[]; readonly named: AppointmentRow }> {
  const named = await em.findOne(AppointmentRow, { $and: [{ id }, appointmentsWithin(reach)] });
  if (!named) throw notFound("id");
  if (!named.seriesId) throw notInSeries();
  const seriesId = String(named.seriesId);
  // The series before its visits: of two who change it, the second waits here.
  const series = await em.findOneOrFail(SeriesRow, { id: seriesId }, { lockMode });
  const members = await em.find(
    AppointmentRow,
    { seriesId },
    { lockMode, refresh: true, orderBy: [{ seriesSlot: "asc" }, { id: "asc" }] },
  );
  return { series, members, named };
}

function requireNoConflicts(occurrences: readonly Occurrence[]): void {
  const conflicts = occurrences.flatMap(({ visit, change, conflict }) =>
    conflict ? [{ error: conflict, startsAt: visit.startsAt, change }] : [],
  );
  if (conflicts.length > 0) throw conflictsRefusal(conflicts);
}

async function add(
  unit: CommandUnit,
  context: CommandContext,
  reach: Reach,
  series: SeriesRow,
  { visit, slot }: Occurrence,
  reason: string | null | undefined,
): Promise<void> {
  const planned = { ...visit, overbooked: false, seriesId: series.id, seriesSlot: slot };
  unit.touch((await addVisit("bookAppointment", unit, context, reach, planned, { reason })).id, series.patientId);
}

/** Has a visit stay where it is, as if it had been put there by hand: its time is the same, and nothing is to be told. */
function leave(unit: CommandUnit, { moved, slot }: Pick<Move, "moved" | "slot">): void {
  if (slot.getTime() === moved.seriesSlot?.getTime()) return;
  unit.em.assign(moved, { seriesSlot: slot });
  unit.touch(moved.id, moved.patientId);
}

/** A visit that goes to another time. */
interface Move extends Pick<Occurrence, "visit" | "slot"> {
  readonly moved: AppointmentRow;
  readonly previousStartsAt: Date;
}

/** Whoever may change a series works in the clinic. What the clinic moves is no longer late because its patient moved it. */
function move(unit: CommandUnit, context: CommandContext, { visit, slot, moved, previousStartsAt }: Move): void {
  const { status: from, providerId } = moved;
  const { to, event } = transitionFor("rescheduleAppointment", from, "clinic");
  const { startsAt, endsAt, blockedFrom, blockedUntil } = visit;
  unit.em.assign(moved, {
    startsAt,
    endsAt,
    blockedFrom,
    blockedUntil,
    status: to,
    overbooked: false,
    seriesSlot: slot,
    movedLateFrom: null,
  });
  freeSlot(unit.em, { providerId, startsAt: previousStartsAt });
  recordStatusChange(unit, context, moved, { from, cause: AppointmentChangeCause.RESCHEDULED, reason: null });
  unit.emit(() => appointmentChanged(event, moved, { previousStartsAt: previousStartsAt.toISOString() }));
  unit.touch(moved.id, moved.patientId);
}
