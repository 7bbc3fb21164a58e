import { counts } from "../../graphql/limits.ts";
import type { CalendarDate } from "../../lib/format/calendar-date.ts";
import { dayInZone } from "../../lib/format/zoned-time.ts";

/** How often visits of a series are. */
export const repetitions = ["DAILY", "WEEKLY", "TWO_WEEKLY", "FOUR_WEEKLY", "MONTHLY"] as const;

export type Repetition = (typeof repetitions)[number];

/** The fewest visits that are a series. */
export const fewestVisits = 2;

interface Rule {
  /** @param first the day of the first visit */
  readonly rule: (first: CalendarDate) => string;
  readonly inYear: number;
}

const rules: Readonly<Record<Repetition, Rule>> = {
  DAILY: { rule: () => "FREQ=DAILY", inYear: 365 },
  WEEKLY: { rule: () => "FREQ=WEEKLY", inYear: 52 },
  TWO_WEEKLY: { rule: () => "FREQ=WEEKLY;INTERVAL=2", inYear: 26 },
  FOUR_WEEKLY: { rule: () => "FREQ=WEEKLY;INTERVAL=4", inYear: 13 },
  MONTHLY: { rule: monthly, inYear: 12 },
};

const lastOfAllMonths = 28;

/** Of a month that has no such day it is the last one: the rule alone would leave the month out. */
function monthly(first: CalendarDate): string {
  const day = Number(first.slice(-2));
  if (day <= lastOfAllMonths) {
    return "FREQ=MONTHLY";
  }
  const days = Array.from({ length: day - lastOfAllMonths + 1 }, (_, index) => lastOfAllMonths + index);
  return `FREQ=MONTHLY;BYMONTHDAY=${days.join(",")};BYSETPOS=-1`;
}

const mostYears = 2;

/** How many visits such a series has at most: as many as the server books at once, and as lie within two years. */
export function mostVisits(repetition: Repetition): number {
  return Math.min(counts.BookAppointmentSeriesInput.rule.max, mostYears * rules[repetition].inYear);
}

interface FirstVisit {
  readonly startsAt: string;
  /** The provider's: the server works a rule out on their wall. */
  readonly timeZone?: string | undefined;
}

/** As RFC 5545 has it. */
export function ruleOf(repetition: Repetition, count: number, { startsAt, timeZone }: FirstVisit): string {
  return `${rules[repetition].rule(dayInZone(startsAt, timeZone ?? "UTC"))};COUNT=${count}`;
}

/** A first day of each kind that a rule tells apart. */
const firstDays = ["2027-01-01", "2027-01-29", "2027-01-30", "2027-01-31"];

/** Which of the repetitions a rule is; null for one that is none of them. */
export function repetitionOf(rule: string): Repetition | null {
  const endless = rule.replace(/;(COUNT|UNTIL)=[^;]*/, "");
  return repetitions.find((name) => firstDays.some((first) => rules[name].rule(first) === endless)) ?? null;
}
