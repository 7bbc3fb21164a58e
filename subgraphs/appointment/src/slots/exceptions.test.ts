import { VisitType } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { staff } from "../booking/booking.fixture.ts";
import { at, command, outcomeOf } from "../booking/commands.fixture.ts";
import { knownPatient, knownProvider, tell } from "../references/reference.fixture.ts";
import { appointmentSubgraph } from "../subgraph.ts";
import { standardRules as rules } from "../visit-rules/visit.rule.ts";
import { freeSlots } from "./free.slots.ts";
import { openingsFor } from "./opening.hours.ts";
import { daily } from "./slots.fixture.ts";
import { createWallClock } from "./wall.clock.ts";
import type { HoursException, WeeklyHours } from "./weekly.hours.ts";

const { IN_PERSON, VIDEO } = VisitType;
const workdays = daily(["09:00", "12:00"], ["13:00", "17:00"]);

const leave = (fromDay: string, toDay = fromDay, times: Partial<HoursException> = {}): HoursException => ({
  ...{ kind: "LEAVE", fromDay, toDay, from: null, to: null, visitTypes: null },
  ...times,
});
const extra = (day: string, from: string, to: string, visitTypes: VisitType[] | null = null): HoursException => ({
  ...{ kind: "EXTRA_HOURS", fromDay: day, toDay: day, from, to, visitTypes },
});

/** The hours of a week from the 2nd of November on, as UTC shows them. */
function openings(
  exceptions: HoursException[],
  { timeZone = "UTC", weekly = workdays as WeeklyHours[], visitType = IN_PERSON, from = "2026-11-02", days = 3 } = {},
): string[] {
  const hours = {
    timeZone,
    templates: [{ effectiveFrom: "2020-01-01", weekly }],
    exceptions,
    licensed: null,
    places: [],
  };
  const start = Date.parse(`${from}T00:00:00Z`);
  const window = { start, end: start + days * 24 * 60 * 60_000 };
  return openingsFor(hours, visitType, window, createWallClock()).map(({ start, end }) =>
    [start, end].map((instant) => new Date(instant).toISOString().slice(8, 16)).join("/"),
  );
}

describe("leave", () => {
  it("closes its days, the last one included", () => {
    expect(openings([leave("2026-11-02", "2026-11-03")])).toEqual(["04T09:00/04T12:00", "04T13:00/04T17:00"]);
  });

  it("of a part of the day cuts it out, at the edges and in the middle", () => {
    const part = (from: string, to: string) => openings([leave("2026-11-02", "2026-11-02", { from, to })], { days: 1 });
    expect(part("10:00", "11:00")).toEqual(["02T09:00/02T10:00", "02T11:00/02T12:00", "02T13:00/02T17:00"]);
    expect(part("08:00", "09:30")).toEqual(["02T09:30/02T12:00", "02T13:00/02T17:00"]);
    expect(part("11:00", "16:00")).toEqual(["02T09:00/02T11:00", "02T16:00/02T17:00"]);
    expect(part("00:00", "24:00")).toEqual([]);
    expect(part("12:00", "13:00")).toEqual(openings([], { days: 1 }));
  });

  it("closes extra hours, too", () => {
    const evening = extra("2026-11-02", "18:00", "20:00");
    expect(openings([evening, leave("2026-11-02")], { days: 1 })).toEqual([]);
    expect(openings([leave("2026-11-02", "2026-11-02", { from: "09:00", to: "19:00" }), evening], { days: 1 })).toEqual(
      ["02T19:00/02T20:00"],
    );
  });

  it("is of the day on the wall of the provider: openmrs #1049: a date is not saved as another day", () => {
    const around = { days: 3, from: "2026-11-01", weekly: daily(["00:00", "24:00"]) };
    for (const [timeZone, ends, begins] of [
      ["Pacific/Kiritimati", "01T10:00", "02T10:00"],
      ["Pacific/Niue", "02T11:00", "03T11:00"],
      ["Asia/Kathmandu", "01T18:15", "02T18:15"],
    ] as const) {
      const edges = openings([leave("2026-11-02")], { ...around, timeZone }).flatMap((opening) => opening.split("/"));
      expect(edges).toContain(ends);
      expect(edges).toContain(begins);
      expect(edges.filter((edge) => edge > ends && edge < begins)).toEqual([]);
    }
  });

  it("of a day on which the clocks change closes all of it, and nothing of the next one", () => {
    const nights = daily(["00:00", "24:00"]);
    for (const [timeZone, day, opens] of [
      ["America/New_York", "2026-03-08", "09T04:00"],
      ["America/New_York", "2026-11-01", "02T05:00"],
      ["Australia/Lord_Howe", "2026-10-04", "04T13:00"],
      ["Australia/Lord_Howe", "2026-04-05", "05T13:30"],
    ] as const) {
      const from = new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
      const edges = openings([leave(day)], { timeZone, weekly: nights, from, days: 3 });
      expect(edges.map((opening) => opening.split("/")[0])).toContain(opens);
    }
  });
});

describe("extra hours", () => {
  it("open what the week does not, and are one with what they touch or overlap", () => {
    expect(
      openings([extra("2026-11-02", "11:30", "13:00"), extra("2026-11-02", "19:00", "20:00")], { days: 1 }),
    ).toEqual(["02T09:00/02T17:00", "02T19:00/02T20:00"]);
  });

  it("are for the visits that they name", () => {
    const video = [extra("2026-11-02", "19:00", "20:00", [VIDEO])];
    expect(openings(video, { days: 1 })).toEqual(openings([], { days: 1 }));
    expect(openings(video, { days: 1, visitType: VIDEO }).at(-1)).toBe("02T19:00/02T20:00");
  });

  it("pass midnight where the next day begins with hours", () => {
    const night = [extra("2026-11-02", "22:00", "24:00"), extra("2026-11-03", "00:00", "01:00")];
    expect(openings(night, { weekly: [], days: 2 })).toEqual(["02T22:00/03T01:00"]);
  });

  it("keep their times on days on which the clocks change", () => {
    const found = (day: string) =>
      openings([extra(day, "01:00", "04:00")], { timeZone: "America/New_York", weekly: [], from: day, days: 2 });
    expect(found("2026-03-08")).toEqual(["08T06:00/08T08:00"]);
    expect(found("2026-11-01")).toEqual(["01T05:00/01T09:00"]);
  });
});

it("two hundred exceptions of two hundred providers are worked out within a moment", () => {
  const window = { start: Date.parse("2026-11-02T00:00:00Z"), end: Date.parse("2026-11-16T00:00:00Z") };
  const exceptions = Array.from({ length: 200 }, (_, index) =>
    leave(`2027-${String(1 + (index % 12)).padStart(2, "0")}-01`),
  );
  const schedules = Array.from({ length: 200 }, (_, index) => ({
    ...{ providerId: `d-${index}`, timeZone: "Europe/Berlin", busy: [window], exceptions, licensed: null, places: [] },
    templates: [{ effectiveFrom: "2020-01-01", weekly: workdays }],
  }));
  const began = performance.now();
  expect(freeSlots(schedules, { window, visitTypes: [IN_PERSON], rules, limit: 500 })).toEqual([]);
  expect(performance.now() - began).toBeLessThan(5_000);
});

describe("what the provider subgraph tells of them", () => {
  let appointments: TestSubgraph;
  beforeAll(async () => {
    appointments = await startTestSubgraph(appointmentSubgraph);
  });
  afterAll(() => appointments.close());

  const day = at("00:00").slice(0, 10);
  const change = (providerId: string, more: object) => ({
    ...{ providerId, effectiveFrom: "2020-01-01", weekly: daily(["09:00", "11:00"]) },
    ...more,
  });

  async function slots(providerId: string): Promise<string[]> {
    const { data } = await appointments.query(
      staff,
      "query ($input: AvailableSlotsInput!) { availableSlots(input: $input) { startsAt } }",
      { input: { providerId, visitType: IN_PERSON, from: at("00:00"), to: at("00:00", 1) } },
    );
    return data.availableSlots.map(({ startsAt }: { startsAt: string }) => startsAt);
  }

  it("decides slots and bookings", async () => {
    const providerId = await knownProvider(appointments, {
      weekly: daily(["09:00", "11:00"]),
      exceptions: [leave(day, day, { from: "09:00", to: "10:00" }), extra(day, "20:00", "20:30")],
    });
    expect(await slots(providerId)).toEqual([at("10:00"), at("10:30"), at("20:00")]);
    const book = async (time: string) => {
      const patientId = await knownPatient(appointments);
      const booking = { patientId, providerId, startsAt: at(time), visitType: "IN_PERSON" };
      return outcomeOf(await command(appointments.query, staff, "bookAppointment", booking));
    };
    expect(await book("09:45")).toBe("OUTSIDE_AVAILABILITY");
    expect(await book("10:00")).toBe("done");
    expect(await book("20:00")).toBe("done");
    expect(await book("20:15")).toBe("OUTSIDE_AVAILABILITY");
  });

  it("is replaced by what is newer, whichever comes first, and left alone by what tells of the week", async () => {
    const providerId = await knownProvider(appointments, { weekly: daily(["09:00", "11:00"]) });
    const told = (exceptions: HoursException[], version: number) =>
      tell(appointments, "provider.availability.changed", change(providerId, { exceptions }), { version });
    await told([leave(day)], 5);
    expect(await slots(providerId)).toEqual([]);
    await told([], 4);
    expect(await slots(providerId)).toEqual([]);
    await tell(appointments, "provider.availability.changed", change(providerId, {}), { version: 6 });
    expect(await slots(providerId)).toEqual([]);
    await tell(
      appointments,
      "provider.updated",
      { providerId, status: "ACTIVE", timeZone: "UTC", specialties: [] },
      { version: 7 },
    );
    expect(await slots(providerId)).toEqual([]);
    await told([], 8);
    expect(await slots(providerId)).toHaveLength(4);
  });
});
