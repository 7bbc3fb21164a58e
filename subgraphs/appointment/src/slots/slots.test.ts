import { randomUUID } from "node:crypto";
import { planningEnd, Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { organizationId, staff, stranger } from "../booking/booking.fixture.ts";
import { at, command, outcomeOf } from "../booking/commands.fixture.ts";
import { knownPatient, knownProvider, tell } from "../references/reference.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";
import { daily } from "./slots.fixture.ts";

let appointments: TestSubgraph;
let providerId: string;
let patientId: string;
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
  patientId = await knownPatient(appointments);
  providerId = await knownProvider(appointments, { weekly: daily(["09:00", "11:00"]), specialties: ["general"] });
});
afterAll(() => appointments.close());

interface FoundSlot {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly visitType: string;
  readonly provider: { readonly id: string };
}

const query = `query ($input: AvailableSlotsInput!) {
  availableSlots(input: $input) { startsAt endsAt visitType provider { id } } }`;

async function search(input: object, viewer: TestViewer = staff): Promise<FoundSlot[]> {
  const day = { from: at("00:00"), to: at("00:00", 1) };
  const { data, errors } = await appointments.query(viewer, query, { input: { ...day, ...input } });
  expect(errors).toBeUndefined();
  return data.availableSlots;
}

const startsOf = (slots: readonly FoundSlot[]) => slots.map(({ startsAt }) => startsAt);

describe("free slots", () => {
  it("of a provider are what can be booked, until it is", async () => {
    const input = { providerId, visitType: "IN_PERSON" };
    const slots = await search(input);
    expect(slots[0]).toEqual({
      startsAt: at("09:00"),
      endsAt: at("09:30"),
      visitType: "IN_PERSON",
      provider: { id: providerId },
    });
    expect(startsOf(slots)).toEqual([at("09:00"), at("09:30"), at("10:00"), at("10:30")]);
    const booking = { patientId, providerId, startsAt: at("09:30"), visitType: "VIDEO" };
    const { appointment } = await command(appointments.query, staff, "bookAppointment", booking);
    expect(startsOf(await search(input))).toEqual([at("09:00"), at("10:00"), at("10:30")]);
    const cancellation = { id: appointment?.id, reason: "Called off" };
    await command(appointments.query, staff, "cancelAppointment", cancellation);
    expect(await search(input)).toEqual(slots);
  });

  it("are none later than what can be booked", async () => {
    const end = planningEnd();
    const later = (days: number) => new Date(end.getTime() + days * 86_400_000).toISOString();
    const slots = await search({ providerId, visitType: "PHONE", from: later(-3), to: later(3) });
    expect(slots.length).toBeGreaterThan(0);
    expect(startsOf(slots).filter((startsAt) => startsAt > planningEnd().toISOString())).toEqual([]);
  });

  it("of every kind are told apart, the earliest first", async () => {
    const slots = await search({ providerId, first: 4 });
    expect(slots.map(({ startsAt, visitType }) => [startsAt, visitType])).toEqual([
      [at("09:00"), "IN_PERSON"],
      [at("09:00"), "VIDEO"],
      [at("09:00"), "PHONE"],
      [at("09:15"), "PHONE"],
    ]);
  });

  it("of a specialty are those of all its active providers", async () => {
    const specialties = ["cardiology", "general"];
    const early = await knownProvider(appointments, { weekly: daily(["07:30", "08:30"]), specialties });
    const kathmandu = { weekly: daily(["13:45", "14:15"]), timeZone: "Asia/Kathmandu", specialties };
    const far = await knownProvider(appointments, kathmandu);
    await knownProvider(appointments, { status: "SUSPENDED", specialties });
    await knownProvider(appointments, { status: "PENDING", specialties });
    const slots = await search({ specialty: "cardiology", visitType: "IN_PERSON" });
    expect(slots.map(({ startsAt, provider }) => [startsAt, provider.id])).toEqual(
      [
        [at("07:30"), early],
        [at("08:00"), early],
        [at("08:00"), far],
      ].sort(([oneStart = "", one = ""], [otherStart = "", other = ""]) =>
        oneStart === otherStart ? (one < other ? -1 : 1) : oneStart < otherStart ? -1 : 1,
      ),
    );
    expect(await search({ specialty: "cardiology", providerId })).toEqual([]);
    expect(await search({ specialty: "cardiology", providerId: early })).not.toEqual([]);
    await knownProvider(appointments, { specialties: ["geriatrics"], status: "SUSPENDED" });
    expect(await search({ specialty: "geriatrics" })).toEqual([]);
    expect(await search({ specialty: "of nobody" })).toEqual([]);
  });

  it("are none with a provider who is not known, not active, or of another organization", async () => {
    const suspended = await knownProvider(appointments, { status: "SUSPENDED" });
    for (const id of [suspended, randomUUID(), "nonsense"]) expect(await search({ providerId: id })).toEqual([]);
    expect(await search({ providerId }, stranger)).toEqual([]);
  });

  it("for a patient are those at which the patient is free too", async () => {
    const weekly = daily(["09:00", "10:30"]);
    const [here, there] = [
      await knownProvider(appointments, { weekly }),
      await knownProvider(appointments, { weekly }),
    ];
    const [visitor, other] = [await knownPatient(appointments), await knownPatient(appointments)];
    const booking = { patientId: visitor, providerId: there, startsAt: at("09:15"), visitType: "VIDEO" };
    const booked = await command(appointments.query, staff, "bookAppointment", booking);
    expect(outcomeOf(booked)).toBe("done");
    const input = { providerId: here, visitType: "IN_PERSON" };
    const all = [at("09:00"), at("09:30"), at("10:00")];
    const own: TestViewer = { organizationId, roles: [Role.PATIENT], patientId: visitor };
    const foreign: TestViewer = { organizationId, roles: [Role.PATIENT], patientId: other };
    expect(startsOf(await search({ ...input, patientId: visitor }))).toEqual([at("10:00")]);
    expect(startsOf(await search({ ...input, patientId: visitor }, own))).toEqual([at("10:00")]);
    for (const patientId of [other, randomUUID(), "nonsense"]) {
      expect(startsOf(await search({ ...input, patientId }))).toEqual(all);
    }
    expect(startsOf(await search({ ...input, patientId: visitor }, foreign))).toEqual(all);
    await command(appointments.query, staff, "cancelAppointment", { id: booked.appointment?.id, reason: "Called off" });
    expect(startsOf(await search({ ...input, patientId: visitor }))).toEqual(all);
  });

  it("are never in the past", async () => {
    const roundTheClock = await knownProvider(appointments);
    const now = Date.now();
    const from = new Date(now - 2 * 24 * 60 * 60_000).toISOString();
    const slots = await search({ providerId: roundTheClock, from, to: new Date(now + 60 * 60_000).toISOString() });
    expect(slots.length).toBeGreaterThan(0);
    for (const { startsAt } of slots) expect(Date.parse(startsAt)).toBeGreaterThanOrEqual(now);
    expect(await search({ providerId: roundTheClock, from, to: new Date(now - 60_000).toISOString() })).toEqual([]);
  });

  it("are 50 unless told, and can all be booked", async () => {
    const timeZone = "Australia/Lord_Howe";
    const id = await knownProvider(appointments, { timeZone, weekly: daily(["08:10", "12:00"], ["22:45", "24:00"]) });
    const slots = await search({ providerId: id, to: at("00:00", 30), visitType: "VIDEO" });
    expect(slots).toHaveLength(50);
    expect(await search({ providerId: id, to: at("00:00", 30), first: 500 })).toHaveLength(500);
    for (const { startsAt, visitType } of slots.slice(0, 20)) {
      const input = { patientId, providerId: id, startsAt, visitType };
      expect(outcomeOf(await command(appointments.query, staff, "bookAppointment", input))).toBe("done");
    }
    expect(startsOf(await search({ providerId: id, to: at("00:00", 30), visitType: "VIDEO", first: 30 }))).toEqual(
      startsOf(slots).slice(20),
    );
  });
});

describe("what cannot be looked for", () => {
  it.each([
    ["nobody", { providerId: null }, ["input", "providerId"]],
    ["an unknown zone", { timeZone: "Mars/Olympus" }, ["input", "timeZone"]],
    ["a window that ends before it starts", { to: at("00:00", -1) }, ["input", "to"]],
    ["a window without length", { to: at("00:00") }, ["input", "to"]],
    ["32 days", { to: at("00:00", 32) }, ["input", "to"]],
    ["no slot", { first: 0 }, ["input", "first"]],
    ["501 slots", { first: 501 }, ["input", "first"]],
    ["a specialty with NUL", { specialty: "cardio\u0000" }, ["input", "specialty"]],
  ])("%s", async (_what, input, field) => {
    const all = { providerId, from: at("00:00"), to: at("00:00", 1), ...input };
    const { data, errors } = await appointments.query(staff, query, { input: all });
    expect(data.availableSlots).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", field });
  });

  it.each([
    ["from", "2026-12-01"],
    ["to", "2026-13-45T00:00:00Z"],
  ])("what is no instant, and says where: %s", async (name, value) => {
    const all = { providerId, from: at("00:00"), to: at("00:00", 1), [name]: value };
    const { errors } = await appointments.query(staff, query, { input: all });
    expect(errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT", field: ["input", name] });
  });

  it("more than 31 days as the zone counts them: one of them may have 25 hours", async () => {
    const window = { providerId, from: "2027-10-15T04:00:00Z", to: "2027-11-15T05:00:00Z" };
    expect(await search({ ...window, timeZone: "America/New_York" })).not.toEqual([]);
    const { errors } = await appointments.query(staff, query, { input: window });
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", field: ["input", "to"] });
  });
});

describe("who may look", () => {
  it("is the clinic and its patients, and nobody else", async () => {
    const patient: TestViewer = { organizationId, roles: [Role.PATIENT], patientId };
    expect(await search({ providerId }, patient)).toEqual(await search({ providerId }));
    const input = { providerId, from: at("00:00"), to: at("00:00", 1) };
    const { errors } = await appointments.query({ organizationId, roles: [Role.PARTNER] }, query, { input });
    expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  });
});

describe("the cost of a search", () => {
  it("is one statement per table, for one provider as for thirty", async () => {
    const specialties = ["crowd"];
    for (let count = 0; count < 30; count += 1) await knownProvider(appointments, { specialties });
    for (const input of [
      { providerId },
      { providerId, patientId },
      { specialty: "crowd", to: at("00:00", 31), first: 500 },
    ]) {
      appointments.statements.length = 0;
      expect((await search(input)).length).toBeGreaterThan(0);
      const tables = appointments.statements.map(
        (sql) => /(?:from|into) "?(appointment|provider_\w+|visit_type_rules|audit_entry)\b/.exec(sql)?.[1],
      );
      const audited = "patientId" in input ? ["audit_entry"] : [];
      expect(tables.sort()).toEqual([
        "appointment",
        ...audited,
        "provider_places",
        "provider_reference",
        "provider_template",
        "visit_type_rules",
      ]);
    }
  });

  it("hears of hours that changed", async () => {
    const id = await knownProvider(appointments, { weekly: daily(["09:00", "10:00"]) });
    const effectiveFrom = at("00:00", 1).slice(0, 10);
    const change = { providerId: id, effectiveFrom, weekly: daily(["13:00", "13:30"]) };
    await tell(appointments, "provider.availability.changed", change, { version: 2 });
    const slots = await search({ providerId: id, visitType: "IN_PERSON", to: at("00:00", 2) });
    expect(startsOf(slots)).toEqual([at("09:00"), at("09:30"), at("13:00", 1)]);
  });
});
