import { IconCalendarEvent, IconCalendarTime, IconReceipt, IconUsers } from "@tabler/icons-react";
import type { StaffDashboardQuery } from "../../../graphql/graphql.ts";
import { addDays } from "../../../lib/format/calendar-date.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { MetricCard, type MetricChange } from "../../../ui/chart/metric-card.tsx";
import { Sparkline } from "../../../ui/chart/sparkline.tsx";
import { SmallError } from "../../../ui/state/small-error.tsx";
import { changeSinceLastWeek, todaysVisits, visitsIn, visitsOf } from "../dashboard-days.ts";
import styles from "./dashboard.module.css";

interface DashboardMetricsProps {
  readonly data: StaffDashboardQuery | undefined;
  readonly today: string;
  readonly onRetry: () => void;
}

export function DashboardMetrics({ data, today, onRetry }: DashboardMetricsProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const numbers = data?.dashboardMetrics;
  const counts = data?.dayCounts;
  const count = todaysVisits(counts, today);
  const past = counts ? visitsOf(counts, addDays(today, -6), 7) : [];
  const coming = counts ? visitsOf(counts, addDays(today, 1), 7) : [];
  const list = (values: readonly number[]) => values.map(format.number).join(", ");
  const number = (value: number | undefined) => (value === undefined ? undefined : format.number(value));
  // Null is an answer without its part; undefined is no answer yet.
  const unavailable = (part: unknown) => (part === null ? <SmallError onRetry={onRetry} /> : undefined);
  const weekday = format.date(today, { weekday: "long" });
  const overdue = data?.overdueInvoices?.totalCount;

  return (
    <section aria-label={t("dashboard.metrics")} className={styles.metrics}>
      <MetricCard
        icon={IconCalendarEvent}
        label={t("dashboard.appointmentsToday")}
        value={number(count ?? undefined)}
        unavailable={unavailable(count)}
        change={counts ? weekChange(changeSinceLastWeek(counts, today), format.percent) : undefined}
        hint={counts && changeSinceLastWeek(counts, today) !== null ? t("dashboard.versus", { weekday }) : undefined}
        trend={past.length > 0 && <Sparkline values={past} label={t("dashboard.trend", { values: list(past) })} />}
      />
      <MetricCard
        icon={IconCalendarTime}
        label={t("dashboard.upcoming")}
        value={number(numbers?.appointments.upcoming)}
        unavailable={unavailable(numbers)}
        hint={numbers ? t("dashboard.upcomingHint", { count: visitsIn(numbers.appointments) }) : undefined}
        trend={
          coming.length > 0 && (
            <Sparkline values={coming} label={t("dashboard.upcomingTrend", { values: list(coming) })} />
          )
        }
      />
      <MetricCard
        icon={IconUsers}
        label={t("dashboard.patients")}
        value={number(numbers?.patients)}
        unavailable={unavailable(numbers)}
        hint={numbers ? t("dashboard.patientsHint", { count: numbers.providers }) : undefined}
      />
      <MetricCard
        icon={IconReceipt}
        label={t("dashboard.openInvoices")}
        value={number(data?.openInvoices?.totalCount)}
        unavailable={unavailable(data?.openInvoices)}
        change={
          overdue === undefined
            ? undefined
            : overdue > 0
              ? { text: t("dashboard.overdue", { count: overdue }), direction: "none", meaning: "bad" }
              : { text: t("dashboard.noneOverdue"), direction: "none", meaning: "good" }
        }
      />
    </section>
  );
}

function weekChange(share: number | null, percent: (share: number) => string): MetricChange | undefined {
  if (share === null) {
    return undefined;
  }
  const rounded = Math.round(share * 100);
  if (rounded === 0) {
    return { text: percent(0), direction: "none", meaning: "neutral" };
  }
  return rounded > 0
    ? { text: percent(share), direction: "up", meaning: "good" }
    : { text: percent(-share), direction: "down", meaning: "neutral" };
}
