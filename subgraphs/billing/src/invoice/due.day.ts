import { Temporal } from "temporal-polyfill";

/** The last moment of the day in a zone that lies so many days after an instant: what is due on a day is not overdue on it. */
export function endOfDayAfter(instant: Date, days: number, timeZone: string): Date {
  const next = Temporal.Instant.fromEpochMilliseconds(instant.getTime())
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .add({ days: days + 1 })
    .toZonedDateTime(timeZone);
  return new Date(next.epochMilliseconds - 1);
}
