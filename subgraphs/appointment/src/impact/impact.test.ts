import { randomUUID } from "node:crypto";
import { Role } from "@careconnect/kit";
import { deliver, startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { organizationId, staff, stranger } from "../booking/booking.fixture.ts";
import { at, command } from "../booking/commands.fixture.ts";
import { knownPatient, knownProvider } from "../references/reference.fixture.ts";
import { daily } from "../slots/slots.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";

let appointments: TestSubgraph;
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
});
afterAll(() => appointments.close());

let providerId: string;
let patientId: string;
let early: string;
let late: string;
let nextDay: string;
beforeEach(async () => {
  providerId = await knownProvider(appointments, { weekly: daily(["08:00", "18:00"]) });
  patientId = await knownPatient(appointments);
  const book = async (startsAt: string) => {
    const booking = { patientId, providerId, startsAt, visitType: "VIDEO" };
    const { appointment } = await command(appointments.query, staff, "bookAppointment", booking);
    return String(appointment?.id);
  };
  late = await book(at("16:00"));
  early = await book(at("09:00"));
  nextDay = await book(at("09:00", 1));
});

const day = (daysLater = 0) => at("00:00", daysLater).slice(0, 10);
const week = (from: string, to: string) => daily([from, to]).map(({ day, from, to }) => ({ day, from, to }));

async function impact(input: object, viewer: TestViewer = staff): Promise<string[] | null> {
  const { data, errors } = await appointments.query(
    viewer,
    "query ($input: AvailabilityImpactInput!) { availabilityImpact(input: $input) { id } }",
    { input: { providerId, ...input } },
  );
  expect(errors).toBeUndefined();
  return data.availabilityImpact?.map(({ id }: { id: string }) => id) ?? null;
}

describe("the impact of other hours", () => {
  it("is the visits that they would strand, the earliest first", async () => {
    expect(await impact({ weekly: week("08:00", "18:00") })).toEqual([]);
    expect(await impact({ weekly: week("08:00", "16:00") })).toEqual([late]);
    expect(await impact({ weekly: week("10:00", "16:00") })).toEqual([early, late, nextDay]);
    expect(await impact({ weekly: [], effectiveFrom: day(1) })).toEqual([nextDay]);
    expect(
      await impact({ weekly: week("08:00", "18:00").map((hours) => ({ ...hours, visitTypes: ["PHONE"] })) }),
    ).toEqual([early, late, nextDay]);
  });

  it("is not that of weeks that begin later where these stay", async () => {
    await knownProvider(appointments, { providerId, weekly: daily(["08:00", "18:00"]), effectiveFrom: day(1) });
    expect(await impact({ weekly: [], effectiveFrom: day() })).toEqual([early, late, nextDay]);
    expect(await impact({ weekly: [], effectiveFrom: day(), keepsLater: true })).toEqual([early, late]);
  });

  it("is that of leave, of days and of a part of them", async () => {
    expect(await impact({ leave: { fromDay: day() } })).toEqual([early, late]);
    expect(await impact({ leave: { fromDay: day(), toDay: day(1) } })).toEqual([early, late, nextDay]);
    expect(await impact({ leave: { fromDay: day(), toDay: day(1), from: "09:10", to: "16:00" } })).toEqual([
      early,
      nextDay,
    ]);
    expect(await impact({ weekly: week("08:00", "16:00"), leave: { fromDay: day(1) } })).toEqual([late, nextDay]);
  });

  it("is not what was stranded already, is over or was called off", async () => {
    await command(appointments.query, staff, "cancelAppointment", { id: early, reason: "Called off" });
    expect(await impact({ weekly: [] })).toEqual([late, nextDay]);
    await knownProvider(appointments, { providerId, weekly: daily(["08:00", "12:00"]) });
    expect(await impact({ weekly: [] })).toEqual([nextDay]);
  });

  it("names no visits of whose record is restricted to the front desk", async () => {
    const restrictionId = randomUUID();
    await deliver(appointmentSubgraph, appointments.orm, {
      ...{ type: "patient.restricted", aggregateId: restrictionId },
      payload: { restrictionId, patientId, patientIds: [patientId] },
    });
    const booking = {
      patientId: await knownPatient(appointments),
      providerId,
      startsAt: at("12:00"),
      visitType: "VIDEO",
    };
    const { appointment } = await command(appointments.query, staff, "bookAppointment", booking);
    const other = String(appointment?.id);
    expect(await impact({ weekly: [] })).toEqual([other]);
    expect(await impact({ weekly: [] }, { organizationId, roles: [Role.ADMIN] })).toEqual([
      early,
      other,
      late,
      nextDay,
    ]);
  });

  it("is nothing of a provider who is not known, or of another organization", async () => {
    for (const id of [randomUUID(), "nonsense"]) expect(await impact({ providerId: id, weekly: [] })).toBeNull();
    expect(await impact({ weekly: [] }, stranger)).toBeNull();
  });

  it("is for whoever may set the hours: a provider sees their own", async () => {
    const self = { organizationId, roles: [Role.PROVIDER], providerId };
    expect(await impact({ weekly: [] }, self)).toEqual([early, late, nextDay]);
    expect(await impact({ weekly: [] }, { ...self, providerId: randomUUID() })).toBeNull();
    for (const roles of [[Role.NURSE], [Role.PATIENT], [Role.PARTNER]]) {
      const { errors } = await appointments.query(
        { organizationId, roles, patientId },
        "query ($input: AvailabilityImpactInput!) { availabilityImpact(input: $input) { id } }",
        { input: { providerId, weekly: [] } },
      );
      expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    }
  });

  it.each([
    [["weekly", "0", "to"], { weekly: [{ day: "MONDAY", from: "10:00", to: "09:00" }] }],
    [["weekly", "0", "from"], { weekly: [{ day: "MONDAY", from: "1", to: "09:00" }] }],
    [["weekly"], { weekly: Array.from({ length: 71 }, () => ({ day: "MONDAY", from: "09:00", to: "10:00" })) }],
    [["leave", "toDay"], { leave: { fromDay: day(1), toDay: day() } }],
    [["leave", "to"], { leave: { fromDay: day(), from: "09:00" } }],
    [["leave", "from"], { leave: { fromDay: day(), from: "9", to: "10:00" } }],
    [["leave", "to"], { leave: { fromDay: day(), from: "09:00", to: "24:30" } }],
    [["leave", "toDay"], { leave: { fromDay: day(), toDay: day(366) } }],
    [["leave", "fromDay"], { leave: { fromDay: "2026-01-01" } }],
    [["leave", "fromDay"], { leave: { fromDay: "9999-01-01" } }],
    [["weekly", "0", "to"], { weekly: [{ day: "MONDAY", from: "09:00", to: "1" }] }],
    [
      ["weekly", "1", "from"],
      { weekly: Array.from({ length: 2 }, () => ({ day: "MONDAY", from: "09:00", to: "10:00" })) },
    ],
    [["effectiveFrom"], { weekly: [], effectiveFrom: "2026-01-01" }],
    [["effectiveFrom"], { leave: { fromDay: day() }, effectiveFrom: day() }],
    [["weekly"], {}],
  ])("is refused by the place of what is wrong: %s", async (path, input) => {
    const { data, errors } = await appointments.query(
      staff,
      "query ($input: AvailabilityImpactInput!) { availabilityImpact(input: $input) { id } }",
      { input: { providerId, ...input } },
    );
    expect(data.availabilityImpact).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", field: ["input", ...path] });
    expect(errors?.[0]?.message).toMatch(/^(`\w+` [a-z]|Say which hours )[^\\^$]*\.$/);
  });
});

describe("the stranded visits of a provider", () => {
  const document = `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Provider { id strandedAppointments { id } } } }`;

  async function stranded(availability: object | null, viewer: TestViewer = staff, ids = [providerId]) {
    const r = ids.map((id) => ({
      ...{ __typename: "Provider", id },
      availabilityState:
        availability && JSON.stringify({ timeZone: "UTC", templates: [], exceptions: [], ...availability }),
    }));
    const { data, errors } = await appointments.query(viewer, document, { r });
    expect(errors).toBeUndefined();
    return data._entities.map(({ strandedAppointments }: { strandedAppointments: { id: string }[] | null }) =>
      strandedAppointments === null ? null : strandedAppointments.map(({ id }) => id),
    );
  }

  const template = (...hours: [string, string][]) => ({
    templates: [{ effectiveFrom: "2020-01-01", weekly: daily(...hours) }],
  });

  it("are those outside of the hours that the provider subgraph has now, whatever was told here", async () => {
    expect(await stranded(template(["08:00", "18:00"]))).toEqual([[]]);
    expect(await stranded(template(["08:00", "12:00"]))).toEqual([[late]]);
    const exceptions = [{ kind: "LEAVE", fromDay: day(1), toDay: day(1), from: null, to: null, visitTypes: null }];
    expect(await stranded({ ...template(["08:00", "18:00"]), exceptions })).toEqual([[nextDay]]);
    expect(await stranded({})).toEqual([[early, late, nextDay]]);
    expect(await stranded(null)).toEqual([null]);
  });

  it("are what the viewer may see, and audited", async () => {
    const patient = { organizationId, roles: [Role.PATIENT], patientId };
    expect(await stranded({}, patient)).toEqual([[early, late, nextDay]]);
    expect(await stranded({}, { ...patient, patientId: await knownPatient(appointments) })).toEqual([[]]);
    const entries: { actions: string[] }[] = await appointments.orm.em
      .getConnection()
      .execute(
        `select actions from audit_entry where '${patientId}' = any(subject_ids) and '${late}' = any(entity_ids)`,
      );
    expect(entries.flatMap(({ actions }) => actions)).toContain("appointment.list");
  });

  it("cost the same statements for one provider as for twenty", async () => {
    const others = await Promise.all(Array.from({ length: 20 }, () => knownProvider(appointments)));
    const count = async (ids: string[]) => {
      appointments.statements.length = 0;
      await stranded({}, staff, ids);
      return appointments.statements.length;
    };
    expect(await count([providerId, ...others])).toBe(await count([providerId]));
  });
});
