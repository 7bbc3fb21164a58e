import { type CommandContext, type CommandUnit, patientsWithin, type Reach } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { careTables } from "../references/care.tables.ts";
import { addReminders } from "../reminders/reminder.schedule.ts";
import { AppointmentRow } from "./booking.entity.ts";
import { appointmentChanged } from "./booking.events.ts";
import type { PlannedVisit } from "./booking.guards.ts";
import { isAwaited } from "./booking.status.ts";
import { causeOf } from "./status-change.cause.ts";
import { recordStatusChange } from "./status-change.service.ts";
import { actorOf, transitionFor } from "./transition.ts";

/** What whoever books a visit says of it. */
interface Words {
  /** What the patient comes for. */
  readonly reason?: string | null | undefined;
  /** Why the provider is to see two patients at once. */
  readonly overrideReason?: string | undefined;
}

/** Adds a visit in the open transaction, which holds its calendars, and tells of it. That its time is free is not asked here. */
export async function addVisit(
  command: "bookAppointment" | "overbookAppointment" | "holdAppointment" | "requestAppointment",
  unit: CommandUnit,
  context: CommandContext,
  reach: Reach,
  planned: PlannedVisit & { readonly overbooked: boolean; readonly holdExpiresAt?: Date },
  words: Words = {},
): Promise<AppointmentRow> {
  const { to, event } = transitionFor(command, null, await actorOf(unit.em, reach, planned));
  const row = unit.em.create(AppointmentRow, { ...planned, status: to, reason: words.reason ?? null } as never);
  if (isAwaited(to)) addReminders(unit.em, row);
  recordStatusChange(unit, context, row, { from: null, cause: causeOf[command], reason: words.overrideReason ?? null });
  const details =
    command === "requestAppointment" && row.holdExpiresAt ? { prepayUntil: row.holdExpiresAt.toISOString() } : {};
  unit.emit(() => appointmentChanged(event, row, details));
  return row;
}

/** Whether the patient is within `reach`. */
export async function reaches(em: EntityManager, reach: Reach, patientId: string): Promise<boolean> {
  return (await patientsWithin(em, reach, careTables, [patientId])).has(patientId);
}
