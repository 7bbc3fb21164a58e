import { randomUUID } from "node:crypto";
import { Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { organizationId, staff, stranger } from "../booking/booking.fixture.ts";
import { at, command, outcomeOf } from "../booking/commands.fixture.ts";
import { placeConsumer } from "../references/place.consumer.ts";
import { knownPatient, knownProvider, tell } from "../references/reference.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";
import { daily } from "./slots.fixture.ts";

let appointments: TestSubgraph;
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
});
afterAll(() => appointments.close());

/** Nobody has it yet. */
let specialty: string;
beforeEach(() => {
  specialty = randomUUID();
});

interface Found {
  readonly provider: { readonly id: string };
  readonly slots: readonly { readonly startsAt: string; readonly visitType: string }[];
}

const query = `query ($input: ProvidersWithSlotsInput!) {
  providersWithSlots(input: $input) { provider { id } slots { startsAt visitType provider { id } } } }`;
const day = { from: at("00:00"), to: at("00:00", 1) };

async function search(input: object = {}, viewer: TestViewer = staff): Promise<Found[]> {
  const all = { specialty, visitType: "IN_PERSON", ...day, ...input };
  const { data, errors } = await appointments.query(viewer, query, { input: all });
  expect(errors).toBeUndefined();
  return data.providersWithSlots;
}

const idsOf = (found: readonly Found[]) => found.map(({ provider }) => provider.id);
const timesOf = (found: readonly Found[]) => found.map(({ slots }) => slots.map(({ startsAt }) => startsAt));

function doctor(from: string, to: string, more: object = {}): Promise<string> {
  return knownProvider(appointments, { weekly: daily([from, to]), specialties: [specialty], ...more });
}

async function booked(providerId: string, startsAt: string, patientId?: string): Promise<void> {
  const visit = { patientId: patientId ?? (await knownPatient(appointments)), providerId, startsAt };
  const answer = await command(appointments.query, staff, "bookAppointment", { ...visit, visitType: "IN_PERSON" });
  expect(outcomeOf(answer)).toBe("done");
}

describe("providers of a specialty who are free", () => {
  it("come who is free the earliest first, each with their first times", async () => {
    const late = await doctor("15:00", "16:00");
    const early = await doctor("08:00", "12:00");
    // Nine o'clock on their wall is a quarter past three in UTC.
    const far = await doctor("09:00", "09:30", { timeZone: "Asia/Kathmandu" });
    const found = await search();
    expect(idsOf(found)).toEqual([far, early, late]);
    expect(timesOf(found)).toEqual([
      [at("03:15")],
      [at("08:00"), at("08:30"), at("09:00")],
      [at("15:00"), at("15:30")],
    ]);
    await booked(early, at("08:00"));
    expect(timesOf(await search({ slotsEach: 1 }))).toEqual([[at("03:15")], [at("08:30")], [at("15:00")]]);
    expect(idsOf(await search({ first: 2 }))).toEqual([far, early]);
  });

  it("are in another order when the first is taken", async () => {
    const [one, other] = [await doctor("08:00", "12:00"), await doctor("08:30", "12:00")];
    expect(idsOf(await search())).toEqual([one, other]);
    await booked(one, at("08:00"));
    await booked(one, at("08:30"));
    expect(idsOf(await search())).toEqual([other, one]);
  });

  it("are none who has no time, cannot be booked, has another specialty or is elsewhere", async () => {
    const free = await doctor("08:00", "09:00");
    await doctor("08:00", "08:20");
    await doctor("08:00", "09:00", { status: "SUSPENDED" });
    await doctor("08:00", "09:00", { specialties: ["another"] });
    const full = await doctor("08:00", "08:30");
    await booked(full, at("08:00"));
    expect(idsOf(await search())).toEqual([free]);
    expect(await search({}, stranger)).toEqual([]);
    // Searches do not know the catalogue: one of it that nobody has is as one that is not in it.
    expect(await search({ specialty: "of nobody" })).toEqual([]);
    expect(await search({ from: at("09:00") })).toEqual([]);
    expect(await search({ from: "2020-01-01T00:00:00Z", to: "2020-01-02T00:00:00Z" })).toEqual([]);
  });

  it("have the times that availableSlots has", async () => {
    for (const hours of [7, 9, 8]) await doctor(`0${hours}:10`, "17:40");
    const slotsEach = 12;
    const wanted = { specialty, ...day };
    const { data } = await appointments.query(
      staff,
      "query ($input: AvailableSlotsInput!) { availableSlots(input: $input) { startsAt visitType provider { id } } }",
      { input: { ...wanted, first: 500 } },
    );
    const expected = [
      ...Map.groupBy(data.availableSlots as { provider: { id: string } }[], (slot) => slot.provider.id),
    ];
    const found = await search({ ...wanted, visitType: null, slotsEach });
    expect(found).toEqual(expected.map(([id, slots]) => ({ provider: { id }, slots: slots.slice(0, slotsEach) })));
  });

  it("for a patient are free when the patient is", async () => {
    const [here, there] = [await doctor("09:00", "10:00"), await doctor("09:30", "10:30")];
    const patientId = await knownPatient(appointments);
    await booked(await knownProvider(appointments), at("09:00"), patientId);
    const times = [[at("09:30")], [at("09:30"), at("10:00")]];
    const found = await search({ patientId });
    expect(new Map(found.map(({ provider, slots }) => [provider.id, slots.map(({ startsAt }) => startsAt)]))).toEqual(
      new Map([
        [here, times[0]],
        [there, times[1]],
      ]),
    );
    // Whose visits one may not see, one does not learn of either.
    const foreign = { organizationId, roles: [Role.PATIENT], patientId: await knownPatient(appointments) };
    expect(timesOf(await search({ patientId }, foreign))[0]).toEqual([at("09:00"), at("09:30")]);
  });
});

describe("who is free cannot be looked for with", () => {
  it.each([
    ["an unknown zone", { timeZone: "Mars/Olympus" }, ["input", "timeZone"]],
    ["a window that ends before it starts", { to: at("00:00", -1) }, ["input", "to"]],
    ["32 days", { to: at("00:00", 32) }, ["input", "to"]],
    ["no provider", { first: 0 }, ["input", "first"]],
    ["501 providers", { first: 501, slotsEach: 1 }, ["input", "first"]],
    ["no slot", { slotsEach: 0 }, ["input", "slotsEach"]],
    ["more than 500 slots in all", { first: 100, slotsEach: 6 }, ["input", "slotsEach"]],
    ["more than 500 slots in all, where the number of each is not told", { first: 200 }, ["input", "slotsEach"]],
  ])("%s", async (_what, input, field) => {
    const { data, errors } = await appointments.query(staff, query, { input: { specialty, ...day, ...input } });
    expect(data.providersWithSlots).toBeNull();
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", field });
  });
});

describe("who may look who is free", () => {
  it("is the clinic and its patients, and nobody else", async () => {
    const free = await doctor("08:00", "09:00");
    const patient = { organizationId, roles: [Role.PATIENT], patientId: await knownPatient(appointments) };
    expect(idsOf(await search({}, patient))).toEqual([free]);
    const input = { specialty, ...day };
    const { errors } = await appointments.query({ organizationId, roles: [Role.PARTNER] }, query, { input });
    expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  });
});

describe("two weeks of a specialty with 200 providers", () => {
  const tables = [
    "appointment",
    "location_reference",
    "provider_places",
    "provider_reference",
    "provider_template",
    "visit_type_rules",
    "waitlist_offer",
  ];
  const tablesIn = (sql: string) => sql.matchAll(/\b(?:from|into|join|update) "?([a-z_]+)\b(?!\()/g);

  it.each([
    ["providersWithSlots", query, { first: 200, slotsEach: 2 }],
    [
      "availableSlots",
      "query ($input: AvailableSlotsInput!) { availableSlots(input: $input) { startsAt day provider { id } } }",
      { first: 500 },
    ],
  ])("cost %s one statement per table", async (name, document, counts) => {
    const locationId = randomUUID();
    const place = { locationId, timeZone: "UTC", openingHours: null };
    await tell(appointments, "provider.location.registered", place, { consumer: placeConsumer });
    for (let count = 0; count < 200; count += 1) {
      const practice = { providerId: await doctor("08:00", "12:00"), locationIds: [locationId] };
      await tell(appointments, "provider.updated", practice, { consumer: placeConsumer });
    }
    const input = { specialty, from: at("00:00"), to: at("00:00", 14), ...counts };
    appointments.statements.length = 0;
    const { data } = await appointments.query(staff, document, { input });
    expect(data[name].length).toBeGreaterThanOrEqual(200);
    const asked = appointments.statements.flatMap((sql) => [...new Set([...tablesIn(sql)].map(([, table]) => table))]);
    expect(asked.sort()).toEqual(tables);
  });
});
