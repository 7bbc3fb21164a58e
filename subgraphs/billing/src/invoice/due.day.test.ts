import { expect, it } from "vitest";
import { endOfDayAfter } from "./due.day.ts";

it.each([
  {
    of: "the same day",
    at: "2026-11-28T15:00:00Z",
    days: 0,
    zone: "America/New_York",
    due: "2026-11-29T04:59:59.999Z",
  },
  {
    of: "a day that has begun elsewhere",
    at: "2026-11-29T04:30:00Z",
    days: 1,
    zone: "America/New_York",
    due: "2026-11-30T04:59:59.999Z",
  },
  {
    of: "a change of clocks later",
    at: "2026-10-20T21:30:00Z",
    days: 14,
    zone: "Europe/Berlin",
    due: "2026-11-03T22:59:59.999Z",
  },
  {
    of: "a day without midnight",
    at: "2026-09-05T12:00:00Z",
    days: 0,
    zone: "America/Santiago",
    due: "2026-09-06T03:59:59.999Z",
  },
])("ends with $of", ({ at, days, zone, due }) => {
  expect(endOfDayAfter(new Date(at), days, zone).toISOString()).toBe(due);
});
