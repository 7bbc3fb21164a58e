import { VisitType, Weekday } from "@careconnect/kit";

/** One stretch of a provider's week: times of day in the provider's own zone, `HH:MM`; `24:00` ends a day. */
export interface WeeklyInterval {
  readonly day: Weekday;
  readonly from: string;
  readonly to: string;
  /** Null for all. */
  readonly visitTypes: readonly VisitType[] | null;
}

/** Intervals in the order of the week, their visit types in the order of the enum: equal templates look equal. */
export function inWeekOrder(intervals: readonly WeeklyInterval[]): WeeklyInterval[] {
  return intervals
    .map(({ day, from, to, visitTypes }) => ({
      day,
      from,
      to,
      visitTypes: visitTypes && allVisitTypes.filter((type) => visitTypes.includes(type)),
    }))
    .sort((one, other) => rankOf(one.day) - rankOf(other.day) || minutesOf(one.from) - minutesOf(other.from));
}

/** An interval as it is stored: in minutes past midnight. */
export interface StoredInterval {
  readonly day: Weekday;
  readonly fromMinute: number;
  readonly toMinute: number;
  readonly visitTypes?: readonly VisitType[] | null | undefined;
}

export function intervalOf({ day, fromMinute, toMinute, visitTypes }: StoredInterval): WeeklyInterval {
  return { day, from: timeOf(fromMinute), to: timeOf(toMinute), visitTypes: visitTypes ?? null };
}

/** `09:30` is 570. */
export function minutesOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
}

/** 570 is `09:30`. */
export function timeOf(minutes: number): string {
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

const weekdays = Object.values(Weekday);
const allVisitTypes = Object.values(VisitType);

const rankOf = (day: Weekday) => weekdays.indexOf(day);
const pad = (number: number) => String(number).padStart(2, "0");
