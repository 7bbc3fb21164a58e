import {
  type AppointmentSummary,
  assertMay,
  auditCount,
  BadUserInputError,
  isTimeZone,
  type Reach,
  type RequestContext,
} from "@careconnect/kit";
import { raw } from "@mikro-orm/postgresql";
import { AppointmentRow } from "./booking.entity.ts";
import { filterConditions, upcomingAt } from "./booking.filter.ts";
import { appointmentsWithin, reachOfSearch, readAppointments } from "./booking.policy.ts";
import { AppointmentStatus } from "./booking.status.ts";
import type { AppointmentFilter } from "./booking.type.ts";
import type { AppointmentDayCount, AppointmentStatusCount } from "./counts.type.ts";
import { localDays } from "./local.days.ts";

type Filter = AppointmentFilter | null | undefined;

/** How many of the appointments that the viewer may see and `filter` lets through there are: all, upcoming, cancelled. */
export async function summarize(context: RequestContext, filter: Filter): Promise<AppointmentSummary> {
  const reach = assertMay(context, readAppointments);
  // Each counted for itself, mostly from an index alone: one scan that tells all rows apart costs several times as much.
  const part = (name: keyof AppointmentSummary, condition: object) =>
    counting(context, reach, filter, [raw("?", [name]).as("name"), raw("count(*)::int").as("count")], condition);
  const [total, ...others] = await Promise.all([
    part("total", {}),
    part("upcoming", upcomingAt(new Date())),
    part("cancelled", { status: AppointmentStatus.CANCELLED }),
  ]);
  const rows = await total.unionAll(...others).execute<{ name: string; count: number }[]>("all", false);
  noteCount(context, reach, filter);
  const counts = new Map(rows.map(({ name, count: many }) => [name, many]));
  const of = (name: keyof AppointmentSummary) => counts.get(name) ?? 0;
  return { total: of("total"), upcoming: of("upcoming"), cancelled: of("cancelled") };
}

/** How many are in each status, every status once. */
export async function countByStatus(context: RequestContext, filter: Filter): Promise<AppointmentStatusCount[]> {
  const reach = assertMay(context, readAppointments);
  const rows = await count<AppointmentStatusCount>(
    context,
    reach,
    filter,
    [raw("a.status").as("status"), raw("count(*)::int").as("count")],
    raw("a.status"),
  );
  const counts = new Map(rows.map((row) => [row.status, row.count]));
  return Object.values(AppointmentStatus).map((status) => ({ status, count: counts.get(status) ?? 0 }));
}

// 62 days, one of which may have 25 hours.
const longestWindow = (62 * 24 + 1) * 60 * 60 * 1_000;
/** The last whose days all have a name of ten characters, wherever they begin. */
const lastYear = 9998;

/**
 * How many start on each day of the window in `filter`, every day of it once; days are those of `timeZone`, UTC unless told.
 * @throws BadUserInputError without a window, with one of more than 62 days, or with an unknown zone.
 */
export async function countByDay(
  context: RequestContext,
  filter: Filter,
  timeZone: string | null | undefined,
): Promise<AppointmentDayCount[]> {
  const reach = assertMay(context, readAppointments);
  const { from, to } = windowOf(filter);
  const zone = timeZone ?? "UTC";
  if (!isTimeZone(zone)) {
    throw new BadUserInputError("Name the time zone as IANA does, e.g. America/New_York.", ["timeZone"]);
  }
  const day = raw("(a.starts_at at time zone ?)::date::text", [zone]);
  const rows = await count<AppointmentDayCount>(
    context,
    reach,
    filter,
    [
      day.as("date"),
      raw("count(*)::int").as("total"),
      countOf(AppointmentStatus.FULFILLED).as("fulfilled"),
      countOf(AppointmentStatus.CANCELLED).as("cancelled"),
    ],
    // By its place among the columns: repeated with its parameter, the expression might count as another one.
    raw("1"),
  );
  const counts = new Map(rows.map((row) => [row.date, row]));
  return localDays(from, to, zone).map((date) => counts.get(date) ?? { date, total: 0, fulfilled: 0, cancelled: 0 });
}

function windowOf(filter: Filter): { from: Date; to: Date } {
  const { from, to } = filter ?? {};
  if (!from) throw new BadUserInputError("Give the window's start.", ["filter", "from"]);
  if (!to) throw new BadUserInputError("Give the window's end.", ["filter", "to"]);
  if (to.getTime() - from.getTime() > longestWindow) {
    throw new BadUserInputError("Ask for 62 days at most.", ["filter", "to"]);
  }
  if (to.getUTCFullYear() > lastYear) {
    throw new BadUserInputError(`\`to\` must be in the year ${lastYear} at most.`, ["filter", "to"]);
  }
  return { from, to };
}

function countOf(status: AppointmentStatus) {
  return raw("(count(*) filter (where a.status = ?))::int", [status]);
}

/** Counts in one statement, within `reach`, what `filter` lets through. */
async function count<Counts extends object>(
  context: RequestContext,
  reach: Reach,
  filter: Filter,
  columns: readonly ReturnType<typeof raw>[],
  groupBy?: ReturnType<typeof raw>,
): Promise<Counts[]> {
  const query = await counting(context, reach, filter, columns);
  if (groupBy) query.groupBy(groupBy as never);
  const rows = await query.execute<Counts[]>("all", false);
  noteCount(context, reach, filter);
  return rows;
}

/** The query for `columns` of what is within `reach`, let through by `filter`, and meets `condition`. */
async function counting(
  context: RequestContext,
  reach: Reach,
  filter: Filter,
  columns: readonly ReturnType<typeof raw>[],
  condition: object = {},
) {
  const within = appointmentsWithin(reachOfSearch(reach, filter));
  const query = context.em
    .fork()
    .createQueryBuilder(AppointmentRow, "a")
    .select(columns as never)
    .where({ $and: [within, ...filterConditions(filter ?? {}, context.viewer), condition] });
  await query.applyFilters();
  return query;
}

function noteCount(context: RequestContext, reach: Reach, filter: Filter): void {
  auditCount(context, { action: "appointment.count", entityType: "Appointment", reach, filter });
}
