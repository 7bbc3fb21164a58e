import { addDays, type CalendarDate, mondayOf } from "../../lib/format/calendar-date.ts";

/** One provider's day, one provider's week, or everybody's day side by side. */
export const calendarViews = ["day", "week", "providers"] as const;

export type CalendarView = (typeof calendarViews)[number];

/** The days that a view shows when it is turned to `day`. */
export function daysShown(view: CalendarView, day: CalendarDate): readonly CalendarDate[] {
  return view === "week" ? Array.from({ length: 7 }, (_, index) => addDays(mondayOf(day), index)) : [day];
}

/** The day to turn to from `day`, one view further or back. */
export function turned(view: CalendarView, day: CalendarDate, direction: 1 | -1): CalendarDate {
  return addDays(day, direction * (view === "week" ? 7 : 1));
}

/** A day from the address; today when there is none, or something else. */
export function dayFrom(parameter: string | null, today: CalendarDate): CalendarDate {
  return parameter !== null && /^\d{4}-\d{2}-\d{2}$/.test(parameter) && !Number.isNaN(Date.parse(parameter))
    ? parameter
    : today;
}
