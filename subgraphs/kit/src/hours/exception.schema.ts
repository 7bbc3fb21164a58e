import { z } from "zod";
import { isCalendarDay } from "../graphql/scalars.ts";
import { VisitType } from "../graphql/visit-type.enum.ts";
import { isPlannable, withinPlanning } from "../time/planning.limit.ts";
import { endTime, startTime } from "./weekly.schema.ts";

const longestException = 366;
const dayLength = 24 * 60 * 60_000;

const day = z.string().refine(isCalendarDay, { error: "must be a real day, YYYY-MM-DD", abort: true });

/** The day from which on hours are others. */
export const firstDay = day.refine(isPlannable, withinPlanning);

/** What an exception obeys, but for where its provider's calendar is. */
export const availabilityException = z
  .object({
    kind: z.enum(["LEAVE", "EXTRA_HOURS"]),
    fromDay: firstDay,
    toDay: day.nullish(),
    from: startTime.nullish(),
    to: endTime.nullish(),
    visitTypes: z
      .array(z.enum(VisitType))
      .min(1, "must name a visit type; leave it out to allow all of them")
      .nullish(),
  })
  .transform(({ toDay, from, to, visitTypes, ...exception }) => ({
    ...exception,
    toDay: toDay ?? exception.fromDay,
    from: from ?? null,
    to: to ?? null,
    visitTypes: visitTypes ? Object.values(VisitType).filter((type) => visitTypes.includes(type)) : null,
  }))
  .superRefine(({ kind, fromDay, toDay, from, to, visitTypes }, context) => {
    const refuse = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    if (toDay < fromDay) refuse("toDay", "must not be before `fromDay`");
    if (Date.parse(toDay) - Date.parse(fromDay) >= longestException * dayLength) {
      refuse("toDay", `must be within ${longestException} days of \`fromDay\`: add another one for the rest`);
    }
    if (kind === "EXTRA_HOURS" && from === null) refuse("from", "must say when the extra hours begin");
    if ((from === null) !== (to === null)) refuse(from === null ? "from" : "to", "must be there when the other one is");
    if (from !== null && to !== null && from >= to) refuse("to", "must be later than `from`");
    if (kind === "LEAVE" && visitTypes !== null) {
      refuse("visitTypes", "must be left out: who is on leave sees nobody");
    }
  });
