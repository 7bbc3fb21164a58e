import type { FreeSlotFragment } from "../../graphql/graphql.ts";
import type { CalendarDate } from "../../lib/format/calendar-date.ts";
import { dayInZone, hourInZone } from "../../lib/format/zoned-time.ts";

/** A time, and the providers who are free then in the server's order; nobody when it was taken a moment ago. */
export interface FreeTime {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly providers: readonly NonNullable<FreeSlotFragment["provider"]>[];
}

/** One entry for each start. Slots whose provider the viewer cannot see cannot be booked either. */
export function freeTimes(slots: readonly FreeSlotFragment[]): readonly FreeTime[] {
  const times = new Map<string, FreeTime>();
  for (const { startsAt, endsAt, provider } of slots) {
    if (provider === null) {
      continue;
    }
    const known = times.get(startsAt);
    if (known?.providers.some(({ id }) => id === provider.id)) {
      continue;
    }
    times.set(startsAt, { startsAt, endsAt, providers: [...(known?.providers ?? []), provider] });
  }
  return [...times.values()].sort((left, right) => left.startsAt.localeCompare(right.startsAt));
}

/** The times before and after the zone's noon. */
export function byHalfDay(times: readonly FreeTime[], timeZone: string) {
  const isMorning = ({ startsAt }: FreeTime) => hourInZone(startsAt, timeZone) < 12;
  return { morning: times.filter(isMorning), afternoon: times.filter((time) => !isMorning(time)) };
}

/** The times of a day with those that somebody took while the reader was choosing, in their places. */
export function includingTaken(times: readonly FreeTime[], taken: readonly FreeTime[]): readonly FreeTime[] {
  const gone = taken.filter(({ startsAt }) => !times.some((time) => time.startsAt === startsAt));
  return [...times, ...gone].sort((left, right) => left.startsAt.localeCompare(right.startsAt));
}

/** Which days of a month can be chosen. After an answer that was cut off nothing is known of what follows. */
export interface FreeDays {
  readonly first: CalendarDate | null;
  readonly isFree: (day: CalendarDate) => boolean;
}

export function freeDays(
  slots: readonly { readonly startsAt: string }[],
  limit: number,
  today: CalendarDate,
  timeZone: string,
): FreeDays {
  const days = new Set(slots.map(({ startsAt }) => dayInZone(startsAt, timeZone)));
  const last = slots.length < limit ? null : ([...days].sort().at(-1) ?? null);
  return {
    first: [...days].sort()[0] ?? null,
    isFree: (day) => day >= today && (days.has(day) || (last !== null && day > last)),
  };
}
