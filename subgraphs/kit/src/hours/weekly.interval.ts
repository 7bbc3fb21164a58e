import { VisitType } from "../graphql/visit-type.enum.ts";
import { Weekday } from "../graphql/weekday.enum.ts";

/** One stretch of a provider's week: times of day in the provider's own zone, `HH:MM`; `24:00` ends a day. */
export interface WeeklyInterval {
  readonly day: Weekday;
  readonly from: string;
  readonly to: string;
  /** Null for all. */
  readonly visitTypes: readonly VisitType[] | null;
}

const weekdays = Object.values(Weekday);
const allVisitTypes = Object.values(VisitType);

/** Intervals in the order of the week, their visit types in the order of the enum: equal templates look equal. */
export function inWeekOrder(intervals: readonly WeeklyInterval[]): WeeklyInterval[] {
  return intervals
    .map(({ day, from, to, visitTypes }) => ({
      day,
      from,
      to,
      visitTypes: visitTypes && allVisitTypes.filter((type) => visitTypes.includes(type)),
    }))
    .sort((one, other) => weekdays.indexOf(one.day) - weekdays.indexOf(other.day) || inOrder(one.from, other.from));
}

/** Times of day compare as text, because all of them have the form HH:MM. */
export function inOrder(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
