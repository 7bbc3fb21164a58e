import { VisitType, Weekday } from "@careconnect/kit";
import { describe, expect, it } from "vitest";
import { standardRules as rules } from "../visit-rules/visit.rule.ts";
import { freeSlots, providersByFirstSlot, type Schedule } from "./free.slots.ts";
import { isOpenFor, type Span } from "./opening.hours.ts";
import { daily, pick, randomOf } from "./slots.fixture.ts";
import { createWallClock } from "./wall.clock.ts";
import type { WeeklyHours } from "./weekly.hours.ts";

const { IN_PERSON, VIDEO, PHONE } = VisitType;
const minute = 60_000;

function scheduleOf(timeZone: string, weekly: WeeklyHours[], more: Partial<Schedule> = {}): Schedule {
  return {
    providerId: "d-1",
    timeZone,
    templates: [{ effectiveFrom: "2020-01-01", weekly }],
    exceptions: [],
    licensed: null,
    places: [],
    busy: [],
    ...more,
  };
}

function span(start: string, end: string): Span {
  return { start: Date.parse(start), end: Date.parse(end) };
}

/** The starts of the free slots, as UTC shows them. */
function starts(schedule: Schedule, window: Span, visitType = IN_PERSON): string[] {
  return freeSlots([schedule], { window, visitTypes: [visitType], rules, limit: 500 }).map(({ start }) =>
    new Date(start).toISOString().slice(0, 16),
  );
}

describe("the slots of a day", () => {
  const workday = span("2026-11-02T00:00:00Z", "2026-11-03T00:00:00Z");

  it("follow each other as long as the kind of visit lasts, and end with the hours", () => {
    const schedule = scheduleOf("UTC", daily(["09:00", "10:10"]));
    expect(starts(schedule, workday)).toEqual(["2026-11-02T09:00", "2026-11-02T09:30"]);
    expect(starts(schedule, workday, VIDEO)).toEqual(["2026-11-02T09:00", "2026-11-02T09:20", "2026-11-02T09:40"]);
    expect(starts(schedule, workday, PHONE)).toHaveLength(4);
  });

  it("keep away from what is taken, and not from what only touches it", () => {
    const busy = [
      span("2026-11-02T09:30:00Z", "2026-11-02T10:00:00Z"),
      span("2026-11-02T10:45:00Z", "2026-11-02T10:50:00Z"),
    ];
    const schedule = scheduleOf("UTC", daily(["09:00", "11:30"]), { busy });
    expect(starts(schedule, workday)).toEqual(["2026-11-02T09:00", "2026-11-02T10:00", "2026-11-02T11:00"]);
  });

  it("follow each other at the distance that their kind of visit keeps, each bookable when the one before it is", () => {
    const rule = { ...rules[IN_PERSON], bufferBeforeMinutes: 5, bufferAfterMinutes: 10 };
    const search = { window: workday, visitTypes: [IN_PERSON], rules: { ...rules, [IN_PERSON]: rule }, limit: 500 };
    const found = (busy: Span[]) =>
      freeSlots([scheduleOf("UTC", daily(["09:00", "11:15"]), { busy })], search).map(({ start, end }) =>
        [start, end].map((instant) => new Date(instant).toISOString().slice(11, 16)).join("-"),
      );
    expect(found([])).toEqual(["09:00-09:30", "09:45-10:15", "10:30-11:00"]);
    expect(found([span("2026-11-02T08:55:00Z", "2026-11-02T09:40:00Z")])).toEqual(["09:45-10:15", "10:30-11:00"]);
    expect(found([span("2026-11-02T08:00:00Z", "2026-11-02T08:56:00Z")])).toEqual(["09:45-10:15", "10:30-11:00"]);
    expect(found([span("2026-11-02T10:24:00Z", "2026-11-02T10:25:00Z")])).toEqual(["09:00-09:30", "10:30-11:00"]);
  });

  it("are of the kinds of visit that the hours are for", () => {
    const weekly: WeeklyHours[] = [
      { day: Weekday.MONDAY, from: "09:00", to: "09:30", visitTypes: [IN_PERSON] },
      { day: Weekday.MONDAY, from: "10:00", to: "10:20", visitTypes: [VIDEO, PHONE] },
    ];
    const slots = freeSlots([scheduleOf("UTC", weekly)], {
      window: workday,
      visitTypes: Object.values(VisitType),
      rules,
      limit: 50,
    });
    expect(slots.map(({ visitType, start }) => [visitType, new Date(start).toISOString().slice(11, 16)])).toEqual([
      [IN_PERSON, "09:00"],
      [VIDEO, "10:00"],
      [PHONE, "10:00"],
    ]);
  });

  it("lie wholly within the window that is asked for, on the same grid from wherever one looks", () => {
    const schedule = scheduleOf("UTC", daily(["09:00", "12:00"]));
    const window = span("2026-11-02T09:10:00Z", "2026-11-02T11:20:00Z");
    expect(starts(schedule, window)).toEqual(["2026-11-02T09:30", "2026-11-02T10:00", "2026-11-02T10:30"]);
  });

  it("follow the template that is in force on the day", () => {
    const schedule = scheduleOf("America/New_York", [], {
      templates: [
        { effectiveFrom: "2026-11-03", weekly: daily(["13:00", "13:30"]) },
        { effectiveFrom: "2026-11-04", weekly: [] },
        { effectiveFrom: "2020-01-01", weekly: daily(["09:00", "09:30"]) },
      ],
    });
    expect(starts(schedule, span("2026-11-02T00:00:00Z", "2026-11-06T00:00:00Z"))).toEqual([
      "2026-11-02T14:00",
      "2026-11-03T18:00",
    ]);
  });
});

describe("the earliest slots of several providers", () => {
  it("come by time, then by provider, and end at the limit", () => {
    const schedules = [
      scheduleOf("UTC", daily(["09:30", "11:00"]), { providerId: "b" }),
      scheduleOf("Asia/Kolkata", daily(["14:30", "15:30"]), { providerId: "a" }),
    ];
    const window = span("2026-11-02T00:00:00Z", "2026-11-30T00:00:00Z");
    const slots = freeSlots(schedules, { window, visitTypes: [IN_PERSON], rules, limit: 5 });
    expect(slots.map(({ providerId, start }) => `${providerId} ${new Date(start).toISOString().slice(5, 16)}`)).toEqual(
      ["a 11-02T09:00", "a 11-02T09:30", "b 11-02T09:30", "b 11-02T10:00", "b 11-02T10:30"],
    );
  });

  it("are found within a moment, also among a thousand providers who have nothing free for a month", () => {
    const month = span("2026-11-02T00:00:00Z", "2026-12-03T00:00:00Z");
    const zones = ["America/New_York", "Europe/Berlin", "Asia/Kathmandu", "Australia/Lord_Howe"];
    const schedules = Array.from({ length: 1_000 }, (_, index) =>
      scheduleOf(zones[index % 4] ?? "UTC", daily(["09:00", "12:00"], ["13:00", "17:00"]), {
        providerId: `d-${index}`,
        busy: [month],
      }),
    );
    const began = performance.now();
    const search = { window: month, visitTypes: Object.values(VisitType), rules, limit: 500 };
    expect(freeSlots(schedules, search)).toEqual([]);
    expect(providersByFirstSlot(schedules, { ...search, each: 1 })).toEqual([]);
    expect(performance.now() - began).toBeLessThan(10_000);
  });
});

describe("days on which the clocks change", () => {
  const nights = daily(["00:00", "04:00"]);

  it.each([
    ["America/New_York", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z", 6],
    ["America/New_York", "2026-03-07T05:00:00Z", "2026-03-08T05:00:00Z", 8],
    ["America/New_York", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z", 10],
    ["Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 6],
    ["Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 10],
    // Half an hour only.
    ["Australia/Lord_Howe", "2026-10-03T13:30:00Z", "2026-10-04T13:00:00Z", 7],
    ["Australia/Lord_Howe", "2026-04-04T13:00:00Z", "2026-04-05T13:30:00Z", 9],
  ])("%s from %s to %s: as many as time passes", (timeZone, from, to, count) => {
    const found = starts(scheduleOf(timeZone, nights), span(from, to));
    expect(found).toHaveLength(count);
    expect(new Set(found).size).toBe(count);
  });

  it("have no slot in the hour that is jumped over, and twice as many in the hour that comes twice", () => {
    const early = scheduleOf("America/New_York", daily(["01:30", "03:30"]));
    expect(starts(early, span("2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"))).toEqual([
      "2026-03-08T06:30",
      "2026-03-08T07:00",
    ]);
    const twice = scheduleOf("America/New_York", daily(["01:00", "02:00"]));
    expect(starts(twice, span("2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"))).toEqual([
      "2026-11-01T05:00",
      "2026-11-01T05:30",
      "2026-11-01T06:00",
      "2026-11-01T06:30",
    ]);
  });

  it("begin at the jump what would begin within it, and have nothing of what lies wholly within it", () => {
    const day = span("2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z");
    expect(starts(scheduleOf("America/New_York", daily(["02:15", "03:30"])), day)).toEqual(["2026-03-08T07:00"]);
    expect(starts(scheduleOf("America/New_York", daily(["02:00", "03:00"])), day)).toEqual([]);
  });

  it("cal.com #10517, #6217: keep nine o'clock at nine o'clock", () => {
    const schedule = scheduleOf("America/New_York", daily(["09:00", "09:30"]));
    expect(starts(schedule, span("2026-03-07T00:00:00Z", "2026-03-10T00:00:00Z"))).toEqual([
      "2026-03-07T14:00",
      "2026-03-08T13:00",
      "2026-03-09T13:00",
    ]);
  });

  it("leave out a day that a zone skipped", () => {
    const schedule = scheduleOf("Pacific/Apia", daily(["09:00", "09:30"]), {
      templates: [{ effectiveFrom: "2000-01-01", weekly: daily(["09:00", "09:30"]) }],
    });
    expect(starts(schedule, span("2011-12-29T00:00:00Z", "2012-01-01T00:00:00Z"))).toEqual([
      "2011-12-29T19:00",
      "2011-12-30T19:00",
      "2011-12-31T19:00",
    ]);
  });
});

describe("zones of half an hour and of 45 minutes", () => {
  it.each([
    ["Asia/Kolkata", "03:30"],
    ["Asia/Kathmandu", "03:15"],
    ["Australia/Adelaide", "22:30"],
    ["Pacific/Chatham", "19:15"],
  ])("%s: nine o'clock is %s in UTC", (timeZone, expected) => {
    const schedule = scheduleOf(timeZone, daily(["09:00", "09:30"]));
    expect(starts(schedule, span("2026-11-02T00:00:00Z", "2026-11-03T00:00:00Z"))).toEqual([`2026-11-02T${expected}`]);
  });
});

describe("hours around midnight", () => {
  it("are one where they touch: a visit may pass midnight", () => {
    const schedule = scheduleOf("America/New_York", daily(["00:00", "02:00"], ["22:45", "24:00"]));
    const night = span("2026-11-03T03:00:00Z", "2026-11-03T12:00:00Z");
    expect(starts(schedule, night).map((start) => start.slice(11))).toEqual([
      "03:45",
      "04:15",
      "04:45",
      "05:15",
      "05:45",
      "06:15",
    ]);
    // From within, the same.
    expect(starts(schedule, span("2026-11-03T05:00:00Z", "2026-11-03T06:00:00Z"))).toEqual(["2026-11-03T05:15"]);
    const clock = createWallClock();
    expect(isOpenFor(schedule, span("2026-11-03T04:50:00Z", "2026-11-03T05:20:00Z"), IN_PERSON, clock)).toBe(true);
    expect(isOpenFor(schedule, span("2026-11-03T06:50:00Z", "2026-11-03T07:20:00Z"), IN_PERSON, clock)).toBe(false);
  });

  it("have the same slots from wherever one looks when they never end", () => {
    const schedule = scheduleOf("Australia/Lord_Howe", daily(["00:00", "12:10"], ["12:10", "24:00"]));
    const all = starts(schedule, span("2026-10-03T00:00:00Z", "2026-10-06T00:00:00Z"), VIDEO);
    for (const from of ["2026-10-03T11:07:00Z", "2026-10-04T04:00:00Z", "2026-10-05T13:59:00Z"]) {
      const rest = starts(schedule, span(from, "2026-10-06T00:00:00Z"), VIDEO);
      expect(rest).toEqual(all.filter((start) => Date.parse(`${start}Z`) >= Date.parse(from)));
    }
    expect(isOpenFor(schedule, span("2026-10-03T00:00:00Z", "2026-10-06T00:00:00Z"), VIDEO, createWallClock())).toBe(
      true,
    );
  });
});

/** What a clock on the wall shows, read by other means than those under test. */
function wallOf(timeZone: string) {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    weekday: "long",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return (instant: number) => {
    const parts = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]));
    return { day: parts.get("weekday")?.toUpperCase(), time: `${parts.get("hour")}:${parts.get("minute")}` };
  };
}

// Every zone changes its clocks between one and three o'clock; the hours begin and end at other times.
const zones = [
  "America/New_York",
  "Europe/Berlin",
  "Asia/Kathmandu",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Australia/Adelaide",
];
const times = ["00:00", "00:45", "03:30", "04:10", "08:05", "09:00", "12:30", "16:55", "21:00", "22:40", "24:00"];
const changes = ["2026-03-06", "2026-03-27", "2026-04-03", "2026-10-02", "2026-10-23", "2026-10-30", "2026-06-10"];

describe.each(Array.from({ length: 40 }, (_, seed) => seed))("whatever the hours (%i)", (seed) => {
  const random = randomOf(seed);
  const timeZone = pick(random, zones);
  const weekly = Object.values(Weekday).flatMap((day) => {
    const edges = times.filter(() => random() < 0.5);
    return edges.flatMap((from, index): WeeklyHours[] => {
      const to = edges[index + 1];
      if (index % 2 === 1 || to === undefined) return [];
      return [{ day, from, to, visitTypes: random() < 0.7 ? null : [pick(random, Object.values(VisitType))] }];
    });
  });
  const begin = Date.parse(`${pick(random, changes)}T00:00:00Z`) + Math.floor(random() * 288) * 5 * minute;
  const window = { start: begin, end: begin + 4 * 24 * 60 * minute };
  const busy = Array.from({ length: 12 }, () => {
    const start = begin + Math.floor(random() * 4 * 24 * 60) * minute;
    return { start, end: start + Math.ceil(random() * 50) * minute };
  });
  const schedule = scheduleOf(timeZone, weekly, { busy });
  const visitType = pick(random, Object.values(VisitType));
  const length = { IN_PERSON: 30, VIDEO: 20, PHONE: 15 }[visitType] * minute;
  const wall = wallOf(timeZone);
  const isOpenAt = (instant: number) => {
    const { day, time } = wall(instant);
    return weekly.some(
      (hours) =>
        hours.day === day &&
        hours.from <= time &&
        time < hours.to &&
        (hours.visitTypes === null || hours.visitTypes.includes(visitType)),
    );
  };
  const slots = freeSlots([schedule], { window, visitTypes: [visitType], rules, limit: 500 });

  it("slots are open on the wall minute by minute, free, within the window, apart and in order", () => {
    for (const [index, slot] of slots.entries()) {
      expect(slot.end - slot.start).toBe(length);
      expect(slot.start).toBeGreaterThanOrEqual(slots[index - 1]?.end ?? window.start);
      expect(slot.end).toBeLessThanOrEqual(window.end);
      for (let at = slot.start; at < slot.end; at += 5 * minute) expect(isOpenAt(at)).toBe(true);
      expect(busy.some(({ start, end }) => start < slot.end && slot.start < end)).toBe(false);
      expect(isOpenFor(schedule, slot, visitType, createWallClock())).toBe(true);
    }
  });

  it("nothing that is open long enough is left out", () => {
    const free = freeSlots([{ ...schedule, busy: [] }], { window, visitTypes: [visitType], rules, limit: 500 });
    let openSince: number | undefined;
    // Spans that are cut by the window, or by a midnight that is not the first, have a grid from elsewhere.
    for (let at = window.start; at <= window.end; at += 5 * minute) {
      const open = at < window.end && isOpenAt(at);
      if (open && openSince === undefined) openSince = at;
      if (open || openSince === undefined) continue;
      const found = free.filter(({ start }) => openSince !== undefined && start >= openSince && start < at).length;
      const possible = Math.floor((at - openSince) / length);
      const cut = openSince === window.start || at >= window.end ? 2 : 0;
      const midnights = Math.floor((at - openSince) / (24 * 60 * minute)) + 1;
      expect(found).toBeGreaterThanOrEqual(possible - cut - midnights);
      if (at - openSince < 12 * 60 * minute && cut === 0) expect(found).toBe(possible);
      openSince = undefined;
    }
  });
});
