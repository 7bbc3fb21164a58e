import { expect, test } from "vitest";
import { patientStatusOf } from "./patient-status.ts";

const now = new Date("2026-11-24T02:00:00Z");
const statusOf = (...visits: Parameters<typeof patientStatusOf>[0]) => patientStatusOf(visits, now, "America/New_York");

test("being seen counts more than waiting for another visit", () => {
  expect(statusOf({ status: "CHECKED_IN", startsAt: "2026-11-23T20:00:00Z" })).toBe("WAITING");
  expect(
    statusOf(
      { status: "CHECKED_IN", startsAt: "2026-11-23T21:00:00Z" },
      { status: "IN_PROGRESS", startsAt: "2026-11-23T20:00:00Z" },
    ),
  ).toBe("IN_CONSULTATION");
});

test("neither other states nor what was left open on another day of the clinic put a patient into it", () => {
  expect(statusOf({ status: "BOOKED", startsAt: "2026-11-23T20:00:00Z" })).toBeNull();
  expect(statusOf({ status: "CHECKED_IN", startsAt: "2026-11-24T15:00:00Z" })).toBeNull();
  expect(statusOf()).toBeNull();
});
