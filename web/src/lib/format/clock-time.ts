import { dateTimeFormat } from "./formatters.ts";

/** An hour of the clock as the server writes it, "09:30" up to "24:00", as the reader's clocks show it. */
export function formatClockTime(time: string, locale: string): string {
  return dateTimeFormat(locale, { timeStyle: "short", timeZone: "UTC" }).format(Date.parse(`1970-01-01T${time}Z`));
}

/** From one hour of the clock to another. */
export function formatHours({ from, to }: { readonly from: string; readonly to: string }, locale: string): string {
  return `${formatClockTime(from, locale)} – ${formatClockTime(to, locale)}`;
}
