import { startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { staff } from "../booking/booking.fixture.ts";
import { knownProvider } from "../references/reference.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";
import { daily } from "./slots.fixture.ts";

let appointments: TestSubgraph;
let roundTheClock: string;
beforeAll(async () => {
  // Days on which clocks change, known for good: to whoever searches they are to come, and near enough.
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2099-01-01T00:00:00Z") });
  appointments = await startTestSubgraph(appointmentSubgraph);
  roundTheClock = await knownProvider(appointments, { timeZone: "UTC" });
});
afterAll(async () => {
  await appointments.close();
  vi.useRealTimers();
});

interface LocalSlot {
  readonly day: string;
  readonly localStartsAt: string;
}

const query = "query ($input: AvailableSlotsInput!) { availableSlots(input: $input) { day localStartsAt } }";

async function slotsOf(input: object): Promise<LocalSlot[]> {
  const { data, errors } = await appointments.query(staff, query, { input: { visitType: "IN_PERSON", ...input } });
  expect(errors).toBeUndefined();
  return data.availableSlots;
}

/** The two slots of an hour, as the caller's calendar and clocks show them. */
async function hourFrom(from: string, timeZone?: string): Promise<string[][]> {
  const to = new Date(Date.parse(from) + 60 * 60_000).toISOString();
  const slots = await slotsOf({ providerId: roundTheClock, from, to, timeZone });
  return slots.map(({ day, localStartsAt }) => [day, localStartsAt]);
}

describe("slots say on which day and when they start in the caller's zone", () => {
  it.each([
    ["Asia/Kolkata", "2099-06-01T18:00:00Z", "2099-06-01T23:30:00+05:30", "2099-06-02T00:00:00+05:30"],
    ["Asia/Kathmandu", "2099-06-01T18:00:00Z", "2099-06-01T23:45:00+05:45", "2099-06-02T00:15:00+05:45"],
    ["Pacific/Chatham", "2099-06-01T11:00:00Z", "2099-06-01T23:45:00+12:45", "2099-06-02T00:15:00+12:45"],
    ["America/New_York", "2099-06-02T03:30:00Z", "2099-06-01T23:30:00-04:00", "2099-06-02T00:00:00-04:00"],
    ["Pacific/Kiritimati", "2099-12-31T09:30:00Z", "2099-12-31T23:30:00+14:00", "2100-01-01T00:00:00+14:00"],
  ])("%s: midnight parts two that follow each other", async (timeZone, from, before, after) => {
    expect(await hourFrom(from, timeZone)).toEqual([
      [before.slice(0, 10), before],
      [after.slice(0, 10), after],
    ]);
  });

  it.each([
    ["America/New_York", "2099-03-08T06:30:00Z", "2099-03-08T01:30:00-05:00", "2099-03-08T03:00:00-04:00"],
    ["America/New_York", "2099-11-01T05:30:00Z", "2099-11-01T01:30:00-04:00", "2099-11-01T01:00:00-05:00"],
    ["Europe/Berlin", "2099-03-29T00:30:00Z", "2099-03-29T01:30:00+01:00", "2099-03-29T03:00:00+02:00"],
    ["Pacific/Chatham", "2099-04-04T13:30:00Z", "2099-04-05T03:15:00+13:45", "2099-04-05T02:45:00+12:45"],
    ["Pacific/Chatham", "2099-09-26T13:30:00Z", "2099-09-27T02:15:00+12:45", "2099-09-27T03:45:00+13:45"],
  ])("%s: where the clocks change, each with the offset that it has then", async (timeZone, from, before, after) => {
    expect(await hourFrom(from, timeZone)).toEqual([
      [before.slice(0, 10), before],
      [after.slice(0, 10), after],
    ]);
  });

  it.each([
    ["2099-03-08T05:00:00Z", "2099-03-09T04:00:00Z", "2099-03-08", 46],
    ["2099-11-01T04:00:00Z", "2099-11-02T05:00:00Z", "2099-11-01", 50],
  ])("a day from %s to %s has all of its slots, and no other day any", async (from, to, day, count) => {
    const slots = await slotsOf({ providerId: roundTheClock, from, to, timeZone: "America/New_York", first: 500 });
    expect(Map.groupBy(slots, (slot) => slot.day)).toEqual(new Map([[day, slots]]));
    expect(slots).toHaveLength(count);
  });

  it("which is another day than the provider's when it is", async () => {
    const far = { timeZone: "Pacific/Kiritimati", weekly: daily(["09:00", "09:30"]) };
    const providerId = await knownProvider(appointments, far);
    const window = { from: "2099-05-31T12:00:00Z", to: "2099-06-01T12:00:00Z" };
    expect(await slotsOf({ providerId, ...window, timeZone: "Pacific/Kiritimati" })).toEqual([
      { day: "2099-06-01", localStartsAt: "2099-06-01T09:00:00+14:00" },
    ]);
    expect(await slotsOf({ providerId, ...window, timeZone: "Pacific/Niue" })).toEqual([
      { day: "2099-05-31", localStartsAt: "2099-05-31T08:00:00-11:00" },
    ]);
  });

  it("which is UTC unless told", async () => {
    expect(await hourFrom("2099-06-01T23:30:00Z")).toEqual([
      ["2099-06-01", "2099-06-01T23:30:00+00:00"],
      ["2099-06-02", "2099-06-02T00:00:00+00:00"],
    ]);
  });
});
