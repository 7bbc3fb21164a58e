import { expect, test } from "vitest";
import { byHalfDay, freeDays, freeTimes } from "./free-slots.ts";

const zone = "America/New_York";
const provider = (id: string) => ({ __typename: "Provider" as const, id, fullName: `Dr. ${id}`, timeZone: zone });
const slot = (startsAt: string, id: string) => ({
  __typename: "Slot" as const,
  startsAt,
  endsAt: startsAt,
  provider: provider(id),
});

test("a time is offered once, with everyone who is free then", () => {
  const times = freeTimes([
    slot("2026-11-23T15:00:00Z", "a"),
    slot("2026-11-23T14:30:00Z", "b"),
    slot("2026-11-23T15:00:00Z", "c"),
    slot("2026-11-23T15:00:00Z", "a"),
    { ...slot("2026-11-23T15:30:00Z", "d"), provider: null },
  ]);
  expect(times.map(({ startsAt, providers }) => [startsAt, providers.map(({ id }) => id)])).toEqual([
    ["2026-11-23T14:30:00Z", ["b"]],
    ["2026-11-23T15:00:00Z", ["a", "c"]],
  ]);
});

test("morning ends at the clinic's noon, not the reader's", () => {
  const times = freeTimes([slot("2026-11-23T16:59:00Z", "a"), slot("2026-11-23T17:00:00Z", "a")]);
  const { morning, afternoon } = byHalfDay(times, zone);
  expect(morning.map(({ startsAt }) => startsAt)).toEqual(["2026-11-23T16:59:00Z"]);
  expect(afternoon.map(({ startsAt }) => startsAt)).toEqual(["2026-11-23T17:00:00Z"]);
});

test("days are the clinic's; what lies behind a cut is not ruled out", () => {
  const slots = [{ startsAt: "2026-11-24T02:00:00Z" }, { startsAt: "2026-11-25T15:00:00Z" }];
  const whole = freeDays(slots, 500, "2026-11-20", zone);
  expect(whole.first).toBe("2026-11-23");
  expect(["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"].map(whole.isFree)).toEqual([
    true,
    false,
    true,
    false,
  ]);
  const cut = freeDays(slots, 2, "2026-11-20", zone);
  expect(["2026-11-24", "2026-11-25", "2026-11-26"].map(cut.isFree)).toEqual([false, true, true]);
  expect(freeDays(slots, 500, "2026-11-24", zone).isFree("2026-11-23")).toBe(false);
});
