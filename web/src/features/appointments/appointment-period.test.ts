import { expect, test } from "vitest";
import { periodBounds, periodFilter } from "./appointment-period.ts";

const zone = "America/New_York";

test("late in the evening it is still today at the clinic", () => {
  expect(periodBounds("today", new Date("2026-11-21T03:30:00Z"), zone)).toEqual({
    from: "2026-11-20T05:00:00.000Z",
    to: "2026-11-21T05:00:00.000Z",
  });
});

test("a week of a clock change is an hour shorter or longer", () => {
  expect(periodBounds("week", new Date("2026-03-04T12:00:00Z"), zone)).toEqual({
    from: "2026-03-02T05:00:00.000Z",
    to: "2026-03-09T04:00:00.000Z",
  });
});

test("upcoming and past meet at this very moment", () => {
  const now = new Date("2026-11-20T15:00:00Z");
  expect(periodBounds("upcoming", now, zone)).toEqual({ from: now.toISOString() });
  expect(periodBounds("past", now, zone)).toEqual({ to: now.toISOString() });
});

test("what was called off is not upcoming, and is part of every other period", () => {
  const now = new Date("2026-11-20T15:00:00Z");
  const { status } = periodFilter("upcoming", now, zone);
  expect(status).toContain("BOOKED");
  for (const over of ["CANCELLED", "NO_SHOW", "FULFILLED"] as const) {
    expect(status).not.toContain(over);
  }
  expect(periodFilter("all", now, zone)).toEqual({});
});
