import type { Span } from "../slots/opening.hours.ts";
import { dayAfter, type WallClock } from "../slots/wall.clock.ts";

/** The days on the wall of `timeZone` in which `maximum` of the visits that start at `starts` lie, or more. */
export function fullDays(
  timeZone: string,
  starts: readonly number[],
  maximum: number,
  window: Span,
  clock: WallClock,
): Span[] {
  if (starts.length < maximum) return [];
  return daysAround(timeZone, window, clock).filter(
    (day) => starts.filter((start) => isWithin(start, day)).length >= maximum,
  );
}

/** The day on the wall of `timeZone` that an instant lies in. */
export function dayOf(timeZone: string, instant: number, clock: WallClock): Span {
  const day = daysAround(timeZone, { start: instant, end: instant }, clock).find((around) => isWithin(instant, around));
  if (!day) throw new Error("Every instant lies in a day.");
  return day;
}

function daysAround(timeZone: string, { start, end }: Span, clock: WallClock): Span[] {
  return clock.daysAround(timeZone, start, end).map((day) => ({
    start: clock.instantOf(timeZone, day, "00:00"),
    end: clock.instantOf(timeZone, dayAfter(day), "00:00"),
  }));
}

function isWithin(instant: number, { start, end }: Span): boolean {
  return start <= instant && instant < end;
}
