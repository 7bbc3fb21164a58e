import { notifications } from "@mantine/notifications";
import { useMemo } from "react";
import { useFormat } from "../../lib/format/use-format.ts";
import { useTranslation } from "../../lib/i18n/use-translation.ts";

/** What is said after something was done. */
export function useNotices() {
  const { t } = useTranslation();
  const format = useFormat();
  return useMemo(() => {
    const done = (message: string) => notifications.show({ color: "green", message });
    const at = (startsAt: string, name: string | null | undefined) => ({
      name: name ?? t("person.hidden"),
      day: format.day(startsAt, { weekday: "short", day: "numeric", month: "short" }),
      time: format.time(startsAt),
    });
    return {
      booked: (startsAt: string, name: string | null | undefined) => done(t("booking.done.booked", at(startsAt, name))),
      moved: (startsAt: string, name: string | null | undefined) => done(t("booking.done.moved", at(startsAt, name))),
      cancelled: (startsAt: string, name: string | null | undefined) =>
        done(t("booking.done.cancelled", at(startsAt, name))),
      confirmed: (startsAt: string, name: string | null | undefined) =>
        done(t("booking.done.confirmed", at(startsAt, name))),
      checkedIn: (name: string | null | undefined) =>
        done(t("booking.done.checkedIn", { name: name ?? t("person.hidden") })),
      started: (name: string | null | undefined) =>
        done(t("booking.done.started", { name: name ?? t("person.hidden") })),
      failed: (message: string) => notifications.show({ color: "red", message }),
    };
  }, [t, format]);
}
