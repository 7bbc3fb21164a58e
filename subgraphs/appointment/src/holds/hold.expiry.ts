import { type CommandContext, runCommand, systemContext } from "@careconnect/kit";
import { AppointmentRow } from "../booking/booking.entity.ts";
import { appointmentChanged } from "../booking/booking.events.ts";
import { recordStatusChange } from "../booking/status-change.service.ts";
import { transitionFor } from "../booking/transition.ts";
import { freeSlot } from "../waitlist/freed.slots.ts";
import { hasExpired, lockExpired } from "./expired.query.ts";

const batchSize = 100;

/**
 * Calls off what holds its time no more, before somebody else takes it: the constraints of the table know no clock, and
 * nobody may have noted it yet. It is the system that does it, whoever comes after.
 */
export async function releaseExpired({ em, correlationId }: CommandContext): Promise<void> {
  const asking = em.fork();
  if (await hasExpired(asking)) await expireHolds(systemContext(asking, correlationId));
}

/** Calls off all visits of the organization that hold their time no more, some in each transaction. */
export async function expireHolds(context: CommandContext, signal?: AbortSignal): Promise<void> {
  while (!signal?.aborted && (await expireSome(context)) === batchSize);
}

/** @returns how many were called off, in one transaction */
async function expireSome(context: CommandContext): Promise<number> {
  return runCommand(context, { action: "appointment.expire", entityType: "Appointment" }, async (unit) => {
    const ids = await lockExpired(unit.em, batchSize);
    for (const row of await unit.em.find(AppointmentRow, { id: { $in: ids } })) {
      const from = row.status;
      const { to, event } = transitionFor("expireHold", from, "clock");
      unit.em.assign(row, { status: to, holdExpiresAt: null });
      recordStatusChange(unit, context, row, { from, reason: null });
      freeSlot(unit.em, row);
      unit.emit(() => appointmentChanged(event, row, { cancellation: null }));
      unit.touch(row.id);
    }
    return ids.length;
  });
}
