import { isCalendarDay, VisitType, Weekday } from "@careconnect/kit";
import { z } from "zod";

const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** `24:00` is the midnight that ends the day. */
const endOfHours = timeOfDay.or(z.literal("24:00"));

export const weeklyHours = z.object({
  day: z.enum(Weekday),
  from: timeOfDay,
  /** Later than `from`. */
  to: endOfHours,
  /** Null: all of them. */
  visitTypes: z.array(z.enum(VisitType)).readonly().nullable(),
});

/** Hours that come again every week, on the clocks on a provider's wall. */
export type WeeklyHours = z.infer<typeof weeklyHours>;

/** A part of a day of every week in which a location is open. */
export const openingInterval = weeklyHours.omit({ visitTypes: true });

export type OpeningInterval = z.infer<typeof openingInterval>;

export const calendarDay = z.string().refine(isCalendarDay);

/** Days on which the hours are not those of the week. */
export const hoursException = z.object({
  /** Leave closes all that would be open otherwise, extra hours too. */
  kind: z.enum(["LEAVE", "EXTRA_HOURS"]),
  fromDay: calendarDay,
  /** The last day. */
  toDay: calendarDay,
  /** On each of the days; null, of leave alone: all day. */
  from: timeOfDay.nullable(),
  to: endOfHours.nullable(),
  /** What extra hours are for; null for all. */
  visitTypes: z.array(z.enum(VisitType)).nullable(),
});

export type HoursException = z.infer<typeof hoursException>;

/** Days that licences cover without a gap; the last one is null when there is none. */
export const licensedSpan = z.object({ from: calendarDay, until: calendarDay.nullable() });

export type LicensedSpan = z.infer<typeof licensedSpan>;

/** The weekly hours from one day on, until another template takes its place. */
export interface WeeklyTemplate {
  /** `YYYY-MM-DD` on the provider's wall. */
  readonly effectiveFrom: string;
  readonly weekly: readonly WeeklyHours[];
}
