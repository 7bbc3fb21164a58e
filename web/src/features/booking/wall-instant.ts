import type { CalendarDate } from "../../lib/format/calendar-date.ts";
import { minutesAhead, wallTime } from "../../lib/format/zoned-time.ts";

/** The instant at which clocks in a zone show a time, "HH:MM", on a day; as much later where they skip it. */
export function wallInstant(day: CalendarDate, time: string, timeZone: string): Date {
  const wanted = Date.parse(`${day}T${time}:00Z`);
  const offset = (instant: number) => minutesAhead(new Date(instant), timeZone, "UTC") * 60_000;
  const guess = wanted - offset(wanted);
  const instant = wanted - offset(guess);
  return new Date(wallTime(new Date(instant), timeZone) === time ? instant : Math.max(guess, instant));
}
