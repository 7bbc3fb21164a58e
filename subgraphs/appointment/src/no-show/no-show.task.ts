import { type CommandContext, inEachOrganization, type RecurringTask, runCommand } from "@careconnect/kit";
import { AppointmentRow } from "../booking/booking.entity.ts";
import { appointmentChanged } from "../booking/booking.events.ts";
import { AppointmentChangeCause } from "../booking/status-change.cause.ts";
import { recordStatusChange } from "../booking/status-change.service.ts";
import { transitionFor } from "../booking/transition.ts";
import { type EndedWithin, organizationsWithUnattended, unattended } from "./unattended.query.ts";

/** How long after its end a visit to which nobody came is given up, in milliseconds. */
const patience = 60 * 60_000;
/** What ended before is not touched: by then somebody has noticed, or it is history. */
const oldest = 7 * 24 * 60 * 60_000;
const batchSize = 100;

/** Visits that ended an hour ago and for which nobody has checked in are NO_SHOW. */
export const noShowTask: RecurringTask = {
  name: "no-show",
  everySeconds: 60,
  async run(services) {
    const ended = { after: new Date(Date.now() - oldest), before: new Date(Date.now() - patience) };
    const organizationIds = await organizationsWithUnattended(services.orm, ended);
    await inEachOrganization(services, "no-show", organizationIds, (context) => giveUpSome(context, ended));
  },
};

/** @returns whether there may be more */
async function giveUpSome(context: CommandContext, ended: EndedWithin): Promise<boolean> {
  return runCommand(context, { action: "appointment.miss", entityType: "Appointment" }, async (unit) => {
    const ids = await unattended(unit.em, ended, batchSize);
    for (const row of await unit.em.find(AppointmentRow, { id: { $in: ids } })) {
      const from = row.status;
      const { to, event } = transitionFor("missAppointment", from, "clock");
      row.status = to;
      recordStatusChange(unit, context, row, { from, cause: AppointmentChangeCause.MISSED, reason: null });
      unit.emit(() => appointmentChanged(event, row));
      unit.touch(row.id);
    }
    return ids.length === batchSize;
  });
}
