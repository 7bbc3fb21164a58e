import { startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { staff } from "./booking/booking.fixture.ts";
import { knownProvider } from "./references/reference.fixture.ts";
import { appointmentSubgraph } from "./subgraph.ts";

let appointments: TestSubgraph;
let providerId: string;
const specialty = "CARDIOLOGY";
beforeAll(async () => {
  appointments = await startTestSubgraph(appointmentSubgraph);
  providerId = await knownProvider(appointments, { specialties: [specialty] });
});
afterAll(() => appointments.close());

async function answerOf(query: string, variables: object): Promise<unknown> {
  const { data, errors } = await appointments.query(staff, query, { ...variables });
  return errors ? errors.map(({ extensions }) => [extensions.code, extensions.field]) : Object.values(data)[0];
}

/** Windows in which nothing is, and whether they are over. */
const windows = [
  ["0001-01-01T00:00:00Z", "0001-01-15T00:00:00Z", true],
  ["9998-12-20T00:00:00Z", "9998-12-31T23:59:59Z", false],
  ["9999-12-20T00:00:00Z", "9999-12-31T23:59:59.999Z", false],
] as const;

it.each(windows)("searches from %s to %s find no times", async (from, to, isOver) => {
  const expected = isOver ? [] : [["BAD_USER_INPUT", ["input", "from"]]];
  for (const timeZone of [undefined, "Pacific/Kiritimati", "Pacific/Pago_Pago"]) {
    const window = { from, to, timeZone };
    const slots = "query ($input: AvailableSlotsInput!) { availableSlots(input: $input) { startsAt } }";
    for (const named of [{ providerId }, { specialty }])
      expect(await answerOf(slots, { input: { ...named, ...window } })).toEqual(expected);
    const providers =
      "query ($input: ProvidersWithSlotsInput!) { providersWithSlots(input: $input) { slots { day } } }";
    expect(await answerOf(providers, { input: { specialty, ...window } })).toEqual(expected);
  }
});

it.each(windows)("visits from %s to %s are none, and counted as such", async (from, to) => {
  const asked = { f: { from, to } };
  const list = "query ($f: AppointmentFilter) { appointments(first: 1, filter: $f) { nodes { id } totalCount } }";
  expect(await answerOf(list, asked)).toEqual({ nodes: [], totalCount: 0 });
  const summary = "query ($f: AppointmentFilter) { appointmentSummary(filter: $f) { total } }";
  expect(await answerOf(summary, asked)).toEqual({ total: 0 });
  const statuses = "query ($f: AppointmentFilter) { appointmentStatusCounts(filter: $f) { count } }";
  expect(await answerOf(statuses, asked)).toEqual(Array.from({ length: 8 }, () => ({ count: 0 })));
});

it("in the year 0 nothing is looked for", async () => {
  const window = { from: "0000-01-01T00:00:00Z", to: "0000-01-15T00:00:00Z" };
  const slots = "query ($input: AvailableSlotsInput!) { availableSlots(input: $input) { startsAt } }";
  const badUserInput = ["BAD_USER_INPUT", expect.anything()];
  expect(await answerOf(slots, { input: { providerId, ...window } })).toContainEqual(badUserInput);
  const list = "query ($f: AppointmentFilter) { appointments(first: 1, filter: $f) { totalCount } }";
  expect(await answerOf(list, { f: window })).toContainEqual(badUserInput);
});

it("days are counted from the year 1 on", async () => {
  const counts = "query ($f: AppointmentFilter) { appointmentDayCounts(filter: $f) { date } }";
  const asked = { f: { from: "0001-01-01T00:00:00Z", to: "0001-01-02T00:00:00Z" } };
  expect(await answerOf(counts, asked)).toEqual([{ date: "0001-01-01" }]);
});

it.each([
  ["9998-12-31T00:00:00Z", "9998-12-31T23:59:59Z", ["9998-12-31", "9999-01-01"]],
  ["9999-12-31T00:00:00Z", "9999-12-31T23:59:59Z", undefined],
])("days are counted until the year 9998 is over, from %s to %s", async (from, to, days) => {
  const counts =
    'query ($f: AppointmentFilter) { appointmentDayCounts(filter: $f, timeZone: "Pacific/Kiritimati") { date } }';
  const expected = days?.map((date) => ({ date })) ?? [["BAD_USER_INPUT", ["filter", "to"]]];
  expect(await answerOf(counts, { f: { from, to } })).toEqual(expected);
});
