import { Skeleton } from "@mantine/core";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { BarChart, BarLegend } from "../../../ui/chart/bar-chart.tsx";
import { Card } from "../../../ui/layout/card.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { type DayCount, visitsIn, weekOf } from "../dashboard-days.ts";

interface WeekCardProps {
  /** Undefined while loading, null when the service failed. */
  readonly counts: readonly DayCount[] | null | undefined;
  readonly today: string;
  readonly onRetry: () => void;
}

export function WeekCard({ counts, today, onRetry }: WeekCardProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const legend = { softLabel: t("dashboard.booked"), strongLabel: t("dashboard.completed") };
  return (
    <Card title={t("dashboard.weekTitle")} subtitle={t("dashboard.weekSubtitle")} aside={<BarLegend {...legend} />}>
      {counts === undefined && <Skeleton height={212} />}
      {counts === null && <ErrorState quiet onRetry={onRetry} />}
      {counts && (
        <BarChart
          {...legend}
          caption={t("dashboard.weekTable")}
          groupHeading={t("dashboard.day")}
          formatNumber={format.number}
          groups={weekOf(counts, today).map((day) => ({
            label: format.date(day.date, { weekday: "short" }),
            name: format.date(day.date, { weekday: "long", day: "numeric", month: "long" }),
            soft: visitsIn(day),
            strong: day.fulfilled,
          }))}
        />
      )}
    </Card>
  );
}
