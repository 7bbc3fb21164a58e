import { SegmentedControl, Skeleton } from "@mantine/core";
import { type ReactNode, useState } from "react";
import {
  DashboardMoneyDocument,
  type DashboardMoneyQuery,
  DashboardNumberChangesDocument,
  Period,
} from "../../../graphql/graphql.ts";
import { formatMoneyBriefly } from "../../../lib/format/money.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLiveEvents } from "../../../lib/live/use-live-events.ts";
import { useReturnRefresh } from "../../../lib/live/use-return-refresh.ts";
import { useSoon } from "../../../lib/use-soon.ts";
import { BarChart } from "../../../ui/chart/bar-chart.tsx";
import { ShareBar } from "../../../ui/chart/share-bar.tsx";
import { Card } from "../../../ui/layout/card.tsx";
import { TextLink } from "../../../ui/layout/text-link.tsx";
import { EmptyState } from "../../../ui/state/empty-state.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import styles from "./dashboard.module.css";

const periods = [Period.Today, Period.Week, Period.Month] as const;
const wholeTime = { period: Period.All } as const;
// Several events soon after each other are read together.
const quietMilliseconds = 400;

/** What was received in a period and on its days, and how the payments stand. For those who keep the books. */
export function DashboardMoney() {
  const { t } = useTranslation("bookkeeping");
  const [period, setPeriod] = useState<(typeof periods)[number]>(Period.Week);
  // One day alone is no course: today is seen in its week.
  const trend = period === Period.Today ? Period.Week : period;
  const { data, current, error, fetching, retry } = useAnswer({
    query: DashboardMoneyDocument,
    variables: { period, trend },
    requestPolicy: "cache-and-network",
  });
  const soon = useSoon(retry, quietMilliseconds);
  useLiveEvents(DashboardNumberChangesDocument, wholeTime, { onEvent: soon, onOpened: soon });
  useReturnRefresh(retry);
  const failed = data === undefined && error !== undefined && !fetching;
  const part = <Name extends keyof DashboardMoneyQuery>(name: Name) => (failed ? null : data?.[name]);

  return (
    <>
      <RevenueCard
        metrics={current || failed ? part("dashboardMetrics") : undefined}
        days={current || failed ? part("dashboardTrend") : undefined}
        monthly={trend === Period.Month}
        onRetry={retry}
        aside={
          <SegmentedControl
            size="xs"
            aria-label={t("takings.period")}
            value={period}
            onChange={(value) => setPeriod(periods.find((name) => name === value) ?? period)}
            data={periods.map((name) => ({ value: name, label: t(`takings.periods.${name}`) }))}
          />
        }
      />
      <PaymentsCard summary={part("paymentSummary")} onRetry={retry} />
    </>
  );
}

interface RevenueCardProps {
  /** Undefined while loading, null when the service failed. */
  readonly metrics: DashboardMoneyQuery["dashboardMetrics"] | undefined;
  readonly days: DashboardMoneyQuery["dashboardTrend"] | undefined;
  readonly monthly: boolean;
  readonly onRetry: () => void;
  readonly aside: ReactNode;
}

function RevenueCard({ metrics, days, monthly, onRetry, aside }: RevenueCardProps) {
  const { t } = useTranslation("bookkeeping");
  const format = useFormat();
  const currency = days?.[0]?.revenue.currency ?? "";
  const asOf = metrics && t("takings.asOf", { day: format.day(metrics.asOf), time: format.time(metrics.asOf) });
  return (
    <Card title={t("takings.title")} subtitle={asOf ?? " "} aside={aside}>
      {metrics === undefined && <Skeleton height={36} width={140} mb={12} />}
      {metrics && <p className={styles.takings}>{format.money(metrics.revenue)}</p>}
      {days === undefined && <Skeleton height={212} />}
      {(metrics === null || days === null) && <ErrorState quiet onRetry={onRetry} />}
      {days && (
        <BarChart
          caption={t(monthly ? "takings.monthTable" : "takings.weekTable")}
          groupHeading={t("takings.day")}
          strongLabel={t("takings.title")}
          formatNumber={(amount) => format.money({ amount, currency })}
          formatScale={(amount) => formatMoneyBriefly({ amount, currency }, format.locale)}
          groups={days.map(({ date, revenue }, index) => ({
            // There is no room for the number of each day of a month.
            label: !monthly
              ? format.date(date, { weekday: "short" })
              : index % 5 === 0
                ? format.date(date, { day: "numeric" })
                : "",
            name: format.date(date, { weekday: "long", day: "numeric", month: "long" }),
            strong: revenue.amount,
          }))}
        />
      )}
    </Card>
  );
}

// From what is done to what did not happen.
const fills = {
  paid: "var(--cc-green-fill)",
  pending: "var(--cc-blue-fill)",
  refunded: "var(--cc-grey-fill)",
  failed: "var(--cc-red-fill)",
} as const;

interface PaymentsCardProps {
  readonly summary: DashboardMoneyQuery["paymentSummary"] | undefined;
  readonly onRetry: () => void;
}

function PaymentsCard({ summary, onRetry }: PaymentsCardProps) {
  const { t } = useTranslation("bookkeeping");
  const { t: common } = useTranslation();
  const format = useFormat();
  const title = t("takings.payments");
  const shares = summary
    ? (["paid", "pending", "refunded", "failed"] as const)
        .map((state) => ({
          ...{ key: state, label: t(`payments.${state}`), count: summary[state].amount, color: fills[state] },
        }))
        .filter(({ count }) => count > 0)
    : [];
  return (
    <Card
      title={title}
      subtitle={t("payments.metrics")}
      aside={
        <TextLink to="/billing/payments" label={`${common("common.viewAll")}: ${title}`}>
          {common("common.viewAll")}
        </TextLink>
      }
    >
      {summary === undefined && <Skeleton height={212} />}
      {summary === null && <ErrorState quiet onRetry={onRetry} />}
      {summary &&
        (shares.length === 0 ? (
          <EmptyState text={t("takings.none")} />
        ) : (
          <ShareBar
            shares={shares}
            formatNumber={(amount) => format.money({ amount, currency: summary.paid.currency })}
          />
        ))}
      {summary && summary.otherCurrencyCount > 0 && (
        <p className={styles.elsewhere}>{t("payments.elsewhere", { count: summary.otherCurrencyCount })}</p>
      )}
    </Card>
  );
}
