import { registerEnumType } from "type-graphql";

/** A span of an organization's calendar. */
export enum Period {
  TODAY = "TODAY",
  WEEK = "WEEK",
  MONTH = "MONTH",
  ALL = "ALL",
}

registerEnumType(Period, {
  name: "Period",
  description: "A span of the organization's calendar, in its time zone.",
  valuesConfig: {
    TODAY: { description: "Today, from midnight to midnight." },
    WEEK: { description: "This week, Monday to Sunday." },
    MONTH: { description: "This calendar month." },
    ALL: { description: "Everything there is." },
  },
});

/** The first day of a period and the day after its last, as SQL over `today`. */
export const daysOf: Readonly<Record<Period, { readonly first: string; readonly beyond: string }>> = {
  TODAY: { first: "today", beyond: "today + 1" },
  WEEK: { first: "date_trunc('week', today)::date", beyond: "date_trunc('week', today)::date + 7" },
  MONTH: {
    first: "date_trunc('month', today)::date",
    beyond: "(date_trunc('month', today) + interval '1 month')::date",
  },
  ALL: { first: "'-infinity'::date", beyond: "'infinity'::date" },
};
