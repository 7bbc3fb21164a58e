import { type CommandContext, runCommand, runInTransaction, systemContext, type UnitOfWork } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { AppointmentRow } from "../booking/booking.entity.ts";
import { appointmentChanged } from "../booking/booking.events.ts";
import { AppointmentChangeCause } from "../booking/status-change.cause.ts";
import { recordStatusChange } from "../booking/status-change.service.ts";
import { transitionFor } from "../booking/transition.ts";
import { freeSlot } from "../waitlist/freed.slots.ts";
import { type HeldCalendars, lockExpired, lockExpiredOf } from "./expired.query.ts";

const batchSize = 100;
const expiring = { action: "appointment.expire", entityType: "Appointment" };

/**
 * Calls off what holds the time of these calendars no more, in the open transaction, which is about to take time of them:
 * the constraints of the table know no clock, and nobody may have noted it yet. It is the system that does it, whoever
 * comes after.
 */
export async function releaseExpired(
  em: EntityManager,
  correlationId: string,
  calendars: HeldCalendars,
): Promise<void> {
  const ids = await lockExpiredOf(em, calendars);
  if (ids.length === 0) return;
  const context = systemContext(em, correlationId);
  await runInTransaction(em, context, expiring, (unit) => callOff(unit, context, ids));
}

/** Calls off the visits of the organization that hold their time no more. @returns whether there may be more */
export async function expireHolds(context: CommandContext): Promise<boolean> {
  return runCommand(context, expiring, async (unit) => {
    const ids = await lockExpired(unit.em, batchSize);
    await callOff(unit, context, ids);
    return ids.length === batchSize;
  });
}

/** Calls off visits that hold their time no more, in the open transaction, which has them locked. */
export async function callOff(unit: UnitOfWork, context: CommandContext, ids: readonly string[]): Promise<void> {
  const rows = await unit.em.find(
    AppointmentRow,
    { id: { $in: [...ids] } },
    { orderBy: [{ holdExpiresAt: "asc" }, { id: "asc" }], refresh: true },
  );
  for (const row of rows) {
    const from = row.status;
    const { to, event } = transitionFor("expireHold", from, "clock");
    unit.em.assign(row, { status: to, holdExpiresAt: null });
    recordStatusChange(unit, context, row, { from, cause: AppointmentChangeCause.HOLD_EXPIRED, reason: null });
    freeSlot(unit.em, row);
    unit.emit(() => appointmentChanged(event, row, { cancellation: null }));
    unit.touch(row.id);
  }
}
