import { type ProviderHoursFragment, VisitType, type Weekday, type WeeklyHoursInput } from "../../graphql/graphql.ts";
import { counts } from "../../graphql/limits.ts";

/** Hours of one day as they are being edited; "HH:MM", empty while they are not chosen. */
export interface Hours {
  /** Tells hours apart while they are edited; the server does not know it. */
  readonly key: string;
  readonly day: Weekday;
  readonly from: string;
  readonly to: string;
  /** Empty: for all visits. */
  readonly visitTypes: readonly VisitType[];
}

export const weekdays = [
  "MONDAY",
  "TUESDAY",
  "WEDNESDAY",
  "THURSDAY",
  "FRIDAY",
  "SATURDAY",
  "SUNDAY",
] as const satisfies readonly Weekday[];
export const visitTypes = Object.values(VisitType);
const workingDays: readonly Weekday[] = weekdays.slice(0, 5);

interface SavedHours {
  readonly day: Weekday;
  readonly from: string;
  readonly to: string;
  readonly visitTypes: readonly VisitType[] | null;
}

/** The hours of a week, and from which day to come they hold; null for those that hold today. */
export interface Week {
  readonly from: string | null;
  readonly hours: readonly SavedHours[];
}

/** What holds today, and what begins on a day to come, the first one first. */
export function weeksOf({ weeklyHours, plannedWeeks }: ProviderHoursFragment): readonly [Week, ...Week[]] {
  const planned = (plannedWeeks ?? []).map(({ effectiveFrom, hours }) => ({ from: effectiveFrom, hours }));
  return [{ from: null, hours: weeklyHours ?? [] }, ...planned];
}

export function editable(saved: readonly SavedHours[]): readonly Hours[] {
  return saved.map(({ day, from, to, visitTypes: only }) => ({
    key: crypto.randomUUID(),
    day,
    from,
    to,
    visitTypes: only ?? [],
  }));
}

export function inputOf(hours: readonly Hours[]): WeeklyHoursInput[] {
  return hours.map(({ day, from, to, visitTypes: only }) => ({
    day,
    from,
    to,
    ...(only.length === 0 ? {} : { visitTypes: [...only] }),
  }));
}

/** Hours of a day in the order of time; those that are not chosen yet last. */
export function ofDay(hours: readonly Hours[], day: Weekday): readonly Hours[] {
  return hours.filter((one) => one.day === day);
}

/** Whether a day has as many hours as it may have. */
export function isFull(hours: readonly Hours[]): boolean {
  return hours.length >= counts.WeeklyHoursInput.day.max;
}

/** More hours on a day: after those that it has, or a working morning. */
export function withMore(hours: readonly Hours[], day: Weekday): readonly Hours[] {
  const last = ofDay(hours, day)
    .map(({ to }) => to)
    .sort()
    .at(-1);
  const [from, to] = last === undefined ? ["09:00", "17:00"] : last < "17:00" ? [last, "18:00"] : ["", ""];
  return [...hours, { key: crypto.randomUUID(), day, from, to, visitTypes: [] }];
}

/** The same hours from Monday to Friday as on a day. */
export function copied(hours: readonly Hours[], day: Weekday): readonly Hours[] {
  const pattern = ofDay(hours, day);
  const others = hours.filter((one) => !workingDays.includes(one.day) || one.day === day);
  const copies = workingDays
    .filter((other) => other !== day)
    .flatMap((other) => pattern.map((one) => ({ ...one, key: crypto.randomUUID(), day: other })));
  return [...others, ...copies];
}

export type HoursProblem = "from" | "to" | "order" | "overlap";

/** What is wrong with hours, by their key. The end of a day is "24:00", which a time field shows as midnight. */
export function problemsOf(hours: readonly Hours[]): ReadonlyMap<string, HoursProblem> {
  const problems = new Map<string, HoursProblem>();
  for (const one of hours) {
    const problem = one.from === "" ? "from" : one.to === "" ? "to" : one.to <= one.from ? "order" : null;
    if (problem !== null) {
      problems.set(one.key, problem);
    }
  }
  for (const day of weekdays) {
    const sorted = [...ofDay(hours, day)]
      .filter(({ key }) => !problems.has(key))
      .sort((a, b) => a.from.localeCompare(b.from));
    for (const [index, one] of sorted.entries()) {
      const next = sorted[index + 1];
      if (next !== undefined && next.from < one.to) {
        problems.set(next.key, "overlap");
      }
    }
  }
  return problems;
}

/** Minutes that a week has in all; hours that are not chosen count for nothing. */
export function minutesOf(hours: readonly Hours[]): number {
  const minutes = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
  return hours.reduce((sum, { from, to }) => sum + (from !== "" && to > from ? minutes(to) - minutes(from) : 0), 0);
}

/** Whether two weeks are the same, in whatever order. */
export function sameWeek(left: readonly Hours[], right: readonly Hours[]): boolean {
  const text = (hours: readonly Hours[]) =>
    hours
      .map(({ day, from, to, visitTypes: only }) => `${day} ${from} ${to} ${[...only].sort().join()}`)
      .sort()
      .join("\n");
  return text(left) === text(right);
}

/** A time field has no 24:00: midnight as an end is the end of the day. */
export const asEnd = (time: string) => (time === "00:00" ? "24:00" : time);
export const asField = (time: string) => (time === "24:00" ? "00:00" : time);
