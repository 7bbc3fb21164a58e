import { expect, test } from "vitest";
import { fromNow } from "./from-now.ts";

const now = new Date("2026-11-20T15:00:00.000Z");
const at = (minutes: number, locale = "en") =>
  fromNow(new Date(now.getTime() + minutes * 60_000).toISOString(), now, locale);

test("minutes are told within the hour, half hours beyond it, and as much before as after", () => {
  const told = [20, -10, 59, 60, 74, 75, 90, -90, 104, 105, -119].map((minutes) => at(minutes));
  expect(told).toEqual([
    ...["in 20 minutes", "10 minutes ago", "in 59 minutes", "in 1 hour", "in 1 hour", "in 1.5 hours"],
    ...["in 1.5 hours", "1.5 hours ago", "in 1.5 hours", "in 2 hours", "2 hours ago"],
  ]);
  expect([at(0.5), at(-0.5)]).toEqual(["in 1 minute", "1 minute ago"]);
});

test("what begins this minute is neither ahead nor ago", () => {
  expect([at(0), at(0.4), at(-0.4)]).toEqual([null, null, null]);
});
