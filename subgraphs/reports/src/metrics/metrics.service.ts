import { assertMay, type RequestContext } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { runNamed } from "../facts/named.sql.ts";
import { readMetrics } from "./metrics.policy.ts";
import type { DailyMetrics, DashboardMetrics } from "./metrics.type.ts";
import { daysOf, Period } from "./period.ts";

/** The numbers of the viewer's organization; null until its zone and currency are known here. */
export async function readDashboard(context: RequestContext, period: Period): Promise<DashboardMetrics | null> {
  assertMay(context, readMetrics);
  return metricsOf(context.em.fork(), period, new Date());
}

/** What happened on each day of the period; null until the organization's zone and currency are known here. */
export async function readTrend(context: RequestContext, period: Period): Promise<DailyMetrics[] | null> {
  assertMay(context, readMetrics);
  return trendOf(context.em.fork(), period, new Date());
}

/** The organization whose zone and currency are known, with what day it is there. */
const calendar = `
  organization_summary summary cross join lateral (select (:now::timestamptz at time zone summary.time_zone)::date as today)`;

const isKnown =
  "summary.organization_id = :organization and summary.time_zone is not null and summary.currency is not null";

interface MetricsRow {
  readonly as_of: string | Date;
  readonly patients: number;
  readonly providers: number;
  readonly currency: string;
  readonly total: number;
  readonly cancelled: number;
  readonly upcoming: number;
  /** A bigint, which the driver gives as text. */
  readonly revenue: string;
}

/** The numbers at `now` of the organization that `em` is bound to, in one statement. */
export async function metricsOf(em: EntityManager, period: Period, now: Date): Promise<DashboardMetrics | null> {
  const { first, beyond } = daysOf[period];
  const [row] = await runNamed<MetricsRow>(
    em,
    `select summary.as_of, summary.patients, summary.providers, summary.currency,
       days.total, days.cancelled, days.revenue, coming.upcoming
     from ${calendar}
     cross join lateral (
       select coalesce(sum(appointments), 0)::int as total, coalesce(sum(cancelled), 0)::int as cancelled,
         coalesce(sum(revenue_amount), 0)::bigint::text as revenue
       from daily_metrics where organization_id = summary.organization_id and day >= ${first} and day < ${beyond}
     ) as days
     cross join lateral (
       select count(*)::int as upcoming from appointment_fact
       where organization_id = summary.organization_id and ends_at > :now
         and status = any (array['REQUESTED', 'BOOKED', 'CONFIRMED', 'CHECKED_IN', 'IN_PROGRESS'])
         and starts_at >= (${first})::timestamp at time zone summary.time_zone
         and starts_at < (${beyond})::timestamp at time zone summary.time_zone
     ) as coming
     where ${isKnown}`,
    { now },
  );
  if (!row) return null;
  const { patients, providers, currency, total, upcoming, cancelled } = row;
  return {
    asOf: new Date(row.as_of),
    patients,
    providers,
    appointments: { total, upcoming, cancelled },
    revenue: { amount: Number(row.revenue), currency },
  };
}

/** A trend has no more days than a chart can show. */
const longestTrend = 366;

interface DayRow {
  readonly date: string;
  readonly appointments: number;
  readonly fulfilled: number;
  readonly cancelled: number;
  readonly revenue: string;
  readonly currency: string;
}

/** The days of the period that `em`'s organization is in at `now`, every day once and in order, in one statement. */
export async function trendOf(em: EntityManager, period: Period, now: Date): Promise<DailyMetrics[] | null> {
  const { first, beyond } =
    period === Period.ALL ? { first: `today - ${longestTrend - 1}`, beyond: "today + 1" } : daysOf[period];
  const rows = await runNamed<DayRow>(
    em,
    `select date::text, summary.currency, coalesce(daily.appointments, 0) as appointments,
       coalesce(daily.fulfilled, 0) as fulfilled, coalesce(daily.cancelled, 0) as cancelled,
       coalesce(daily.revenue_amount, 0)::text as revenue
     from ${calendar}
     cross join lateral (
       select ${first} + number as date from generate_series(0, ${beyond} - (${first}) - 1) as number
     ) as dates
     left join daily_metrics daily on daily.organization_id = summary.organization_id and daily.day = dates.date
     where ${isKnown}
     order by dates.date`,
    { now },
  );
  if (rows.length === 0) return null;
  return rows.map(({ revenue, currency, ...day }) => ({ ...day, revenue: { amount: Number(revenue), currency } }));
}
