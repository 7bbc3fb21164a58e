import { boundEntityManager, Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  applyEach,
  appointment,
  event,
  idOf,
  invoice,
  kathmandu,
  kathmanduRegistered,
  newYork,
  newYorkRegistered,
} from "../facts/events.fixture.ts";
import { readModelTables } from "../rebuild/read-model.tables.ts";
import { reportsSubgraph } from "../subgraph.ts";
import { metricsOf, trendOf } from "./metrics.service.ts";
import { Period } from "./period.ts";

let reports: TestSubgraph;
beforeAll(async () => {
  reports = await startTestSubgraph(reportsSubgraph);
});
afterAll(() => reports.close());
beforeEach(() => reports.database.asOwner(`truncate ${readModelTables.join(", ")}`));

const viewer = (role: Role, organizationId = newYork): TestViewer => ({ organizationId, roles: [role] });
const hours = (count: number) => new Date(Date.now() + count * 3_600_000).toISOString();

/** How many of the appointments that start at `instants` each period has when it is `now` in the zone of the clinic. */
async function totals(
  organizationId: string,
  now: string,
  instants: readonly string[],
): Promise<Record<string, number>> {
  await applyEach(
    reports.orm,
    instants.map((startsAt, index) =>
      appointment(startsAt, "FULFILLED", { organizationId, aggregateId: idOf(3, index) }),
    ),
  );
  const em = boundEntityManager(reports.orm, organizationId);
  const counted: Record<string, number> = {};
  for (const period of Object.values(Period)) {
    counted[period] = (await metricsOf(em, period, new Date(now)))?.appointments.total ?? -1;
  }
  return counted;
}

describe("periods", () => {
  it("are those of New York on the day of 23 hours", async () => {
    await applyEach(reports.orm, [newYorkRegistered]);
    // Sunday, 8 March 2026, is the last day of its week; midnight is 05:00 UTC before it and 04:00 UTC after it.
    const instants = [
      "2026-03-01T04:59:59Z", // 28 February
      "2026-03-01T05:00:00Z", // 1 March, a Sunday
      "2026-03-02T05:00:00Z", // Monday
      "2026-03-08T04:59:59Z", // 7 March
      "2026-03-08T05:00:00Z", // 8 March
      "2026-03-09T03:59:59Z", // 8 March, 23:59:59
      "2026-03-09T04:00:00Z", // 9 March, the next week
      "2026-04-01T03:59:59Z", // 31 March
      "2026-04-01T04:00:00Z", // 1 April
    ];
    expect(await totals(newYork, "2026-03-08T05:00:00Z", instants)).toEqual({ TODAY: 2, WEEK: 4, MONTH: 7, ALL: 9 });
    expect(await totals(newYork, "2026-03-09T03:59:59Z", [])).toEqual({ TODAY: 2, WEEK: 4, MONTH: 7, ALL: 9 });
    expect(await totals(newYork, "2026-03-09T04:00:00Z", [])).toEqual({ TODAY: 1, WEEK: 1, MONTH: 7, ALL: 9 });
  });

  it("are those of New York on the day of 25 hours", async () => {
    await applyEach(reports.orm, [newYorkRegistered]);
    const instants = ["2026-11-01T03:59:59Z", "2026-11-01T04:00:00Z", "2026-11-02T04:59:59Z", "2026-11-02T05:00:00Z"];
    expect(await totals(newYork, "2026-11-02T04:30:00Z", instants)).toEqual({ TODAY: 2, WEEK: 3, MONTH: 3, ALL: 4 });
  });

  it("are those of Kathmandu, three quarters of an hour off", async () => {
    await applyEach(reports.orm, [kathmanduRegistered]);
    const instants = ["2026-03-07T18:14:59Z", "2026-03-07T18:15:00Z", "2026-03-08T18:14:59Z", "2026-03-08T18:15:00Z"];
    expect(await totals(kathmandu, "2026-03-08T18:14:59Z", instants)).toEqual({ TODAY: 2, WEEK: 3, MONTH: 4, ALL: 4 });
    expect(await totals(kathmandu, "2026-03-08T18:15:00Z", [])).toEqual({ TODAY: 1, WEEK: 1, MONTH: 4, ALL: 4 });
  });

  it("bound what is upcoming in the same way, and only what is active and not over is", async () => {
    await applyEach(reports.orm, [
      newYorkRegistered,
      appointment("2026-03-08T20:00:00Z", "CONFIRMED", { aggregateId: idOf(3, 1) }),
      appointment("2026-03-09T03:59:59Z", "BOOKED", { aggregateId: idOf(3, 2) }),
      appointment("2026-03-09T04:00:00Z", "REQUESTED", { aggregateId: idOf(3, 3) }),
      appointment("2026-03-08T21:00:00Z", "CANCELLED", { aggregateId: idOf(3, 4) }),
      appointment("2026-03-08T22:00:00Z", "FULFILLED", { aggregateId: idOf(3, 5) }),
    ]);
    const em = boundEntityManager(reports.orm, newYork);
    const upcoming = async (period: Period, now: string) => (await metricsOf(em, period, new Date(now)))?.appointments;
    expect(await upcoming(Period.TODAY, "2026-03-08T12:00:00Z")).toEqual({ total: 4, upcoming: 2, cancelled: 1 });
    expect(await upcoming(Period.ALL, "2026-03-08T12:00:00Z")).toEqual({ total: 5, upcoming: 3, cancelled: 1 });
    expect(await upcoming(Period.TODAY, "2026-03-08T20:29:59Z")).toMatchObject({ upcoming: 2 });
    expect(await upcoming(Period.TODAY, "2026-03-08T20:30:00Z")).toMatchObject({ upcoming: 1 });
  });

  it("show each of their days once, over both changes of the clock", async () => {
    await applyEach(reports.orm, [
      newYorkRegistered,
      appointment("2026-03-08T20:00:00Z", "FULFILLED"),
      invoice(
        "PAID",
        { total: 500, balance: 0 },
        { aggregateId: idOf(4, 1), occurredAt: new Date("2026-03-09T03:30:00Z") },
      ),
    ]);
    const em = boundEntityManager(reports.orm, newYork);
    const trend = async (period: Period, now: string) => (await trendOf(em, period, new Date(now))) ?? [];
    const march = await trend(Period.MONTH, "2026-03-31T12:00:00Z");
    expect(march.map(({ date }) => date)).toEqual(
      Array.from({ length: 31 }, (_, index) => `2026-03-${String(index + 1).padStart(2, "0")}`),
    );
    expect(march[7]).toEqual({
      ...{ date: "2026-03-08", appointments: 1, fulfilled: 1, cancelled: 0 },
      revenue: { amount: 500, currency: "USD" },
    });
    const week = await trend(Period.WEEK, "2026-11-02T04:30:00Z");
    expect([week.length, week[0]?.date, week[6]?.date]).toEqual([7, "2026-10-26", "2026-11-01"]);
    expect(await trend(Period.TODAY, "2026-11-02T04:30:00Z")).toHaveLength(1);
    const all = await trend(Period.ALL, "2026-11-02T04:30:00Z");
    expect([all.length, all[0]?.date, all[365]?.date]).toEqual([366, "2025-11-01", "2026-11-01"]);
  });
});

describe("dashboardMetrics", () => {
  const query = `query ($p: Period) { dashboardMetrics(period: $p) {
    asOf patients providers appointments { total upcoming cancelled } revenue { amount currency } } }`;
  const occurredAt = new Date("2030-01-01T00:00:00.123Z");

  beforeEach(() =>
    applyEach(reports.orm, [
      newYorkRegistered,
      event("patient.registered", { aggregateId: idOf(1, 1), payload: { archived: false }, occurredAt }),
      event("provider.registered", { aggregateId: idOf(2, 1), payload: { status: "ACTIVE" } }),
      appointment(hours(24 * 400), "BOOKED", { aggregateId: idOf(3, 1) }),
      appointment(hours(-24 * 400), "CANCELLED", { aggregateId: idOf(3, 2) }),
      invoice("PAID", { total: 9_007_199_254_740_991, balance: 0 }, { aggregateId: idOf(4, 1) }),
    ]),
  );

  it("has the numbers of the period and how fresh they are, in one statement", async () => {
    reports.statements.length = 0;
    const { data, errors } = await reports.query(viewer(Role.STAFF), query, { p: "ALL" });
    expect(errors).toBeUndefined();
    expect(data.dashboardMetrics).toEqual({
      asOf: "2030-01-01T00:00:00.123Z",
      patients: 1,
      providers: 1,
      appointments: { total: 2, upcoming: 1, cancelled: 1 },
      revenue: { amount: 9_007_199_254_740_991, currency: "USD" },
    });
    expect(reports.statements).toHaveLength(1);
  });

  it("is of today unless told", async () => {
    const { data } = await reports.query(viewer(Role.PROVIDER), query);
    expect(data.dashboardMetrics.appointments).toEqual({ total: 0, upcoming: 0, cancelled: 0 });
  });

  it("is null for an organization of which nothing, or not its zone, is known", async () => {
    expect((await reports.query(viewer(Role.ADMIN, kathmandu), query)).data.dashboardMetrics).toBeNull();
    await applyEach(reports.orm, [
      event("patient.registered", { organizationId: kathmandu, payload: { archived: false } }),
    ]);
    expect((await reports.query(viewer(Role.ADMIN, kathmandu), query)).data.dashboardMetrics).toBeNull();
  });

  it("has nothing of another organization", async () => {
    await applyEach(reports.orm, [kathmanduRegistered]);
    const { data } = await reports.query(viewer(Role.ADMIN, kathmandu), query, { p: "ALL" });
    expect(data.dashboardMetrics).toEqual({
      ...{ asOf: "2026-03-01T12:00:00.000Z", patients: 0, providers: 0 },
      appointments: { total: 0, upcoming: 0, cancelled: 0 },
      revenue: { amount: 0, currency: "NPR" },
    });
  });
});

describe("dashboardTrend", () => {
  const query =
    "query ($p: Period) { dashboardTrend(period: $p) { date appointments fulfilled cancelled revenue { amount } } }";

  it("has the days of the week unless told, in one statement", async () => {
    await applyEach(reports.orm, [newYorkRegistered]);
    reports.statements.length = 0;
    const { data, errors } = await reports.query(viewer(Role.NURSE), query);
    expect(errors).toBeUndefined();
    expect(data.dashboardTrend).toHaveLength(7);
    expect(reports.statements).toHaveLength(1);
  });

  it("is null for an organization that is not known", async () => {
    expect((await reports.query(viewer(Role.ADMIN), query)).data.dashboardTrend).toBeNull();
  });
});

describe("whoever does not work in the clinic", () => {
  it.each([Role.PATIENT, Role.PARTNER])("is refused as %s, which leaves a trace", async (role) => {
    await applyEach(reports.orm, [newYorkRegistered]);
    for (const field of ["dashboardMetrics { patients }", "dashboardTrend { date }"]) {
      const { data, errors } = await reports.query(viewer(role), `{ ${field} }`);
      expect(Object.values(data)).toEqual([null]);
      expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    }
    const denied = await reports.orm.em
      .getConnection()
      .execute(
        "select 1 from audit_entry where 'dashboard.read' = any(actions) and outcome = 'DENIED' and ? = any(actor_roles)",
        [role],
      );
    expect(denied).toHaveLength(2);
  });
});
