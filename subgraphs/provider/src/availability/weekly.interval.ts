import type { VisitType, Weekday, WeeklyInterval } from "@careconnect/kit";

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

const pad = (number: number) => String(number).padStart(2, "0");
