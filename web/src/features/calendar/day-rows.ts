import { addDays, type CalendarDate } from "../../lib/format/calendar-date.ts";
import { startOfDay, wallTime } from "../../lib/format/zoned-time.ts";

export const rowMinutes = 30;
const rowMilliseconds = rowMinutes * 60_000;

/**
 * Half an hour as clocks show it. When they are put back, the same half hour comes twice a day: `again` is the second
 * one; when they are put forward, one that other days have is missing.
 */
export interface Row {
  /** "HH:MM". */
  readonly wall: string;
  readonly again: boolean;
}

/** A day in a calendar: where each row of the axis begins, in milliseconds; null where the day has no such half hour. */
export interface DayColumn {
  readonly day: CalendarDate;
  readonly starts: readonly (number | null)[];
}

export interface DayAxis {
  readonly rows: readonly Row[];
  readonly columns: readonly DayColumn[];
}

const keyOf = ({ wall, again }: Row) => `${wall}${again ? "+" : ""}`;

/** The half hours of days, side by side: a row is the same time of the clock on each of them. */
export function dayAxis(days: readonly CalendarDate[], timeZone: string): DayAxis {
  const halves = days.map((day) => halfHoursOf(day, timeZone));
  const all = new Map(halves.flatMap((half) => [...half.values()].map(({ row }) => [keyOf(row), row] as const)));
  const rows = [...all.values()].sort((left, right) => keyOf(left).localeCompare(keyOf(right)));
  return {
    rows: withRepeatsTogether(rows),
    columns: days.map((day, index) => ({
      day,
      starts: withRepeatsTogether(rows).map((row) => halves[index]?.get(keyOf(row))?.start ?? null),
    })),
  };
}

function halfHoursOf(day: CalendarDate, timeZone: string) {
  const end = startOfDay(addDays(day, 1), timeZone).getTime();
  const halves = new Map<string, { readonly row: Row; readonly start: number }>();
  for (let start = startOfDay(day, timeZone).getTime(); start < end; start += rowMilliseconds) {
    const wall = wallTime(new Date(start), timeZone);
    const row = { wall, again: halves.has(wall) };
    halves.set(keyOf(row), { row, start });
  }
  return halves;
}

// An hour that comes twice comes as a whole: 01:00, 01:30, and then 01:00 and 01:30 again.
function withRepeatsTogether(rows: readonly Row[]): readonly Row[] {
  const repeated = rows.filter(({ again }) => again);
  const last = repeated.at(-1)?.wall;
  const once = rows.filter(({ again }) => !again);
  if (last === undefined) {
    return once;
  }
  const place = once.findIndex(({ wall }) => wall > last);
  return place === -1 ? [...once, ...repeated] : [...once.slice(0, place), ...repeated, ...once.slice(place)];
}

/** The part of an axis that is worth showing: working hours, and whatever lies before or after them. */
export function trimmed(axis: DayAxis, from: string, to: string, instants: readonly number[]): DayAxis {
  const used = axis.columns.flatMap((column) => instants.map((instant) => rowAt(column, instant)));
  const rows = used.filter((row) => row !== null).map(Math.floor);
  const opening = axis.rows.findIndex(({ wall }) => wall >= from);
  const closing = axis.rows.findLastIndex(({ wall }) => wall < to);
  const first = Math.min(opening === -1 ? 0 : opening, ...rows);
  const last = Math.max(closing, ...rows);
  return {
    rows: axis.rows.slice(first, last + 1),
    columns: axis.columns.map(({ day, starts }) => ({ day, starts: starts.slice(first, last + 1) })),
  };
}

/** Where an instant is on a column's axis, in rows from its top; null when it is on another day, or not shown. */
export function rowAt({ starts }: DayColumn, instant: number): number | null {
  const row = starts.findIndex((start) => start !== null && start <= instant && instant < start + rowMilliseconds);
  const start = starts[row];
  return start === null || start === undefined ? null : row + (instant - start) / rowMilliseconds;
}

/** From where to where something lies in a column, in rows; what begins before or ends after it is cut off there. */
export function spanOf(column: DayColumn, startsAt: number, endsAt: number) {
  const known = column.starts.filter((start) => start !== null);
  const [first, last] = [known[0], known.at(-1)];
  if (first === undefined || last === undefined || endsAt <= first || startsAt >= last + rowMilliseconds) {
    return null;
  }
  const top = rowAt(column, Math.max(startsAt, first)) ?? 0;
  const bottom = rowAt(column, Math.min(endsAt, last + rowMilliseconds) - 1);
  return { top, height: (bottom ?? column.starts.length) - top + 1 / rowMilliseconds };
}

/** The instant at so many rows from a column's top, on a step of minutes; null where the day has no such time. */
export function instantAt({ starts }: DayColumn, rows: number, stepMinutes: number): number | null {
  const start = starts[Math.floor(rows)];
  if (start === null || start === undefined) {
    return null;
  }
  const step = stepMinutes * 60_000;
  return start + Math.floor(((rows - Math.floor(rows)) * rowMilliseconds) / step) * step;
}
