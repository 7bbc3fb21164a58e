import type { CalendarDate } from "../../lib/format/calendar-date.ts";
import { dateTimeFormat } from "../../lib/format/formatters.ts";

/** What is asked for by what was typed: words, numbers and addresses, and a day of birth in the reader's own order. */
export function searchTerms(
  typed: string,
  locale: string,
): { readonly search?: string; readonly birthDate?: CalendarDate } {
  const words = typed.split(/\s+/).filter((word) => word !== "");
  const days = words.map((word) => dayOf(word, locale));
  const at = days.findIndex((day) => day !== null);
  const birthDate = days[at] ?? undefined;
  const search = words.filter((_, index) => index !== at).join(" ");
  return { ...(search === "" ? {} : { search }), ...(birthDate === undefined ? {} : { birthDate }) };
}

function dayOf(word: string, locale: string): CalendarDate | null {
  const iso = /^\d{4}-\d\d-\d\d$/.test(word) ? word : null;
  const numbers = /^(\d{1,2})[./-](\d{1,2})[./-](\d{4})$/.exec(word)?.slice(1);
  const date = iso ?? (numbers && inOrder(numbers, locale)) ?? null;
  // Neither the 31st of February nor a 13th month.
  return date !== null && isReal(date) ? date : null;
}

function inOrder(numbers: readonly string[], locale: string): string {
  const parts = dateTimeFormat(locale, { calendar: "gregory" }).formatToParts(new Date(0));
  const order = parts.flatMap(({ type }) => (type === "day" || type === "month" ? [type] : []));
  const [first = "", second = "", year = ""] = numbers.map((number) => number.padStart(2, "0"));
  return order[0] === "month" ? `${year}-${first}-${second}` : `${year}-${second}-${first}`;
}

function isReal(date: string): boolean {
  const instant = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().slice(0, 10) === date;
}
