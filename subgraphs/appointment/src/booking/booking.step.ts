import { type CommandContext, type CommandUnit, notFound, type Reach, requireVersion } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { costOfCancelling } from "../cancellation/cancellation.cost.ts";
import { type CancellationWishes, outcomeOfCancelling } from "../cancellation/cancellation.outcome.ts";
import { dropReminders, moveReminders } from "../reminders/reminder.schedule.ts";
import { freeSlot } from "../waitlist/freed.slots.ts";
import { AppointmentRow } from "./booking.entity.ts";
import { appointmentChanged, type EventDetails } from "./booking.events.ts";
import { requireDue, requireHeld, requireNotBegun } from "./booking.guards.ts";
import { appointmentsWithin } from "./booking.policy.ts";
import { AppointmentStatus, isAwaited } from "./booking.status.ts";
import { recordStatusChange } from "./status-change.service.ts";
import type { Actor, AppointmentCommand } from "./transition.table.ts";
import { actorOf, transitionFor } from "./transition.ts";

/** Which appointment a command is about. */
export interface NamedAppointment {
  readonly id: string;
  readonly expectedVersion?: number | null | undefined;
  readonly reason?: string;
}

/**
 * Takes the step that the command is in the table of transitions, in the open transaction, and tells of it.
 * @param detailsOf what its event says beside; it may refuse
 */
export async function takeStep(
  command: AppointmentCommand,
  unit: CommandUnit,
  body: NamedAppointment,
  context: CommandContext,
  reach: Reach,
  detailsOf: (row: AppointmentRow, who: Actor) => Promise<EventDetails> = async () => ({}),
): Promise<AppointmentRow> {
  const row = await lockAppointment(unit, body, reach);
  const from: AppointmentStatus = row.status;
  const who = await actorOf(unit.em, reach, row);
  const { to, guards, event } = transitionFor(command, from, who);
  if (guards.includes("notBegun")) requireNotBegun(row);
  if (guards.includes("held")) requireHeld(row);
  if (guards.includes("due")) requireDue(row);
  const details = await detailsOf(row, who);
  unit.em.assign(row, { status: to, holdExpiresAt: null });
  if (!isAwaited(to)) await dropReminders(unit.em, row.id);
  if (from === AppointmentStatus.REQUESTED && isAwaited(to)) await moveReminders(unit.em, row);
  if (to === AppointmentStatus.CANCELLED) freeSlot(unit.em, row);
  recordStatusChange(unit, context, row, { from, reason: body.reason ?? null });
  unit.emit(() => appointmentChanged(event, row, details));
  return row;
}

/** Calls a visit off; what it costs is told with it. */
export async function cancelVisit(
  unit: CommandUnit,
  body: NamedAppointment & CancellationWishes,
  context: CommandContext,
  reach: Reach,
): Promise<AppointmentRow> {
  return takeStep("cancelAppointment", unit, body, context, reach, async (visit, who) => {
    const cost = await costOfCancelling(unit.em, visit);
    return { cancellation: outcomeOfCancelling(cost, who, body, context.viewer) };
  });
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
  requireVersion(row, body.expectedVersion ?? undefined);
  return row;
}
