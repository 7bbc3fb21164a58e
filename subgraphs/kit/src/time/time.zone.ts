import { z } from "zod";

/** Whether `name` is the IANA name of a time zone, e.g. `America/New_York`. */
export function isTimeZone(name: string): boolean {
  // Intl takes offsets, too, which know nothing of daylight saving time.
  if (/^[+-]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** A time zone that comes from outside, by its IANA name, in whatever case it was written. */
export const timeZoneName = z
  .string()
  .refine(isTimeZone, { error: "must be an IANA time zone such as America/New_York", abort: true })
  .transform((name) => {
    const { timeZone } = new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions();
    // Another name of the same zone is no other way to write this one.
    return timeZone.toLowerCase() === name.toLowerCase() ? timeZone : name;
  });

/** The day, YYYY-MM-DD, that the calendar on the wall of `timeZone` (an IANA name) shows at an instant. */
export function dayIn(timeZone: string, instant: Date): string {
  const parts = new Map(
    formatOf(timeZone)
      .formatToParts(instant)
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.get("year")?.padStart(4, "0")}-${parts.get("month")}-${parts.get("day")}`;
}

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats are slow to make; there are some hundred zones, so that all of them may be kept. */
function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const format = new Intl.DateTimeFormat("en-US", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  formats.set(timeZone, format);
  return format;
}
