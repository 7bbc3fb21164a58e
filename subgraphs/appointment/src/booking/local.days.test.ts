import { describe, expect, it } from "vitest";
import { localDays } from "./local.days.ts";

describe("the days of a window", () => {
  it.each([
    ["UTC", "2026-02-27T00:00:00Z", "2026-03-02T00:00:00Z", ["2026-02-27", "2026-02-28", "2026-03-01"]],
    ["America/New_York", "2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z", ["2026-03-08"]],
    ["Europe/Berlin", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", ["2026-10-25"]],
    ["Asia/Kolkata", "2026-01-01T18:29:00Z", "2026-01-01T18:31:00Z", ["2026-01-01", "2026-01-02"]],
    ["Europe/Rome", "0476-09-03T23:30:00Z", "0476-09-04T01:00:00Z", ["0476-09-04"]],
    ["Pacific/Kiritimati", "2025-12-31T10:00:00Z", "2025-12-31T10:00:01Z", ["2026-01-01"]],
  ])("are those of %s", (zone, from, to, days) => {
    expect(localDays(new Date(from), new Date(to), zone)).toEqual(days);
  });

  it("are none beyond the calendar, rather than endless", () => {
    expect(localDays(new Date("9999-12-31T00:00:00Z"), new Date("9999-12-31T23:00:00Z"), "Asia/Tokyo")).toEqual([]);
  });
});
