import type { CalendarDate } from "../../lib/format/calendar-date.ts";

interface Period {
  readonly startsOn: CalendarDate;
  readonly endsOn: CalendarDate | null;
}

/** Whether something holds on a day, held before, or will. */
export type Validity = "past" | "current" | "future";

export function validityOn({ startsOn, endsOn }: Period, day: CalendarDate): Validity {
  if (endsOn !== null && endsOn < day) {
    return "past";
  }
  return startsOn > day ? "future" : "current";
}
