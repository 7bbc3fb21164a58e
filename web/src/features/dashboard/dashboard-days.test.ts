import { expect, test } from "vitest";
import {
  aroundNow,
  changeSinceLastWeek,
  countsOf,
  dashboardBounds,
  todaysVisits,
  visitsOf,
  weekOf,
} from "./dashboard-days.ts";

const day = (date: string, total: number, cancelled = 0) => ({ date, total, fulfilled: 0, cancelled });

test("the dashboard's day is the clinic's", () => {
  const { today, variables } = dashboardBounds(new Date("2026-11-21T03:30:00Z"), "America/New_York");
  expect(today).toBe("2026-11-20");
  expect(variables.dayFrom).toBe("2026-11-20T05:00:00.000Z");
  expect(variables.recently).toBe("2026-11-21T03:00:00.000Z");
  expect(variables.dayTo).toBe("2026-11-21T05:00:00.000Z");
});

test("a day that has just begun has a period before now, too", () => {
  const { variables } = dashboardBounds(new Date("2026-11-21T05:10:00Z"), "America/New_York");
  expect([variables.dayFrom, variables.recently]).toEqual(["2026-11-21T05:00:00.000Z", "2026-11-21T05:00:00.001Z"]);
});

test("days without bookings count as zero", () => {
  expect(countsOf([day("2026-11-18", 4)], "2026-11-17", 3).map(({ total }) => total)).toEqual([0, 4, 0]);
});

test("closed weekend days are left out of the week, open ones are not", () => {
  const week = weekOf([day("2026-11-21", 3)], "2026-11-20");
  expect(week.map(({ date }) => date)).toEqual([
    "2026-11-16",
    "2026-11-17",
    "2026-11-18",
    "2026-11-19",
    "2026-11-20",
    "2026-11-21",
  ]);
});

test("today is compared with the same weekday, and with nothing when the clinic was closed", () => {
  expect(changeSinceLastWeek([day("2026-11-13", 20), day("2026-11-20", 25)], "2026-11-20")).toBeCloseTo(0.25);
  expect(changeSinceLastWeek([day("2026-11-20", 25)], "2026-11-20")).toBeNull();
});

test("what was called off is counted nowhere", () => {
  const counts = [day("2026-11-13", 20, 4), day("2026-11-20", 25, 5), day("2026-11-21", 1, 1)];
  expect(todaysVisits(counts, "2026-11-20")).toBe(20);
  expect(visitsOf(counts, "2026-11-20", 3)).toEqual([20, 0, 0]);
  expect(changeSinceLastWeek(counts, "2026-11-20")).toBeCloseTo(0.25);
  expect(weekOf(counts, "2026-11-20").map(({ date }) => date)).not.toContain("2026-11-21");
});

test("the day's table starts now and is filled up with what was last", () => {
  expect(aroundNow(["c", "b", "a"], ["d", "e", "f", "g"], 3)).toEqual(["d", "e", "f"]);
  expect(aroundNow(["c", "b", "a"], ["d"], 3)).toEqual(["b", "c", "d"]);
  expect(aroundNow(["a"], [], 3)).toEqual(["a"]);
});
