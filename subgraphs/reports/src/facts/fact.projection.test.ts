import { boundEntityManager } from "@careconnect/kit";
import { schemaDiff, startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { checksumsOf } from "../rebuild/read-model.checksum.ts";
import { readModelTables } from "../rebuild/read-model.tables.ts";
import { reportsSubgraph } from "../subgraph.ts";
import {
  applyEach,
  appointment,
  event,
  idOf,
  invoice,
  kathmandu,
  newYork,
  newYorkRegistered,
} from "./events.fixture.ts";
import { applyEvents, reportedTypes } from "./fact.projection.ts";
import { history, interleaved, seededRandom, shuffled } from "./history.fixture.ts";

let reports: TestSubgraph;
beforeAll(async () => {
  reports = await startTestSubgraph(reportsSubgraph);
});
afterAll(() => reports.close());
beforeEach(() => reports.database.asOwner(`truncate ${readModelTables.join(", ")}`));

async function sql(statement: string): Promise<Record<string, unknown>[]> {
  return reports.orm.em.getConnection().execute(statement);
}

const summary = async () =>
  (await sql("select patients, providers, time_zone as zone, currency, as_of::text from organization_summary"))[0];
const days = () =>
  sql(
    "select day::text, appointments, fulfilled, cancelled, revenue_amount::int as revenue from daily_metrics order by day",
  );

describe("the database", () => {
  it("is what the entities declare", async () => {
    expect(await schemaDiff(reportsSubgraph, reports.database.ownerUrl)).toBe("");
  });
});

describe("events of organizations", () => {
  it("tell zone and currency, and that nothing newer was applied", async () => {
    await applyEach(reports.orm, [newYorkRegistered]);
    expect(await summary()).toMatchObject({
      zone: "America/New_York",
      currency: "USD",
      as_of: "2026-03-01 12:00:00+00",
    });
  });

  it("sort what was told before into the days of their zone, also when it changes", async () => {
    await applyEach(reports.orm, [
      appointment("2026-03-08T04:30:00Z", "FULFILLED"),
      invoice("ISSUED", { total: 100, balance: 40, issuedAt: "2026-03-09T03:59:00Z" }, { aggregateId: idOf(0, 2) }),
    ]);
    expect(await days()).toEqual([]);
    await applyEach(reports.orm, [newYorkRegistered]);
    expect(await days()).toEqual([
      { day: "2026-03-07", appointments: 1, fulfilled: 1, cancelled: 0, revenue: 0 },
      { day: "2026-03-08", appointments: 0, fulfilled: 0, cancelled: 0, revenue: 60 },
    ]);
    const moved = { ...newYorkRegistered, type: "organization.updated", aggregateVersion: 2 };
    await applyEach(reports.orm, [
      { ...moved, payload: { timeZone: "Asia/Kathmandu", currency: "NPR" } },
      newYorkRegistered,
    ]);
    expect(await days()).toEqual([{ day: "2026-03-08", appointments: 1, fulfilled: 1, cancelled: 0, revenue: 0 }]);
  });
});

describe("events of patients and providers", () => {
  it("count patients that are not archived and providers that are active", async () => {
    const patient = (number: number, version: number, type: string, archived: boolean) =>
      event(`patient.${type}`, { aggregateId: idOf(1, number), aggregateVersion: version, payload: { archived } });
    const provider = (number: number, version: number, type: string, status: string) =>
      event(`provider.${type}`, { aggregateId: idOf(2, number), aggregateVersion: version, payload: { status } });
    await applyEach(reports.orm, [
      ...[1, 2, 3].map((number) => patient(number, 1, "registered", false)),
      ...[1, 2, 3].map((number) => provider(number, 1, "registered", "ACTIVE")),
      provider(4, 1, "registered", "PENDING"),
    ]);
    expect(await summary()).toMatchObject({ patients: 3, providers: 3 });
    await applyEach(reports.orm, [
      patient(1, 2, "updated", false),
      patient(2, 2, "archived", true),
      provider(1, 2, "status.changed", "SUSPENDED"),
      provider(4, 2, "updated", "ACTIVE"),
    ]);
    expect(await summary()).toMatchObject({ patients: 2, providers: 3 });
    await applyEach(reports.orm, [patient(2, 3, "updated", false)]);
    expect(await summary()).toMatchObject({ patients: 3 });
  });
});

describe("events of merged records", () => {
  const registered = (number: number) =>
    event("patient.registered", { aggregateId: idOf(1, number), payload: { archived: false } });
  const merge = (version: number, endedAt: string | null = null) =>
    event(endedAt === null ? "patient.merged" : "patient.unmerged", {
      ...{ aggregateId: idOf(1, 1), aggregateVersion: version, payload: { endedAt } },
    });

  it("count a patient once, until the records are taken apart, in whatever order they come", async () => {
    await applyEach(reports.orm, [merge(1), registered(1), registered(2)]);
    expect(await summary()).toMatchObject({ patients: 1 });
    await applyEach(reports.orm, [merge(3), merge(2, "2026-03-02T00:00:00Z")]);
    expect(await summary()).toMatchObject({ patients: 1 });
    await applyEach(reports.orm, [merge(4, "2026-03-03T00:00:00Z"), merge(3)]);
    expect(await summary()).toMatchObject({ patients: 2 });
    const archived = { aggregateId: idOf(1, 1), aggregateVersion: 2, payload: { archived: true } };
    await applyEach(reports.orm, [event("patient.archived", archived), merge(5)]);
    expect(await summary()).toMatchObject({ patients: 1 });
  });
});

describe("events of appointments", () => {
  const day = { appointments: 1, fulfilled: 0, cancelled: 0, revenue: 0 };

  it.each([
    ["appointment.requested", "REQUESTED", {}],
    ["appointment.booked", "BOOKED", {}],
    ["appointment.confirmed", "CONFIRMED", {}],
    ["appointment.rescheduled", "BOOKED", {}],
    ["appointment.checked_in", "CHECKED_IN", {}],
    ["appointment.started", "IN_PROGRESS", {}],
    ["appointment.fulfilled", "FULFILLED", { fulfilled: 1 }],
    ["appointment.cancelled", "CANCELLED", { cancelled: 1 }],
    ["appointment.no_show", "NO_SHOW", {}],
  ])("%s counts on the day on which it starts", async (type, status, counts) => {
    await applyEach(reports.orm, [newYorkRegistered, appointment("2026-03-10T15:00:00Z", status, { type })]);
    expect(await days()).toEqual([{ ...day, ...counts, day: "2026-03-10" }]);
  });

  it("move with it from day to day, and leave no day without anything behind", async () => {
    await applyEach(reports.orm, [
      newYorkRegistered,
      appointment("2026-03-10T15:00:00Z", "BOOKED"),
      appointment("2026-03-11T15:00:00Z", "BOOKED", { type: "appointment.rescheduled", aggregateVersion: 2 }),
    ]);
    expect(await days()).toEqual([{ ...day, day: "2026-03-11" }]);
  });

  it("do not undo what a newer one told", async () => {
    await applyEach(reports.orm, [
      newYorkRegistered,
      appointment("2026-03-11T15:00:00Z", "CANCELLED", { aggregateVersion: 3 }),
      appointment("2026-03-10T15:00:00Z", "BOOKED"),
      appointment("2026-03-11T15:00:00Z", "BOOKED", { type: "appointment.rescheduled", aggregateVersion: 2 }),
    ]);
    expect(await days()).toEqual([{ ...day, cancelled: 1, day: "2026-03-11" }]);
  });
});

describe("events of invoices", () => {
  const revenue = async () => (await days()).map(({ day, revenue: amount }) => [day, amount]);
  const issued = { total: 10_000, issuedAt: "2026-03-02T12:00:00.000Z" };

  it("count what was received: in part when it was issued, all of it when it was paid", async () => {
    await applyEach(reports.orm, [newYorkRegistered, invoice("ISSUED", { ...issued, balance: 10_000 })]);
    expect(await revenue()).toEqual([]);
    await applyEach(reports.orm, [
      invoice("ISSUED", { ...issued, balance: 4_000 }, { type: "invoice.updated", aggregateVersion: 2 }),
    ]);
    expect(await revenue()).toEqual([["2026-03-02", 6_000]]);
    await applyEach(reports.orm, [invoice("OVERDUE", { ...issued, balance: 4_000 }, { aggregateVersion: 3 })]);
    expect(await revenue()).toEqual([["2026-03-02", 6_000]]);
    const paid = { aggregateVersion: 4, occurredAt: new Date("2026-03-20T12:00:00Z") };
    await applyEach(reports.orm, [invoice("PAID", { ...issued, balance: 0 }, paid)]);
    expect(await revenue()).toEqual([["2026-03-20", 10_000]]);
    const later = { type: "invoice.updated", aggregateVersion: 5, occurredAt: new Date("2026-03-25T12:00:00Z") };
    await applyEach(reports.orm, [invoice("PAID", { ...issued, balance: 0 }, later)]);
    expect(await revenue()).toEqual([["2026-03-20", 10_000]]);
    await applyEach(reports.orm, [invoice("VOID", { ...issued, balance: 0 }, { aggregateVersion: 6 })]);
    expect(await revenue()).toEqual([]);
  });

  it("do not count what was credited, nor what was given back", async () => {
    await applyEach(reports.orm, [
      newYorkRegistered,
      invoice("ISSUED", { ...issued, balance: 10_000, received: 0 }),
      invoice("PAID", { ...issued, balance: 0, received: 0 }, { type: "invoice.updated", aggregateVersion: 2 }),
    ]);
    expect(await revenue()).toEqual([]);
    const other = { aggregateId: idOf(0, 2) };
    const paid = { ...other, aggregateVersion: 2, occurredAt: new Date("2026-03-20T12:00:00Z") };
    const refunded = { ...paid, type: "invoice.updated", aggregateVersion: 3 };
    await applyEach(reports.orm, [
      invoice("ISSUED", { ...issued, balance: 10_000, received: 0 }, other),
      invoice("PAID", { ...issued, balance: 0, received: 10_000 }, paid),
      invoice("PAID", { ...issued, balance: 0, received: 7_500 }, refunded),
    ]);
    expect(await revenue()).toEqual([["2026-03-20", 7_500]]);
  });

  it("of history count on the day of issue, not of import, although issue and payment are told at one version", async () => {
    const told = { imported: true, occurredAt: new Date("2026-06-01T12:00:00Z") };
    await applyEach(reports.orm, [
      newYorkRegistered,
      invoice("PAID", { ...issued, balance: 0 }, { ...told, type: "invoice.issued" }),
      invoice("PAID", { ...issued, balance: 0 }, told),
    ]);
    expect(await revenue()).toEqual([["2026-03-02", 10_000]]);
  });

  it("in another currency than the organization's do not count", async () => {
    await applyEach(reports.orm, [newYorkRegistered, invoice("PAID", { ...issued, balance: 0, currency: "EUR" })]);
    expect(await revenue()).toEqual([]);
  });
});

describe("applying", () => {
  it("takes two statements for an event", async () => {
    await applyEach(reports.orm, [newYorkRegistered]);
    reports.statements.length = 0;
    await applyEach(reports.orm, [appointment("2026-03-10T15:00:00Z", "BOOKED")]);
    expect(reports.statements.filter((statement) => !/^(begin|commit)/.test(statement))).toHaveLength(2);
  });

  it("leaves alone what the read model does not count", async () => {
    await applyEach(reports.orm, [event("patient.condition.recorded"), event("user.registered")]);
    expect(await sql("select 1 from organization_summary")).toEqual([]);
  });

  it("refuses an event of another organization", async () => {
    const em = boundEntityManager(reports.orm, newYork);
    const foreign = event("patient.registered", { organizationId: kathmandu, payload: { archived: false } });
    await expect(em.transactional((bound) => applyEvents(bound, [foreign]))).rejects.toThrow(/another organization/);
  });

  it("keeps the rows of two organizations with one id apart", async () => {
    await applyEach(reports.orm, [
      event("patient.registered", { payload: { archived: false } }),
      event("patient.archived", { organizationId: kathmandu, aggregateVersion: 9, payload: { archived: true } }),
    ]);
    expect(await sql("select organization_id as id, patients from organization_summary order by 1")).toEqual([
      { id: newYork, patients: 1 },
      { id: kathmandu, patients: 0 },
    ]);
  });

  it("fails as a whole on a payload that it cannot read", async () => {
    const broken = event("appointment.booked", { payload: { status: "BOOKED" } });
    await expect(applyEach(reports.orm, [broken])).rejects.toThrow();
    expect(await sql("select 1 from organization_summary")).toEqual([]);
  });

  it("counts every event once when many are applied at the same time", async () => {
    await applyEach(reports.orm, [newYorkRegistered]);
    const all = Array.from({ length: 40 }, (_, index) =>
      appointment("2026-03-10T15:00:00Z", "BOOKED", {
        aggregateId: idOf(3, index % 20),
        aggregateVersion: 1 + (index % 2),
      }),
    );
    await Promise.all(all.map((one) => applyEach(reports.orm, [one])));
    expect(await days()).toEqual([{ day: "2026-03-10", appointments: 20, fulfilled: 0, cancelled: 0, revenue: 0 }]);
  });
});

describe("duplicates and reordering", () => {
  it("of any kind give the same tables, one by one or by the page", { timeout: 120_000 }, async () => {
    const told = history(400, seededRandom(7));
    expect(new Set(told.map(({ type }) => type))).toEqual(
      new Set(reportedTypes.filter((type) => type !== "organization.updated")),
    );
    await applyEach(reports.orm, told);
    const expected = await checksumsOf(reports.orm.em.fork());
    expect((await days()).length).toBeGreaterThan(50);

    for (let seed = 1; seed <= 6; seed += 1) {
      const random = seededRandom(seed);
      const twice = [...told, ...told.filter(() => random() < 0.3)];
      const order = seed % 2 === 0 ? shuffled(twice, random) : interleaved(twice, random);
      await reports.database.asOwner(`truncate ${readModelTables.join(", ")}`);
      if (seed <= 4) await applyEach(reports.orm, order);
      else {
        for (const organizationId of [newYork, kathmandu]) {
          const events = order.filter((one) => one.organizationId === organizationId);
          await boundEntityManager(reports.orm, organizationId).transactional((em) => applyEvents(em, events));
        }
      }
      expect(await checksumsOf(reports.orm.em.fork()), `seed ${seed}`).toEqual(expected);
    }
  });
});
