import { Button } from "@mantine/core";
import { formatHours } from "../../../lib/format/clock-time.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { Badge } from "../../../ui/status/badge.tsx";
import { type Week, weekdays } from "../week-hours.ts";
import styles from "./entries.module.css";

interface WeekListProps {
  readonly weeks: readonly Week[];
  /** From when the one holds that is being changed; null for the one that holds today. */
  readonly shown: string | null;
  /** What is written in the one that is shown would be lost. */
  readonly busy: boolean;
  readonly onShow: (from: string | null) => void;
}

/** What holds today, and what begins on which day. */
export function WeekList({ weeks, shown, busy, onShow }: WeekListProps) {
  const { t } = useTranslation("directory");
  const format = useFormat();
  const textOf = ({ hours }: Week) =>
    weekdays
      .map((day) => ({ day, ofDay: hours.filter((one) => one.day === day) }))
      .filter(({ ofDay }) => ofDay.length > 0)
      .map(({ day, ofDay }) =>
        [t(`weekdays.${day}`), ofDay.map((one) => formatHours(one, format.locale)).join(", ")].join(" "),
      )
      .join(" · ");
  return (
    <ul className={styles.entries} aria-label={t("availability.weeks")}>
      {weeks.map((week) => {
        const name =
          week.from === null
            ? t("availability.holdsToday")
            : t("availability.holdsFrom", { day: format.date(week.from) });
        return (
          <li key={name} className={styles.entry}>
            <span>
              <strong>{name}</strong>
              <span className={styles.detail}>{textOf(week) || t("availability.closed")}</span>
            </span>
            {week.from === shown ? (
              <Badge tone="teal" label={t("availability.shownBelow")} />
            ) : (
              <Button
                variant="default"
                size="xs"
                disabled={busy}
                aria-label={t("availability.showWeek", { name })}
                onClick={() => onShow(week.from)}
              >
                {t("availability.change")}
              </Button>
            )}
          </li>
        );
      })}
    </ul>
  );
}
