import { expect, it } from "vitest";
import { dayIn, isTimeZone } from "./time.zone.ts";

it("knows the names of zones, and takes no offset for one", () => {
  expect(["America/New_York", "Asia/Kolkata", "UTC"].every(isTimeZone)).toBe(true);
  expect(["+05:30", "Mars/Olympus", ""].some(isTimeZone)).toBe(false);
});

it("says which day it is on the wall of a zone", () => {
  const instant = new Date("2026-03-08T03:30:00Z");
  expect(dayIn("America/New_York", instant)).toBe("2026-03-07");
  expect(dayIn("Europe/Berlin", instant)).toBe("2026-03-08");
  expect(dayIn("Asia/Kolkata", new Date("2026-06-01T18:30:00Z"))).toBe("2026-06-02");
  expect(dayIn("Pacific/Kiritimati", new Date("2026-12-31T12:00:00Z"))).toBe("2027-01-01");
});
