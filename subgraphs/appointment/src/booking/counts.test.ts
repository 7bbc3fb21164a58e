import { Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appointmentSubgraph } from "../subgraph.ts";
import { admin, hoursFromNow, patientId, patientUser, providerId, staff, stranger, visit } from "./booking.fixture.ts";

const statuses = ["REQUESTED", "BOOKED", "CONFIRMED", "CHECKED_IN", "IN_PROGRESS", "FULFILLED", "CANCELLED", "NO_SHOW"];

let appointments: TestSubgraph;
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
  await appointments.import(admin, "appointments", [
    ...statuses.map((status, index) => visit(`future-${status}`, { status, startsAt: hoursFromNow(24 + index) })),
    visit("under-way", { status: "IN_PROGRESS", startsAt: hoursFromNow(-0.25), patientExternalId: "p-2" }),
    visit("over", { status: "BOOKED", startsAt: hoursFromNow(-24) }),
    visit("cancelled", { status: "CANCELLED", startsAt: hoursFromNow(-24) }),
  ]);
});
afterAll(() => appointments.close());

function selects(): string[] {
  return appointments.statements.filter((statement) => statement.startsWith("select"));
}

describe("appointmentSummary", () => {
  const summary = "query ($f: AppointmentFilter) { appointmentSummary(filter: $f) { total upcoming cancelled } }";

  it("counts all, those in an active status that are not over, and the cancelled, in one statement", async () => {
    appointments.statements.length = 0;
    const { data, errors } = await appointments.query(staff, summary);
    expect(errors).toBeUndefined();
    expect(data.appointmentSummary).toEqual({ total: 11, upcoming: 6, cancelled: 2 });
    expect(appointments.statements).toHaveLength(1);
  });

  it("agrees with the lists that it sums up", async () => {
    for (const externalId of ["p-1", "p-2"]) {
      const { data } = await appointments.query(
        staff,
        `query ($r: [_Any!]!, $f: AppointmentFilter) {
          appointmentSummary(filter: $f) { upcoming }
          _entities(representations: $r) { ... on Patient { upcomingAppointments { totalCount } } }
        }`,
        { r: [{ __typename: "Patient", id: patientId(externalId) }], f: { patientId: patientId(externalId) } },
      );
      expect(data.appointmentSummary.upcoming).toBe(data._entities[0].upcomingAppointments.totalCount);
    }
  });

  it("counts only what the filter lets through, and what the viewer may see", async () => {
    const counted = async (viewer: typeof staff, f?: object) =>
      (await appointments.query(viewer, summary, { f })).data.appointmentSummary;
    expect(await counted(staff, { status: ["CANCELLED"] })).toEqual({ total: 2, upcoming: 0, cancelled: 2 });
    expect(await counted(staff, { patientId: patientId("p-2") })).toEqual({ total: 1, upcoming: 1, cancelled: 0 });
    expect(await counted(patientUser("p-2"))).toEqual({ total: 1, upcoming: 1, cancelled: 0 });
    expect(await counted(stranger)).toEqual({ total: 0, upcoming: 0, cancelled: 0 });
  });

  it("is written down when it is of one patient", async () => {
    await appointments.query(staff, summary, { f: { patientId: patientId("p-2") } });
    const entries = await appointments.orm.em
      .getConnection()
      .execute("select actions, entity_ids::text as ids from audit_entry order by occurred_at desc limit 1");
    expect(entries).toEqual([{ actions: ["appointment.count"], ids: `{${patientId("p-2")}}` }]);
  });
});

describe("what is counted of a search", () => {
  const counted = (viewer: typeof staff, filter?: object) =>
    appointments.query(viewer, "query ($f: AppointmentFilter) { appointmentStatusCounts(filter: $f) { count } }", {
      f: filter,
    });

  it("is written down without ids, and what there is in all of the organization is not", async () => {
    await appointments.database.asOwner("truncate audit_entry");
    await counted(staff);
    await counted(staff, {});
    await counted(staff, { externalId: "over" });
    await counted({ ...staff, roles: [Role.PROVIDER], providerId: providerId("d-1") });
    const entries = await appointments.orm.em
      .getConnection()
      .execute("select actor_roles, actions, entity_types, entity_ids, subject_ids from audit_entry order by id");
    const entry = { actions: ["appointment.count"], entity_types: ["Appointment"], entity_ids: [], subject_ids: [] };
    expect(entries).toEqual([
      { ...entry, actor_roles: ["STAFF"] },
      { ...entry, actor_roles: ["PROVIDER"] },
    ]);
  });
});

describe("appointmentStatusCounts", () => {
  it("has every status once, in one statement", async () => {
    appointments.statements.length = 0;
    const { data, errors } = await appointments.query(staff, "{ appointmentStatusCounts { status count } }");
    expect(errors).toBeUndefined();
    const more: Record<string, number> = { BOOKED: 2, IN_PROGRESS: 2, CANCELLED: 2 };
    expect(data.appointmentStatusCounts).toEqual(statuses.map((status) => ({ status, count: more[status] ?? 1 })));
    expect(appointments.statements).toHaveLength(1);
  });

  it("has zeros where there is nothing to see", async () => {
    const { data } = await appointments.query(stranger, "{ appointmentStatusCounts { count } }");
    expect(data.appointmentStatusCounts).toEqual(statuses.map(() => ({ count: 0 })));
  });
});

describe("appointmentDayCounts", () => {
  const days =
    "query ($f: AppointmentFilter, $z: String) { appointmentDayCounts(filter: $f, timeZone: $z) { date total fulfilled cancelled } }";

  beforeAll(() =>
    appointments.import(admin, "appointments", [
      // New York: 23:30 on the 7th, 00:30 and 23:30 on the 8th, the day of 23 hours, 00:30 on the 9th.
      visit("ny-1", { startsAt: "2020-03-08T04:30:00Z", status: "FULFILLED" }),
      visit("ny-2", { startsAt: "2020-03-08T05:30:00Z", status: "FULFILLED" }),
      visit("ny-3", { startsAt: "2020-03-09T03:30:00Z", status: "CANCELLED" }),
      visit("ny-4", { startsAt: "2020-03-09T04:30:00Z", status: "FULFILLED" }),
      // Berlin: 23:30 on the 24th, 00:30 and 23:30 on the 25th, the day of 25 hours, 00:30 on the 26th.
      visit("b-1", { startsAt: "2020-10-24T21:30:00Z", status: "NO_SHOW" }),
      visit("b-2", { startsAt: "2020-10-24T22:30:00Z", status: "FULFILLED" }),
      visit("b-3", { startsAt: "2020-10-25T22:30:00Z", status: "FULFILLED" }),
      visit("b-4", { startsAt: "2020-10-25T23:30:00Z", status: "CANCELLED" }),
    ]),
  );

  it("counts the days of New York when clocks go forward, in one statement", async () => {
    appointments.statements.length = 0;
    const { data, errors } = await appointments.query(staff, days, {
      f: { from: "2020-03-06T05:00:00Z", to: "2020-03-10T04:00:00Z" },
      z: "America/New_York",
    });
    expect(errors).toBeUndefined();
    expect(data.appointmentDayCounts).toEqual([
      { date: "2020-03-06", total: 0, fulfilled: 0, cancelled: 0 },
      { date: "2020-03-07", total: 1, fulfilled: 1, cancelled: 0 },
      { date: "2020-03-08", total: 2, fulfilled: 1, cancelled: 1 },
      { date: "2020-03-09", total: 1, fulfilled: 1, cancelled: 0 },
    ]);
    expect(selects()).toHaveLength(1);
  });

  it("counts the days of Berlin when clocks go back", async () => {
    const { data } = await appointments.query(staff, days, {
      f: { from: "2020-10-23T22:00:00Z", to: "2020-10-26T23:00:00Z" },
      z: "Europe/Berlin",
    });
    expect(data.appointmentDayCounts).toEqual([
      { date: "2020-10-24", total: 1, fulfilled: 0, cancelled: 0 },
      { date: "2020-10-25", total: 2, fulfilled: 2, cancelled: 0 },
      { date: "2020-10-26", total: 1, fulfilled: 0, cancelled: 1 },
    ]);
  });

  it("counts days in UTC unless told", async () => {
    const { data } = await appointments.query(staff, days, {
      f: { from: "2020-03-08T00:00:00Z", to: "2020-03-10T00:00:00Z" },
    });
    expect(data.appointmentDayCounts).toEqual([
      { date: "2020-03-08", total: 2, fulfilled: 2, cancelled: 0 },
      { date: "2020-03-09", total: 2, fulfilled: 1, cancelled: 1 },
    ]);
  });

  it("takes 62 days, even when one of them has 25 hours", async () => {
    const { data } = await appointments.query(staff, days, {
      f: { from: "2020-10-01T04:00:00Z", to: "2020-12-02T05:00:00Z" },
      z: "America/New_York",
    });
    expect(data.appointmentDayCounts).toHaveLength(62);
  });

  it.each([
    ["no window", undefined, "UTC", ["filter", "from"]],
    ["no end", { from: "2020-01-01T00:00:00Z" }, "UTC", ["filter", "to"]],
    ["more than 62 days", { from: "2020-01-01T00:00:00Z", to: "2020-03-04T00:00:00Z" }, "UTC", ["filter", "to"]],
    ["an empty window", { from: "2020-01-01T00:00:00Z", to: "2020-01-01T00:00:00Z" }, "UTC", ["filter", "to"]],
    ["a zone that is none", { from: "2020-01-01T00:00:00Z", to: "2020-01-02T00:00:00Z" }, "Mars/Olympus", ["timeZone"]],
    ["a mere offset", { from: "2020-01-01T00:00:00Z", to: "2020-01-02T00:00:00Z" }, "+05:30", ["timeZone"]],
  ])("refuses %s, and names the field", async (_name, f, z, field) => {
    const { data, errors } = await appointments.query(staff, days, { f, z });
    expect(data.appointmentDayCounts).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", field });
  });
});
