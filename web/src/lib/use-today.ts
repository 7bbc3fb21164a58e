import type { CalendarDate } from "./format/calendar-date.ts";
import { dayInZone } from "./format/zoned-time.ts";
import { useViewer } from "./viewer.ts";

/** The day that it is at the clinic. */
export function useToday(): CalendarDate {
  const { timeZone } = useViewer().organization;
  return dayInZone(new Date(), timeZone);
}
