import { addDays, type CalendarDate, isoWeekday, mondayOf } from "../../lib/format/calendar-date.ts";
import { dayInZone, startOfDay } from "../../lib/format/zoned-time.ts";

const halfHour = 30 * 60_000;

export interface DayCount {
  readonly date: CalendarDate;
  readonly total: number;
  readonly fulfilled: number;
  readonly cancelled: number;
}

/** The instants that the dashboard asks about: the clinic's today, and the days around it that its charts show. */
export function dashboardBounds(now: Date, timeZone: string) {
  const today = dayInZone(now, timeZone);
  const start = (date: CalendarDate) => startOfDay(date, timeZone).toISOString();
  // Visits that began within the last half hour are still going on, by and large: the day's table starts there. The period
  // before it has a length also when the day has just begun.
  const recently = new Date(Math.max(now.getTime() - halfHour, startOfDay(today, timeZone).getTime() + 1));
  return {
    today,
    variables: {
      dayFrom: start(today),
      recently: recently.toISOString(),
      dayTo: start(addDays(today, 1)),
      // A week back for the comparison, a week ahead for the course of what comes; this week lies between.
      periodFrom: start(addDays(today, -7)),
      periodTo: start(addDays(today, 8)),
      timeZone,
    },
  };
}

/** The counts of consecutive days. The server leaves out days on which nothing was booked. */
export function countsOf(counts: readonly DayCount[], from: CalendarDate, days: number): readonly DayCount[] {
  const known = new Map(counts.map((count) => [count.date, count]));
  return Array.from({ length: days }, (_, index) => {
    const date = addDays(from, index);
    return known.get(date) ?? { date, total: 0, fulfilled: 0, cancelled: 0 };
  });
}

/** How many visits there are: what was called off is none, in every number and every chart of the dashboard. */
export function visitsIn({ total, cancelled }: { readonly total: number; readonly cancelled: number }): number {
  return total - cancelled;
}

/** How many visits each of consecutive days has. */
export function visitsOf(counts: readonly DayCount[], from: CalendarDate, days: number): readonly number[] {
  return countsOf(counts, from, days).map(visitsIn);
}

/** Monday to Friday, and the days of the weekend on which the clinic is open. */
export function weekOf(counts: readonly DayCount[], today: CalendarDate): readonly DayCount[] {
  return countsOf(counts, mondayOf(today), 7).filter((day) => isoWeekday(day.date) < 6 || visitsIn(day) > 0);
}

/** How many visits today has: undefined while that loads, null when the service failed. */
export function todaysVisits(counts: readonly DayCount[] | null | undefined, today: CalendarDate) {
  return counts && visitsOf(counts, today, 1)[0];
}

/** How many more visits today has than the same weekday before, as a share; null when there were none then. */
export function changeSinceLastWeek(counts: readonly DayCount[], today: CalendarDate): number | null {
  const [before = 0] = visitsOf(counts, addDays(today, -7), 1);
  const [now = 0] = visitsOf(counts, today, 1);
  return before === 0 ? null : now / before - 1;
}

/** The part of a day to look at now: what goes on and comes next, filled up with what was last. */
export function aroundNow<Row>(before: readonly Row[], fromNow: readonly Row[], rows: number): readonly Row[] {
  const ahead = fromNow.slice(0, rows);
  const missing = rows - ahead.length;
  return [...before.slice(0, missing).reverse(), ...ahead];
}
