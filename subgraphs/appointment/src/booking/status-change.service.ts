import type { CommandContext, UnitOfWork } from "@careconnect/kit";
import type { AppointmentRow } from "./booking.entity.ts";
import type { AppointmentStatus } from "./booking.status.ts";
import type { AppointmentChangeCause } from "./status-change.cause.ts";
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
