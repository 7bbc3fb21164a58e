import { randomUUID } from "node:crypto";
import { createCommandContext, type RecurringTask, runCommand, systemViewer } from "@careconnect/kit";
import type { MikroORM } from "@mikro-orm/postgresql";
import { AppointmentRow } from "../booking/booking.entity.ts";
import { appointmentChanged } from "../booking/booking.events.ts";
import { recordStatusChange } from "../booking/status-change.service.ts";
import { transitionFor } from "../booking/transition.ts";
import { organizationsWithUnattended, unattended } from "./unattended.query.ts";

/** How long after its end a visit to which nobody came is given up, in milliseconds. */
const patience = 60 * 60_000;
const batchSize = 100;

/** Visits that ended an hour ago and for which nobody has checked in are NO_SHOW. */
export const noShowTask: RecurringTask = {
  name: "no-show",
  everySeconds: 60,
  run: ({ orm }) => giveUpVisits(orm, new Date(Date.now() - patience)),
};

async function giveUpVisits(orm: MikroORM, endedBefore: Date): Promise<void> {
  for (const organizationId of await organizationsWithUnattended(orm, endedBefore)) {
    while ((await giveUpSome(orm, organizationId, endedBefore)) === batchSize);
  }
}

/** @returns how many were given up, in one transaction */
async function giveUpSome(orm: MikroORM, organizationId: string, endedBefore: Date): Promise<number> {
  const context = createCommandContext(orm, systemViewer(organizationId), {
    correlationId: `no-show-${randomUUID()}`,
    clientAddress: undefined,
  });
  return runCommand(context, { action: "appointment.miss", entityType: "Appointment" }, async (unit) => {
    const ids = await unattended(unit.em, endedBefore, batchSize);
    for (const row of await unit.em.find(AppointmentRow, { id: { $in: ids } })) {
      const from = row.status;
      const { to, event } = transitionFor("missAppointment", from, "clock");
      row.status = to;
      recordStatusChange(unit, context, row, { from, reason: null });
      unit.emit(() => appointmentChanged(event, row));
      unit.touch(row.id);
    }
    return ids.length;
  });
}
