import { Weekday } from "@careconnect/kit";
import { Temporal } from "temporal-polyfill";

/** What the clocks on the walls of time zones show, and when. It remembers, because many providers share few walls. */
export interface WallClock {
  /**
   * The instant, in epoch milliseconds, at which the wall of `timeZone` shows `time` (`HH:MM`) on `day` (`YYYY-MM-DD`):
   * the first one when it shows it twice; the jump when it jumps over it.
   */
  instantOf(timeZone: string, day: string, time: string): number;
  /** The days from the one before the day of `from` to the one after the day of `to` (epoch milliseconds), on the wall. */
  daysAround(timeZone: string, from: number, to: number): readonly string[];
}

export function createWallClock(): WallClock {
  const instants = new Map<string, number>();
  const days = new Map<string, readonly string[]>();
  return {
    instantOf: (timeZone, day, time) =>
      remembered(instants, `${timeZone} ${day} ${time}`, () => instantOf(timeZone, day, time)),
    daysAround: (timeZone, from, to) =>
      remembered(days, `${timeZone} ${from} ${to}`, () => daysAround(timeZone, from, to)),
  };
}

function instantOf(timeZone: string, day: string, time: string): number {
  const wall = Temporal.PlainDateTime.from(`${day}T${time}`);
  const zoned = wall.toZonedDateTime(timeZone, { disambiguation: "earlier" });
  // Within a gap, "earlier" is before the jump by as much as the wall's time is behind it.
  const shown = zoned.toPlainDateTime().equals(wall) ? zoned : (zoned.getTimeZoneTransition("next") ?? zoned);
  return shown.epochMilliseconds;
}

function daysAround(timeZone: string, from: number, to: number): string[] {
  const days: string[] = [];
  const last = dayAt(timeZone, to).add({ days: 1 });
  let day = dayAt(timeZone, from).subtract({ days: 1 });
  for (; Temporal.PlainDate.compare(day, last) <= 0; day = day.add({ days: 1 })) days.push(day.toString());
  return days;
}

function dayAt(timeZone: string, instant: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone).toPlainDate();
}

/** `YYYY-MM-DD` of the day after. */
export function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 60 * 60_000).toISOString().slice(0, 10);
}

/** The weekday of `YYYY-MM-DD`. */
export function weekdayOf(day: string): Weekday | undefined {
  return fromMonday[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7];
}

const fromMonday = Object.values(Weekday);

function remembered<Value>(known: Map<string, Value>, key: string, find: () => Value): Value {
  let value = known.get(key);
  if (value === undefined) {
    value = find();
    known.set(key, value);
  }
  return value;
}
