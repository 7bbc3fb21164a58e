import { randomUUID } from "node:crypto";
import { VisitType } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { staff } from "../booking/booking.fixture.ts";
import { at, command, outcomeOf } from "../booking/commands.fixture.ts";
import { placeConsumer } from "../references/place.consumer.ts";
import { knownPatient, knownProvider, tell } from "../references/reference.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";
import { openingsFor, type PlaceHours } from "./opening.hours.ts";
import { daily } from "./slots.fixture.ts";
import { createWallClock } from "./wall.clock.ts";

const { IN_PERSON, VIDEO } = VisitType;

const open = (...hours: [string, string][]) => daily(...hours).map(({ day, from, to }) => ({ day, from, to }));

/** The hours of the 2nd of November, as UTC shows them. */
function openings(
  places: PlaceHours[],
  { timeZone = "UTC", visitType = IN_PERSON, weekly = daily(["08:00", "18:00"]) } = {},
) {
  const hours = {
    timeZone,
    templates: [{ effectiveFrom: "2020-01-01", weekly }],
    exceptions: [],
    licensed: null,
    places,
  };
  const window = { start: Date.parse("2026-11-02T00:00:00Z"), end: Date.parse("2026-11-03T00:00:00Z") };
  return openingsFor(hours, visitType, window, createWallClock()).map(({ start, end }) =>
    [start, end].map((instant) => new Date(instant).toISOString().slice(8, 16)).join("/"),
  );
}

describe("a provider's hours", () => {
  it("are cut by those of their place, for who comes in person alone", () => {
    const places = [{ timeZone: "UTC", weekly: open(["09:00", "12:00"], ["13:00", "20:00"]) }];
    expect(openings(places)).toEqual(["02T09:00/02T12:00", "02T13:00/02T18:00"]);
    expect(openings(places, { visitType: VIDEO })).toEqual(["02T08:00/02T18:00"]);
    expect(openings([])).toEqual(["02T08:00/02T18:00"]);
    expect(openings([{ timeZone: "UTC", weekly: [] }])).toEqual([]);
  });

  it("are open while one of several places is", () => {
    const places = [
      { timeZone: "UTC", weekly: open(["09:00", "12:00"]) },
      { timeZone: "UTC", weekly: open(["11:00", "15:00"], ["16:00", "17:00"]) },
    ];
    expect(openings(places)).toEqual(["02T09:00/02T15:00", "02T16:00/02T17:00"]);
  });

  it("are compared with those of a place as its own clocks show them", () => {
    // Nine o'clock in Berlin is eight in UTC, in Kathmandu a quarter past three.
    expect(openings([{ timeZone: "Europe/Berlin", weekly: open(["09:30", "11:00"]) }])).toEqual(["02T08:30/02T10:00"]);
    const far = { timeZone: "Asia/Kathmandu", weekly: daily(["14:00", "18:00"]) };
    expect(openings([{ timeZone: "Asia/Kathmandu", weekly: open(["09:00", "16:00"]) }], far)).toEqual([
      "02T08:15/02T10:15",
    ]);
    const west = { timeZone: "Pacific/Kiritimati", weekly: daily(["00:00", "24:00"]) };
    const places = [{ timeZone: "Pacific/Niue", weekly: open(["10:00", "11:00"]) }];
    expect(openings(places, west)).toEqual(["02T21:00/02T22:00"]);
  });

  it("pass midnight where the place does", () => {
    const round = { weekly: daily(["00:00", "24:00"]) };
    const night = [{ timeZone: "UTC", weekly: open(["00:00", "02:00"], ["22:00", "24:00"]) }];
    expect(openings(night, round)).toContain("02T22:00/03T02:00");
  });
});

describe("what the provider subgraph tells of places", () => {
  let appointments: TestSubgraph;
  beforeAll(async () => {
    appointments = await startTestSubgraph(appointmentSubgraph);
  });
  afterAll(() => appointments.close());

  const hear = (type: string, payload: Record<string, unknown>, version: number) =>
    tell(appointments, type, payload, { version, consumer: placeConsumer });
  const opens = (locationId: string, openingHours: object[] | null | undefined, version: number) =>
    hear("provider.location.updated", { locationId, timeZone: "UTC", openingHours }, version);
  const worksAt = (providerId: string, locationIds: string[], version: number) =>
    hear("provider.updated", { providerId, locationIds }, version);

  async function slots(providerId: string): Promise<string[]> {
    const { data } = await appointments.query(
      staff,
      "query ($input: AvailableSlotsInput!) { availableSlots(input: $input) { startsAt } }",
      { input: { providerId, visitType: IN_PERSON, from: at("00:00"), to: at("00:00", 1) } },
    );
    return data.availableSlots.map(({ startsAt }: { startsAt: string }) => startsAt);
  }

  it("decides slots and bookings of who works where it is known when it is open, and of nobody else", async () => {
    const providerId = await knownProvider(appointments, { weekly: daily(["09:00", "11:00"]) });
    const [here, there] = [randomUUID(), randomUUID()];
    const all = [at("09:00"), at("09:30"), at("10:00"), at("10:30")];
    await worksAt(providerId, [here], 1);
    expect(await slots(providerId)).toEqual(all);
    await opens(here, open(["10:00", "10:30"]), 1);
    expect(await slots(providerId)).toEqual([at("10:00")]);
    const book = async (time: string, visitType: VisitType) => {
      const patientId = await knownPatient(appointments);
      const booking = { patientId, providerId, startsAt: at(time), visitType };
      return outcomeOf(await command(appointments.query, staff, "bookAppointment", booking));
    };
    expect(await book("09:00", IN_PERSON)).toBe("OUTSIDE_AVAILABILITY");
    expect(await book("09:00", VIDEO)).toBe("done");
    // At the second place nothing is known, so that they may be seen there at any time of theirs.
    await worksAt(providerId, [here, there], 2);
    expect(await slots(providerId)).toEqual(all.slice(1));
    await opens(there, null, 1);
    expect(await slots(providerId)).toEqual(all.slice(1));
    await opens(there, open(["10:30", "11:00"]), 2);
    expect(await slots(providerId)).toEqual(all.slice(2));
    await worksAt(providerId, [], 3);
    expect(await slots(providerId)).toEqual(all.slice(1));
  });

  it("is never taken back by what is older, and said nothing of hours before there were any", async () => {
    const providerId = await knownProvider(appointments, { weekly: daily(["09:00", "10:00"]) });
    const here = randomUUID();
    await worksAt(providerId, [here], 5);
    await worksAt(providerId, [], 4);
    await opens(here, [], 5);
    await opens(here, undefined, 4);
    expect(await slots(providerId)).toEqual([]);
    await opens(here, undefined, 6);
    expect(await slots(providerId)).toHaveLength(2);
  });
});
