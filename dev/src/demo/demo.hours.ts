import type { Weekday, WeeklyHours } from "../import/canonical.rows.ts";
import { bookableSessions } from "./demo.schedule.ts";

/** In the order of weekdayOf, Sunday first. */
const weekdays: readonly Weekday[] = ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"];

/** The hours of a week of the provider at `index`, as it looks from the day on which the demo begins. */
export function demoWeek(index: number, today: string): WeeklyHours[] {
  return weekdays.flatMap((day, weekday) =>
    bookableSessions(index, weekday, today).map(([opens, closes]) => ({
      day,
      from: timeOf(opens),
      to: timeOf(closes),
    })),
  );
}

function timeOf(minutes: number): string {
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");
}
