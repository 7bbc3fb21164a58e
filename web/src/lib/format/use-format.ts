import { useMemo } from "react";
import { useTranslation } from "../i18n/use-translation.ts";
import { useViewer } from "../viewer.ts";
import { type CalendarDate, formatCalendarDate, formatDateRange } from "./calendar-date.ts";
import { numberFormat } from "./formatters.ts";
import { formatMoney, type MoneyValue } from "./money.ts";
import { formatDay, formatTime, zoneName } from "./zoned-time.ts";

/** Formatting bound to the reader's locale and to the organization's time zone. */
export function useFormat() {
  const { locale } = useTranslation();
  const { timeZone } = useViewer().organization;
  return useMemo(
    () => ({
      locale,
      timeZone,
      get zone() {
        return zoneName(timeZone, locale);
      },
      number: (value: number) => numberFormat(locale).format(value),
      percent: (share: number) => numberFormat(locale, { style: "percent", maximumFractionDigits: 0 }).format(share),
      /** With what of it is less than a percent. */
      percentage: (share: number) => numberFormat(locale, { style: "percent", maximumFractionDigits: 2 }).format(share),
      money: (value: MoneyValue) => formatMoney(value, locale),
      date: (value: CalendarDate, options?: Intl.DateTimeFormatOptions) => formatCalendarDate(value, locale, options),
      dateRange: (from: CalendarDate, to: CalendarDate) => formatDateRange(from, to, locale),
      time: (instant: string) => formatTime(instant, timeZone, locale),
      day: (instant: string | Date, options?: Intl.DateTimeFormatOptions) =>
        formatDay(instant, timeZone, locale, options),
    }),
    [locale, timeZone],
  );
}
