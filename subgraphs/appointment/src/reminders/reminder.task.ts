import { type CommandContext, inEachOrganization, type RecurringTask, runCommand } from "@careconnect/kit";
import { AppointmentRow } from "../booking/booking.entity.ts";
import { awaitedStatuses } from "../booking/booking.status.ts";
import { lockVisitsWithDue, organizationsWithDue, takeDue } from "./due.query.ts";
import { reminderDue } from "./reminder.events.ts";

const batchSize = 100;

/**
 * Tells of every reminder whose time has come, late if need be. Who was to be reminded twice meanwhile is reminded
 * once, and nobody of a visit that has begun.
 */
export const reminderTask: RecurringTask = {
  name: "reminders",
  everySeconds: 30,
  async run(services) {
    const now = new Date();
    const organizationIds = await organizationsWithDue(services.orm, now);
    await inEachOrganization(services, "reminder", organizationIds, (context) => remindSome(context, now));
  },
};

/** @returns whether somebody was to be reminded, in one transaction */
async function remindSome(context: CommandContext, now: Date): Promise<boolean> {
  return runCommand(context, { action: "appointment.remind", entityType: "Appointment" }, async (unit) => {
    const due = await takeDue(unit.em, await lockVisitsWithDue(unit.em, now, batchSize), now);
    const visits = await unit.em.find(AppointmentRow, {
      id: { $in: [...due.keys()] },
      status: { $in: [...awaitedStatuses] },
      startsAt: { $gt: now },
    });
    for (const row of visits) {
      const dueAt = due.get(row.id);
      if (!dueAt) continue;
      unit.emit(() => reminderDue(row, dueAt));
      unit.touch(row.id);
    }
    return due.size > 0;
  });
}
