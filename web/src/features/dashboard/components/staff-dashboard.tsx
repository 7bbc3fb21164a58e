import { useClient } from "urql";
import {
  type AppointmentStatus,
  DashboardNumberChangesDocument,
  DashboardNumbersDocument,
  StaffDashboardDocument,
  type StaffDashboardQuery,
} from "../../../graphql/graphql.ts";
import { useFormat } from "../../../lib/format/use-format.ts";
import { rowsOf } from "../../../lib/graphql/rows.ts";
import { useAnswer } from "../../../lib/graphql/use-answer.ts";
import { useTranslation } from "../../../lib/i18n/use-translation.ts";
import { useLiveRefresh } from "../../../lib/live/live.ts";
import { useLiveEvents } from "../../../lib/live/use-live-events.ts";
import { useMoment, useNow } from "../../../lib/use-now.ts";
import { isDesk, useViewer } from "../../../lib/viewer.ts";
import { NewAppointment } from "../../../ui/layout/new-appointment.tsx";
import { PageHeader } from "../../../ui/layout/page-header.tsx";
import { Sheet } from "../../../ui/layout/sheet.tsx";
import { ErrorState } from "../../../ui/state/error-state.tsx";
import { PartialNotice } from "../../../ui/state/partial-notice.tsx";
import { aroundNow, dashboardBounds, todaysVisits } from "../dashboard-days.ts";
import { AppointmentsCard } from "./appointments-card.tsx";
import styles from "./dashboard.module.css";
import { DashboardMetrics } from "./dashboard-metrics.tsx";
import { InvoicesCard } from "./invoices-card.tsx";
import { MoneyWhenSeen } from "./money-when-seen.tsx";
import { StatusCard } from "./status-card.tsx";
import { useGreeting } from "./use-greeting.ts";
import { WeekCard } from "./week-card.tsx";

const ahead: ReadonlySet<AppointmentStatus> = new Set<AppointmentStatus>([
  "REQUESTED",
  "BOOKED",
  "CONFIRMED",
  "CHECKED_IN",
]);

const rowsOfToday = 8;
// After so long the day's table begins later, and at midnight it is of another day.
const newsMilliseconds = 5 * 60_000;

// A part that failed makes null of the whole: half a day would look like all of it.
function todaysRows(data: StaffDashboardQuery | undefined) {
  const before = rowsOf(data?.todayBefore);
  const fromNow = rowsOf(data?.todayFromNow);
  return before && fromNow ? aroundNow(before, fromNow, rowsOfToday) : data && null;
}

const wholeTime = { period: "ALL" } as const;

/** Keeps the cached numbers up to date; what the stream tells goes straight into the cache. */
function useLiveNumbers(): void {
  const client = useClient();
  useLiveEvents(DashboardNumberChangesDocument, wholeTime, {
    onOpened() {
      void client.query(DashboardNumbersDocument, wholeTime, { requestPolicy: "network-only" }).toPromise();
    },
  });
}

/** The clinic's day, in one query. Each section stands alone: a service that fails costs its own sections. */
export function StaffDashboard() {
  const { t } = useTranslation();
  const format = useFormat();
  const { roles } = useViewer();
  const now = useNow();
  const { today, variables } = dashboardBounds(useMoment(now, newsMilliseconds), format.timeZone);
  const greeting = useGreeting(now);
  const { data, error, fetching, retry } = useAnswer({
    query: StaffDashboardDocument,
    variables,
    requestPolicy: "cache-and-network",
  });
  useLiveRefresh(retry);
  useLiveNumbers();
  const schedule = todaysRows(data);
  const count = todaysVisits(data?.dayCounts, today);
  const next = data?.todayFromNow?.nodes.find(({ startsAt, status }) => new Date(startsAt) > now && ahead.has(status));
  const subtitle = [
    format.day(now, { weekday: "long", day: "numeric", month: "long" }),
    typeof count === "number" ? t("dashboard.todayCount", { count }) : null,
    next === undefined ? null : t("dashboard.nextAt", { time: format.time(next.startsAt) }),
  ].filter((part) => part !== null);

  return (
    <>
      <PageHeader
        title={greeting}
        documentTitle={t("dashboard.title")}
        subtitle={subtitle.join(" · ")}
        actions={<NewAppointment />}
      />
      {data === undefined && error !== undefined && !fetching ? (
        <Sheet>
          <ErrorState title={t("errors.pageTitle")} text={t("errors.pageText")} onRetry={retry} />
        </Sheet>
      ) : (
        <div className={styles.page}>
          {error !== undefined && !fetching && <PartialNotice onRetry={retry} />}
          <DashboardMetrics data={data} today={today} onRetry={retry} />
          <div className={styles.charts}>
            <WeekCard counts={data?.dayCounts} today={today} onRetry={retry} />
            <StatusCard counts={data?.statusCounts} onRetry={retry} />
          </div>
          <AppointmentsCard
            title={t("dashboard.todayTitle")}
            subtitle={t("common.timesIn", { zone: format.zone })}
            rows={schedule}
            empty={{ title: t("dashboard.todayEmptyTitle"), text: t("dashboard.todayEmptyText") }}
            all="/appointments"
            skeletons={rowsOfToday}
            onRetry={retry}
          />
          {isDesk(roles) && <MoneyWhenSeen />}
          <div className={styles.lists}>
            <AppointmentsCard
              title={t("dashboard.comingUp")}
              rows={rowsOf(data?.upcoming)}
              empty={{ text: t("dashboard.comingUpEmpty") }}
              all="/appointments?period=upcoming"
              narrow
              withDay
              onRetry={retry}
            />
            <AppointmentsCard
              title={t("dashboard.recentVisits")}
              rows={rowsOf(data?.completed)}
              empty={{ text: t("dashboard.recentVisitsEmpty") }}
              all="/appointments?period=past&status=FULFILLED"
              narrow
              withDay
              onRetry={retry}
            />
            <InvoicesCard
              title={t("dashboard.recentInvoices")}
              rows={rowsOf(data?.recentInvoices)}
              empty={t("dashboard.recentInvoicesEmpty")}
              onRetry={retry}
            />
          </div>
        </div>
      )}
    </>
  );
}
