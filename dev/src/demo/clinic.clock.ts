const dayMs = 86_400_000;

/** The day, YYYY-MM-DD, that the clock on the wall of `zone` shows at an instant. */
export function dayIn(zone: string, instant: Date): string {
  const { year, month, day } = wallClock(zone, instant);
  return `${pad(year, 4)}-${pad(month)}-${pad(day)}`;
}

export function addDays(day: string, days: number): string {
  return new Date(midnightUtc(day) + days * dayMs).toISOString().slice(0, 10);
}

/** Days from one day to another; negative when the other is earlier. */
export function daysBetween(from: string, to: string): number {
  return (midnightUtc(to) - midnightUtc(from)) / dayMs;
}

/** 0 is Sunday. */
export function weekdayOf(day: string): number {
  return new Date(midnightUtc(day)).getUTCDay();
}

/**
 * The instant at which the clock of `zone` shows `minutes` past midnight on a day. Of a time that occurs twice the first
 * is meant; a time that is skipped is taken as late as it would have been before the clock was put forward.
 */
export function instantAt(zone: string, day: string, minutes: number): Date {
  const wall = midnightUtc(day) + minutes * 60_000;
  // Clocks change by less than a day, so that one of these two offsets holds at the instant.
  const before = offsetAt(zone, wall - dayMs);
  const after = offsetAt(zone, wall + dayMs);
  const candidates = [wall - before, wall - after].filter((instant) => instant + offsetAt(zone, instant) === wall);
  return new Date(candidates.length > 0 ? Math.min(...candidates) : wall - before);
}

/** What the zone's clock is ahead of UTC, in milliseconds. */
function offsetAt(zone: string, instant: number): number {
  const { year, month, day, hour, minute, second } = wallClock(zone, new Date(instant));
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1_000) * 1_000;
}

interface WallClock {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

function wallClock(zone: string, instant: Date): WallClock {
  const parts = new Map(
    formatOf(zone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
  return {
    year: part("year"),
    month: part("month"),
    day: part("day"),
    hour: part("hour"),
    minute: part("minute"),
    second: part("second"),
  };
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats are slow to make and are asked for thousands of times. */
function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  formats.set(zone, format);
  return format;
}

function midnightUtc(day: string): number {
  return Date.parse(`${day}T00:00:00Z`);
}

function pad(number: number, digits = 2): string {
  return String(number).padStart(digits, "0");
}
