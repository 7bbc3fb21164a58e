import { dateTimeFormat } from "./formatters.ts";

/** A calendar day, "YYYY-MM-DD": no time and no zone, so it is the same day for every reader. */
export type CalendarDate = string;

const dayMilliseconds = 86_400_000;

// Read and written in UTC on purpose: a local midnight would show the day before to everyone west of Greenwich.
function asUtc(date: CalendarDate): Date {
  return new Date(`${date}T00:00:00Z`);
}

export function formatCalendarDate(
  date: CalendarDate,
  locale: string,
  options: Intl.DateTimeFormatOptions = { dateStyle: "medium" },
): string {
  return dateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(asUtc(date));
}

/** From one day to another, with what both have in common said once: "Nov 16 – 22, 2026". */
export function formatDateRange(from: CalendarDate, to: CalendarDate, locale: string): string {
  return dateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" }).formatRange(asUtc(from), asUtc(to));
}

export function addDays(date: CalendarDate, days: number): CalendarDate {
  return new Date(asUtc(date).getTime() + days * dayMilliseconds).toISOString().slice(0, 10);
}

/** 1 is Monday, 7 is Sunday. */
export function isoWeekday(date: CalendarDate): number {
  return asUtc(date).getUTCDay() || 7;
}

export function mondayOf(date: CalendarDate): CalendarDate {
  return addDays(date, 1 - isoWeekday(date));
}

/** Whole years lived on a day. Someone born on 29 February has the birthday on 1 March in common years. */
export function ageOn(birthDate: CalendarDate, day: CalendarDate): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** A calendar month, "YYYY-MM". */
export type CalendarMonth = string;

export function monthOf(date: CalendarDate): CalendarMonth {
  return date.slice(0, 7);
}

export function firstDayOf(month: CalendarMonth): CalendarDate {
  return `${month}-01`;
}

export function addMonths(month: CalendarMonth, months: number): CalendarMonth {
  const first = asUtc(firstDayOf(month));
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + months, 1)).toISOString().slice(0, 7);
}

/** The days of a month, first to last. */
export function daysOf(month: CalendarMonth): readonly CalendarDate[] {
  const end = firstDayOf(addMonths(month, 1));
  const days: CalendarDate[] = [];
  for (let day = firstDayOf(month); day < end; day = addDays(day, 1)) {
    days.push(day);
  }
  return days;
}
