import { z } from "zod";
import { VisitType } from "../graphql/visit-type.enum.ts";
import { Weekday } from "../graphql/weekday.enum.ts";
import { inOrder, inWeekOrder, type WeeklyInterval } from "./weekly.interval.ts";

const longestDay = 10;

// Whatever is no time of day ends the check of its interval: there is nothing to compare.
const timeOfDay = (form: RegExp, error: string) => z.string().regex(form, { error, abort: true });
export const startTime = timeOfDay(/^(?:[01]\d|2[0-3]):[0-5]\d$/, "must be a time of day from 00:00 to 23:59");
export const endTime = timeOfDay(/^(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/, "must be a time of day from 00:01 to 24:00");

const interval = z
  .strictObject({
    day: z.enum(Weekday),
    from: startTime,
    to: endTime,
    visitTypes: z
      .array(z.enum(VisitType))
      .min(1, "must name a visit type; leave it out to allow all of them")
      .nullish()
      .transform((types) => types ?? null),
  })
  .refine(({ from, to }) => from < to, { path: ["to"], message: "must be later than `from`" });

/** A template of the week, whichever way it comes in: what overlaps or is too long is named by its place. */
export const weeklyIntervals = z
  .array(interval)
  .max(longestDay * 7, `must have ${longestDay * 7} intervals at most`)
  .superRefine((intervals, context) => {
    const refuse = (path: (string | number)[], message: string) => context.addIssue({ code: "custom", path, message });
    for (const day of Object.values(Weekday)) {
      const ofDay = [...intervals.entries()].filter(([, { day: other }]) => other === day);
      const [tooMany] = ofDay.slice(longestDay);
      if (tooMany) refuse([tooMany[0], "day"], `must not have more than ${longestDay} intervals: join some of them`);
      for (const index of overlapping(ofDay)) {
        refuse([index, "from"], "overlaps another interval of the day: join them or move one of them");
      }
    }
  })
  .transform(inWeekOrder);

/** The indexes of those that start before an earlier one has ended. */
function overlapping(ofDay: readonly (readonly [index: number, interval: WeeklyInterval])[]): number[] {
  const sorted = ofDay
    .filter(([, { from, to }]) => from < to)
    .sort(([, one], [, other]) => inOrder(one.from, other.from));
  let busyUntil = "00:00";
  return sorted.flatMap(([index, { from, to }]) => {
    const overlaps = from < busyUntil;
    if (to > busyUntil) busyUntil = to;
    return overlaps ? [index] : [];
  });
}
