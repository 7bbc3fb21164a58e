import type { CalendarDate } from "./calendar-date.ts";
import { dateTimeFormat } from "./formatters.ts";

/** The calendar day that an instant falls on in a zone. */
export function dayInZone(instant: Date | string, timeZone: string): CalendarDate {
  const parts = wallClock(new Date(instant), timeZone);
  return `${parts.year}-${parts.month}-${parts.day}`;
}

/** The hour of the day, 0 to 23, that clocks in a zone show. */
export function hourInZone(instant: Date | string, timeZone: string): number {
  return Number(wallClock(new Date(instant), timeZone).hour);
}

/** What clocks in a zone show, "HH:MM". */
export function wallTime(instant: Date | string, timeZone: string): string {
  const { hour, minute } = wallClock(new Date(instant), timeZone);
  return `${hour}:${minute}`;
}

/** How many minutes the clocks of a zone are ahead of those of another one at an instant. */
export function minutesAhead(instant: Date | string, timeZone: string, other: string): number {
  const at = new Date(instant).getTime();
  return (offsetAt(at, timeZone) - offsetAt(at, other)) / 60_000;
}

/** The instant a day begins in a zone. That is not always midnight: some zones change their clocks at it. */
export function startOfDay(date: CalendarDate, timeZone: string): Date {
  const wanted = Date.parse(`${date}T00:00:00Z`);
  // The offset is looked up twice: the first guess may lie on the other side of a clock change.
  const guess = wanted - offsetAt(wanted, timeZone);
  const second = wanted - offsetAt(guess, timeZone);
  const candidates = [guess, second].filter((instant) => dayInZone(new Date(instant), timeZone) === date);
  return new Date(Math.min(...(candidates.length > 0 ? candidates : [second])));
}

/** The instant at which clocks in a zone show noon on a day: no zone changes its clocks there. */
export function noonOf(date: CalendarDate, timeZone: string): Date {
  const wanted = Date.parse(`${date}T12:00:00Z`);
  const guess = wanted - offsetAt(wanted, timeZone);
  return new Date(wanted - offsetAt(guess, timeZone));
}

export function formatTime(instant: string, timeZone: string, locale: string): string {
  return dateTimeFormat(locale, { timeStyle: "short", timeZone }).format(new Date(instant));
}

export function formatDay(
  instant: string | Date,
  timeZone: string,
  locale: string,
  options: Intl.DateTimeFormatOptions = { dateStyle: "medium" },
): string {
  return dateTimeFormat(locale, { ...options, timeZone }).format(new Date(instant));
}

/** The zone as people call it, "Eastern Time (New York)". */
export function zoneName(timeZone: string, locale: string): string {
  const parts = dateTimeFormat(locale, { timeZone, timeZoneName: "longGeneric" }).formatToParts(new Date());
  const name = parts.find((part) => part.type === "timeZoneName")?.value ?? timeZone;
  const city = timeZone.split("/").at(-1)?.replaceAll("_", " ");
  return city && !name.includes(city) ? `${name} (${city})` : name;
}

function wallClock(instant: Date, timeZone: string): Record<string, string> {
  const format = dateTimeFormat("en-CA-u-ca-iso8601-nu-latn", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
  return Object.fromEntries(format.formatToParts(instant).map((part) => [part.type, part.value]));
}

function offsetAt(instant: number, timeZone: string): number {
  const { year, month, day, hour, minute, second } = wallClock(new Date(instant), timeZone);
  return Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) - Math.floor(instant / 1000) * 1000;
}
