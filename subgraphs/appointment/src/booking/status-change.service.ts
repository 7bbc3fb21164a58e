import { type CommandContext, invalid, type UnitOfWork } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { AppointmentRow } from "./booking.entity.ts";
import type { AppointmentStatus } from "./booking.status.ts";
import { AppointmentChangeCause } from "./status-change.cause.ts";
import { AppointmentStatusChangeRow } from "./status-change.entity.ts";

/** Adds to the history, in the open transaction, that `row` came from `from` (null: it is new) to the status it has. */
export function recordStatusChange(
  unit: UnitOfWork,
  context: CommandContext,
  row: AppointmentRow,
  change: {
    readonly from: AppointmentStatus | null;
    readonly cause: AppointmentChangeCause;
    readonly reason: string | null;
  },
): void {
  unit.em.create(AppointmentStatusChangeRow, {
    appointmentId: row.id,
    from: change.from,
    to: row.status,
    cause: change.cause,
    changedAt: new Date(),
    actorId: context.viewer.userId,
    reason: change.reason,
  });
}

/** How often a visit is moved at most, so that its history ends. */
const mostMoves = 100;

/** Refuses to move visits, which are locked, of which one was moved so often already. @throws CommandRefusal */
export async function requireMovable(em: EntityManager, ids: readonly string[]): Promise<void> {
  const moves = await em.countBy(AppointmentStatusChangeRow, "appointmentId", {
    where: { appointmentId: { $in: [...ids] }, cause: AppointmentChangeCause.RESCHEDULED },
  });
  if (Object.values(moves).some((count) => count >= mostMoves))
    throw invalid(["id"], `A visit is moved ${mostMoves} times at most: call it off, and book another one.`);
}
