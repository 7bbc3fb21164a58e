import { expect, test } from "vitest";
import { type BoardVisit, boardPeriod, boardStateOf, countStates, lanesOf, minutesLate, stateSince } from "./board.ts";

function visit(id: string, status: string, provider: string | null, startsAt = "2026-11-23T15:30:00.000Z"): BoardVisit {
  return {
    ...{ id, status, startsAt, endsAt: startsAt, version: 1, visitType: "IN_PERSON", reason: null, patient: null },
    statusHistory: [],
    provider: provider === null ? null : { id: provider, fullName: provider, timeZone: "UTC", specialties: [] },
  } as unknown as BoardVisit;
}

const everything = () => true;

test("the board is of a day of the clinic, and around midnight of who is seen on its other side, too", () => {
  const period = (now: string) => boardPeriod(new Date(now), "America/New_York");
  const day = { from: "2026-11-23T05:00:00.000Z", to: "2026-11-24T05:00:00.000Z" };
  expect(period("2026-11-23T15:30:00Z")).toEqual(day);
  expect(period("2026-11-24T02:59:00Z")).toEqual(day);
  expect(period("2026-11-24T04:10:00Z")).toEqual({ ...day, to: "2026-11-24T07:00:00.000Z" });
  expect(period("2026-11-24T04:50:00Z")).toEqual({ ...day, to: "2026-11-24T07:00:00.000Z" });
  expect(period("2026-11-23T05:10:00Z")).toEqual({ ...day, from: "2026-11-23T03:00:00.000Z" });
});

test("each provider has a lane, the reader's own first, and nobody waits in one for a visit that was called off", () => {
  const visits = [
    visit("1", "BOOKED", "Dr. Mei Tanaka"),
    visit("2", "CHECKED_IN", "Dr. Leila Haddad"),
    visit("3", "CANCELLED", "Dr. James Whitfield"),
    visit("4", "FULFILLED", "Dr. Mei Tanaka"),
    visit("5", "BOOKED", null),
  ];
  const lanes = lanesOf(visits, everything, { own: null, locale: "en" });
  expect(lanes.map(({ key, visits: own }) => [key, own.map(({ id }) => id)])).toEqual([
    ["Dr. Leila Haddad", ["2"]],
    ["Dr. Mei Tanaka", ["1", "4"]],
    ["", ["5"]],
  ]);
  expect(lanesOf(visits, everything, { own: "Dr. Mei Tanaka", locale: "en" })[0]?.key).toBe("Dr. Mei Tanaka");
  expect(lanesOf(visits, (state) => state === "waiting", { own: null, locale: "en" })).toHaveLength(1);
  const done = lanesOf(visits, (state) => state === "done", { own: null, locale: "en" });
  expect(done.map(({ visits: own, left }) => [own.map(({ id }) => id), left])).toEqual([[["4"], 1]]);
  expect(countStates(visits)).toEqual({ toCome: 2, waiting: 1, inProgress: 0, done: 1, missed: 0 });
});

test("a visit is late once its time has begun, and as long as nobody has begun it", () => {
  const now = new Date("2026-11-23T15:42:30.000Z");
  expect(minutesLate({ status: "CHECKED_IN", startsAt: "2026-11-23T15:30:00.000Z" }, now)).toBe(12);
  expect(minutesLate({ status: "IN_PROGRESS", startsAt: "2026-11-23T15:30:00.000Z" }, now)).toBeNull();
  expect(minutesLate({ status: "BOOKED", startsAt: "2026-11-23T16:00:00.000Z" }, now)).toBeNull();
});

test("how long somebody waits counts from the last time that they came", () => {
  const change = (to: string, changedAt: string) => ({ id: changedAt, to, changedAt }) as never;
  const statusHistory = [
    change("CHECKED_IN", "2026-11-23T15:50:00.000Z"),
    change("NO_SHOW", "2026-11-23T15:40:00.000Z"),
    change("CHECKED_IN", "2026-11-23T15:20:00.000Z"),
  ];
  expect(stateSince({ status: "CHECKED_IN", statusHistory })).toBe("2026-11-23T15:50:00.000Z");
  expect(stateSince({ status: "CHECKED_IN", statusHistory: null })).toBeNull();
  expect(boardStateOf({ status: "NO_SHOW" })).toBe("missed");
});
