import type { EntityManager } from "@mikro-orm/postgresql";
import { ReminderRow } from "./reminder.entity.ts";

const hour = 60 * 60_000;

/** How long before its visit a reminder is due, in milliseconds. */
const leads = [24 * hour, 2 * hour];

/** A visit that is to come. */
interface AwaitedVisit {
  readonly id: string;
  readonly startsAt: Date;
}

/**
 * Notes in the open transaction, which holds the visit, when its patient is to be reminded of it. What would be due by
 * now is left out: whoever books for this afternoon knows of it.
 */
export function addReminders(em: EntityManager, { id, startsAt }: AwaitedVisit): void {
  const now = Date.now();
  for (const due of leads.map((lead) => startsAt.getTime() - lead))
    if (due > now) em.create(ReminderRow, { appointmentId: id, dueAt: new Date(due) } as never);
}

/** Of these visits nobody is reminded any more. */
export async function dropReminders(em: EntityManager, ...appointmentIds: readonly string[]): Promise<void> {
  if (appointmentIds.length > 0) await em.nativeDelete(ReminderRow, { appointmentId: { $in: [...appointmentIds] } });
}

/** The visits have another time, and so have their reminders. */
export async function moveReminders(em: EntityManager, ...visits: readonly AwaitedVisit[]): Promise<void> {
  await dropReminders(em, ...visits.map(({ id }) => id));
  for (const visit of visits) addReminders(em, visit);
}
