import * as z from "zod/mini";
import type { CalendarDate } from "../format/calendar-date.ts";

const isDay = /^\d{4}-\d\d-\d\d$/;

/** A day that has to be there, as a date field holds it. */
export function day() {
  return z.string().check(z.minLength(1), z.regex(isDay));
}

/** A day that is not to come. */
export function pastDay(today: CalendarDate) {
  return day().check(z.refine((value) => value <= today, { error: "forms.future" }));
}

/** A day that may be left out; null then. */
export function optionalDay() {
  return z.pipe(
    z.string().check(z.regex(/^(\d{4}-\d\d-\d\d)?$/)),
    z.transform((value): string | null => (value === "" ? null : value)),
  );
}

/** A day that may be left out, and is not to come. */
export function optionalPastDay(today: CalendarDate) {
  return z.pipe(
    z.string().check(
      z.regex(/^(\d{4}-\d\d-\d\d)?$/),
      z.refine((value) => value <= today, { error: "forms.future" }),
    ),
    z.transform((value): string | null => (value === "" ? null : value)),
  );
}

/** That the last of two days, which may be left out, is not before the first; or that it is later than that. */
export function inOrder<First extends string, Last extends string>(first: First, last: Last, { later = false } = {}) {
  type Days = { readonly [Day in First]: string } & { readonly [Day in Last]: string | null };
  return z.refine<Days>(
    (days) => {
      const begin: string = days[first];
      const end: string | null = days[last];
      return end === null || end > begin || (!later && end === begin);
    },
    { path: [last], error: "forms.order" },
  );
}
