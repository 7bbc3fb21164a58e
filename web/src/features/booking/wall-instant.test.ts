import { expect, test } from "vitest";
import { wallInstant } from "./wall-instant.ts";

test("a time on a wall is the instant at which its clock shows it, on either side of a change", () => {
  expect(wallInstant("2026-11-23", "10:30", "America/New_York").toISOString()).toBe("2026-11-23T15:30:00.000Z");
  expect(wallInstant("2026-10-31", "10:30", "America/New_York").toISOString()).toBe("2026-10-31T14:30:00.000Z");
  expect(wallInstant("2026-11-23", "00:15", "Asia/Kathmandu").toISOString()).toBe("2026-11-22T18:30:00.000Z");
});

test("of a time that clocks skip it is what they show instead", () => {
  expect(wallInstant("2026-03-08", "02:30", "America/New_York").toISOString()).toBe("2026-03-08T07:30:00.000Z");
});
