const dayLength = 24 * 60 * 60 * 1_000;

/** The calendar days, `YYYY-MM-DD`, that `timeZone` sees between `from` and `to` (excluded), the first one first. */
export function localDays(from: Date, to: Date, timeZone: string): string[] {
  const days: string[] = [];
  const last = noonOf(localDay(new Date(to.getTime() - 1), timeZone));
  for (let noon = noonOf(localDay(from, timeZone)); noon <= last; noon += dayLength) {
    days.push(new Date(noon).toISOString().slice(0, 10));
  }
  return days;
}

/** Noon in UTC, where no day is longer than another: a place from which to step to the next day. */
function noonOf(day: string): number {
  return Date.parse(`${day}T12:00:00Z`);
}

function localDay(instant: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat("en", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" });
  const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]));
  return `${parts.get("year")?.padStart(4, "0")}-${parts.get("month")}-${parts.get("day")}`;
}
