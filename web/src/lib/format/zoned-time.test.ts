import { expect, test } from "vitest";
import { dayInZone, formatTime, hourInZone, noonOf, startOfDay, zoneName } from "./zoned-time.ts";

test("a day begins at the zone's own midnight, on both sides of a clock change", () => {
  expect(startOfDay("2026-11-20", "America/New_York").toISOString()).toBe("2026-11-20T05:00:00.000Z");
  expect(startOfDay("2026-07-01", "America/New_York").toISOString()).toBe("2026-07-01T04:00:00.000Z");
  expect(startOfDay("2026-03-08", "America/New_York").toISOString()).toBe("2026-03-08T05:00:00.000Z");
  expect(startOfDay("2026-03-09", "America/New_York").toISOString()).toBe("2026-03-09T04:00:00.000Z");
  expect(startOfDay("2026-11-20", "Europe/Berlin").toISOString()).toBe("2026-11-19T23:00:00.000Z");
  expect(startOfDay("2026-11-20", "Asia/Kolkata").toISOString()).toBe("2026-11-19T18:30:00.000Z");
});

test("where midnight does not exist the day begins at the first minute that does", () => {
  // Cuba springs forward at midnight: 00:00 to 01:00 never happens that day.
  expect(startOfDay("2026-03-08", "America/Havana").toISOString()).toBe("2026-03-08T05:00:00.000Z");
});

test("noon is noon on the days of a clock change too", () => {
  expect(noonOf("2026-03-08", "America/New_York").toISOString()).toBe("2026-03-08T16:00:00.000Z");
  expect(noonOf("2026-11-01", "America/New_York").toISOString()).toBe("2026-11-01T17:00:00.000Z");
  expect(noonOf("2026-11-20", "Asia/Kolkata").toISOString()).toBe("2026-11-20T06:30:00.000Z");
});

test("an instant belongs to the clinic's day, not the reader's", () => {
  expect(dayInZone("2026-11-21T03:30:00Z", "America/New_York")).toBe("2026-11-20");
  expect(hourInZone("2026-11-21T03:30:00Z", "America/New_York")).toBe(22);
});

test("times are shown in the clinic's zone", () => {
  expect(formatTime("2026-11-20T14:30:00Z", "America/New_York", "en-GB")).toBe("09:30");
});

test("a zone is named so that people know it", () => {
  expect(zoneName("America/New_York", "en-US")).toBe("Eastern Time (New York)");
});
