import { describe, expect, test } from "vitest";
import { addDays, dayIn, daysBetween, instantAt, weekdayOf } from "./clinic.clock.ts";

test("the day is the one on the wall of the zone", () => {
  const instant = new Date("2026-03-08T03:30:00Z");
  expect(dayIn("America/New_York", instant)).toBe("2026-03-07");
  expect(dayIn("Europe/Berlin", instant)).toBe("2026-03-08");
  expect(dayIn("Pacific/Kiritimati", new Date("2026-12-31T12:00:00Z"))).toBe("2027-01-01");
});

test("days are counted over months, leap days and changes of the clock", () => {
  expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
  expect(addDays("2026-01-01", -1)).toBe("2025-12-31");
  expect(addDays("2026-03-07", 2)).toBe("2026-03-09");
  expect(daysBetween("2026-02-27", "2026-03-10")).toBe(11);
  expect(weekdayOf("2026-03-08")).toBe(0);
});

describe("the instant of a time of day", () => {
  test.each([
    // The clock goes forward on March 8 at 2:00, back on November 1 at 2:00.
    ["America/New_York", "2026-03-07", 480, "2026-03-07T13:00:00.000Z"],
    ["America/New_York", "2026-03-08", 480, "2026-03-08T12:00:00.000Z"],
    ["America/New_York", "2026-03-08", 60, "2026-03-08T06:00:00.000Z"],
    ["America/New_York", "2026-03-09", 480, "2026-03-09T12:00:00.000Z"],
    ["America/New_York", "2026-10-31", 1_050, "2026-10-31T21:30:00.000Z"],
    ["America/New_York", "2026-11-01", 1_050, "2026-11-01T22:30:00.000Z"],
    // The clock goes forward on March 29 at 2:00, back on October 25 at 3:00.
    ["Europe/Berlin", "2026-03-28", 480, "2026-03-28T07:00:00.000Z"],
    ["Europe/Berlin", "2026-03-29", 480, "2026-03-29T06:00:00.000Z"],
    ["Europe/Berlin", "2026-10-25", 480, "2026-10-25T07:00:00.000Z"],
    ["Asia/Kolkata", "2026-06-01", 0, "2026-05-31T18:30:00.000Z"],
    // Half an hour of daylight saving.
    ["Australia/Lord_Howe", "2026-04-04", 480, "2026-04-03T21:00:00.000Z"],
    ["Australia/Lord_Howe", "2026-04-05", 480, "2026-04-04T21:30:00.000Z"],
  ])("in %s on %s at minute %i is %s", (zone, day, minutes, instant) => {
    expect(instantAt(zone, day, minutes).toISOString()).toBe(instant);
  });

  test("is the first one of a time that occurs twice", () => {
    expect(instantAt("America/New_York", "2026-11-01", 90).toISOString()).toBe("2026-11-01T05:30:00.000Z");
  });

  test("of a time that is skipped is an hour later on the wall", () => {
    expect(instantAt("America/New_York", "2026-03-08", 150).toISOString()).toBe("2026-03-08T07:30:00.000Z");
  });
});
