import {
  type CommandContext,
  type CommandUnit,
  notFound,
  type Reach,
  requireVersion,
  type UnitOfWork,
} from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { costNow, findTerms } from "../cancellation/cancellation.cost.ts";
import { type CancellationWishes, outcomeColumns, outcomeOfCancelling } from "../cancellation/cancellation.outcome.ts";
import { dropReminders, moveReminders } from "../reminders/reminder.schedule.ts";
import { freeSlot } from "../waitlist/freed.slots.ts";
import { AppointmentRow } from "./booking.entity.ts";
import { holdExpired } from "./booking.errors.ts";
import { appointmentChanged, type EventDetails } from "./booking.events.ts";
import {
  requireBookable,
  requireDue,
  requireHeld,
  requireItsDay,
  requireLicensed,
  requireNotBegun,
} from "./booking.guards.ts";
import { appointmentsWithin } from "./booking.policy.ts";
import { AppointmentStatus, isAwaited } from "./booking.status.ts";
import { AppointmentChangeCause, causeOf } from "./status-change.cause.ts";
import { AppointmentStatusChangeRow } from "./status-change.entity.ts";
import { recordStatusChange } from "./status-change.service.ts";
import type { Actor, AppointmentCommand, Transition } from "./transition.table.ts";
import { actorOf, stepFrom, transitionFor } from "./transition.ts";

/** Which appointment a command is about. */
export interface NamedAppointment {
  readonly id: string;
  readonly expectedVersion?: number | null | undefined;
  readonly reason?: string;
}

/** Takes the step that the command is in the table of transitions, in the open transaction, and tells of it. */
export async function takeStep(
  command: AppointmentCommand,
  unit: CommandUnit,
  body: NamedAppointment,
  context: CommandContext,
  reach: Reach,
): Promise<AppointmentRow> {
  const row = await lockAppointment(unit, body, reach);
  const step = { command, who: await actorOf(unit.em, reach, row), reason: body.reason };
  await takeSteps(unit, context, [row], step);
  return row;
}

/** Takes a step by itself with a visit that the transaction has locked, and tells of it. */
export async function takeOwnStep(
  command: AppointmentCommand,
  unit: UnitOfWork,
  context: CommandContext,
  row: AppointmentRow,
): Promise<void> {
  await takeSteps(unit, context, [row], { command, who: "clock", reason: undefined });
}

/** Calls a visit off; what it costs is told with it. */
export async function cancelVisit(
  unit: CommandUnit,
  body: NamedAppointment & CancellationWishes,
  context: CommandContext,
  reach: Reach,
): Promise<AppointmentRow> {
  const row = await lockAppointment(unit, body, reach);
  await cancelVisits(unit, [row], body, context, reach);
  return row;
}

/** Calls visits off that the transaction has locked: all of them of one kind, of one patient with one provider. */
export async function cancelVisits(
  unit: CommandUnit,
  rows: readonly AppointmentRow[],
  body: Pick<NamedAppointment, "reason"> & CancellationWishes,
  context: CommandContext,
  reach: Reach,
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const who = await actorOf(unit.em, reach, first);
  const terms = await findTerms(unit.em, first.visitType);
  await takeSteps(unit, context, rows, {
    ...{ command: "cancelAppointment", who, reason: body.reason },
    detailsOf: (visit) => ({
      cancellation: outcomeOfCancelling(costNow(terms, visit), who, body, context.viewer),
    }),
  });
}

interface Step {
  readonly command: AppointmentCommand;
  readonly who: Actor;
  readonly reason: string | undefined;
  /** What its event says beside; it may refuse. */
  readonly detailsOf?: (row: AppointmentRow) => EventDetails;
}

/** Takes the same step with each of these visits, which the transaction has locked. */
async function takeSteps(
  unit: UnitOfWork,
  context: CommandContext,
  rows: readonly AppointmentRow[],
  { command, who, reason, detailsOf }: Step,
): Promise<void> {
  const confirmed: AppointmentRow[] = [];
  for (const row of rows) {
    const from: AppointmentStatus = row.status;
    const { to, guards, event } = await stepOf(unit.em, command, row, who);
    if (guards.includes("held")) requireHeld(row);
    if (guards.includes("bookable")) {
      const provider = await requireBookable(unit.em, row, { patient: "id", provider: "id" });
      requireLicensed(provider, row, "id");
    }
    if (guards.includes("notBegun")) requireNotBegun(row);
    if (guards.includes("due")) requireDue(row);
    if (guards.includes("itsDay")) await requireItsDay(unit.em, row);
    const details = detailsOf?.(row) ?? (to === AppointmentStatus.CANCELLED ? { cancellation: null } : {});
    const { cancellation = null } = details;
    unit.em.assign(row, { status: to, holdExpiresAt: null, ...outcomeColumns(cancellation) });
    if (from === AppointmentStatus.REQUESTED && isAwaited(to)) confirmed.push(row);
    if (to === AppointmentStatus.CANCELLED) freeSlot(unit.em, row);
    recordStatusChange(unit, context, row, { from, cause: causeOf[command], reason: reason ?? null });
    unit.emit(() => appointmentChanged(event, row, details));
    unit.touch(row.id, row.patientId);
  }
  const over = rows.filter(({ status }) => !isAwaited(status));
  await dropReminders(unit.em, ...over.map(({ id }) => id));
  await moveReminders(unit.em, ...confirmed);
}

/**
 * The step that the command takes from where the visit stands.
 * @throws CommandRefusal HOLD_EXPIRED when its time was held and is no more, also after that was noted; ILLEGAL_TRANSITION
 */
export async function stepOf(
  em: EntityManager,
  command: AppointmentCommand,
  row: AppointmentRow,
  who: Actor,
): Promise<Transition> {
  const step = stepFrom(command, row.status, who);
  if (step) return step;
  requireHeld(row);
  if (await hasExpired(em, row)) throw holdExpired();
  return transitionFor(command, row.status, who);
}

/** Whether a visit that is called off is it because nobody confirmed it in time. */
async function hasExpired(em: EntityManager, { id, status }: AppointmentRow): Promise<boolean> {
  if (status !== AppointmentStatus.CANCELLED) return false;
  const [last] = await em.find(
    AppointmentStatusChangeRow,
    { appointmentId: id },
    { fields: ["cause"], orderBy: [{ changedAt: "desc" }, { id: "desc" }], limit: 1 },
  );
  return last?.cause === AppointmentChangeCause.HOLD_EXPIRED;
}

/** The appointment, locked until the command ends: of two simultaneous changes the second sees what the first left. */
export async function lockAppointment(
  unit: CommandUnit,
  body: NamedAppointment,
  reach: Reach,
): Promise<AppointmentRow> {
  const row = await unit.em.findOne(
    AppointmentRow,
    { $and: [{ id: body.id }, appointmentsWithin(reach)] },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (!row) throw notFound("id");
  unit.touch(row.id, row.patientId);
  const { expectedVersion } = body;
  // Nobody else changed it: its time has passed.
  if (expectedVersion != null && expectedVersion !== row.version && (await hasExpired(unit.em, row)))
    throw holdExpired();
  requireVersion(row, expectedVersion ?? undefined);
  return row;
}
