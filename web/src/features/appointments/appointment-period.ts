import type { AppointmentFilter, AppointmentStatus } from "../../graphql/graphql.ts";
import { addDays, mondayOf } from "../../lib/format/calendar-date.ts";
import { dayInZone, startOfDay } from "../../lib/format/zoned-time.ts";

export const periods = ["today", "week", "upcoming", "past", "all"] as const;

export type Period = (typeof periods)[number];

const toTakePlace: AppointmentStatus[] = ["REQUESTED", "BOOKED", "CONFIRMED", "CHECKED_IN", "IN_PROGRESS"];

/** What a period holds by itself; a status that is asked for replaces its own. */
export function periodFilter(period: Period, now: Date, timeZone: string): AppointmentFilter {
  // What was called off is not to come: whoever wants it asks for it by its status.
  return { ...periodBounds(period, now, timeZone), ...(period === "upcoming" ? { status: toTakePlace } : {}) };
}

/** The instants between which a period's appointments start, `to` excluded, by the clinic's calendar. */
export function periodBounds(period: Period, now: Date, timeZone: string): { from?: string; to?: string } {
  const today = dayInZone(now, timeZone);
  const start = (date: string) => startOfDay(date, timeZone).toISOString();
  switch (period) {
    case "today":
      return { from: start(today), to: start(addDays(today, 1)) };
    case "week":
      return { from: start(mondayOf(today)), to: start(addDays(mondayOf(today), 7)) };
    case "upcoming":
      return { from: now.toISOString() };
    case "past":
      return { to: now.toISOString() };
    case "all":
      return {};
  }
}
