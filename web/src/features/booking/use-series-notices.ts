import { notifications } from "@mantine/notifications";
import { useFormat } from "../../lib/format/use-format.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";

/** What is said after something was done to several visits at once. */
export function useSeriesNotices() {
  const { t } = useTranslation();
  const format = useFormat();
  const done = (message: string) => notifications.show({ color: "green", message });
  return {
    seriesBooked(startsAt: string, name: string | null | undefined, count: number): void {
      const day = format.day(startsAt, { weekday: "short", day: "numeric", month: "short" });
      done(t("booking.series.done", { name: name ?? t("person.hidden"), day, time: format.time(startsAt), count }));
    },
    seriesChanged(name: string | null | undefined, count: number): void {
      done(t("booking.change.done", { name: name ?? t("person.hidden"), count }));
    },
    seriesCancelled(name: string | null | undefined, count: number): void {
      done(t("booking.series.cancelled", { name: name ?? t("person.hidden"), count }));
    },
  };
}
