import { expect, test } from "vitest";
import { inLanes } from "./lanes.ts";

const visit = (id: string, from: string, to: string) => ({
  id,
  startsAt: `2026-11-20T${from}:00.000Z`,
  endsAt: `2026-11-20T${to}:00.000Z`,
});
const places = (visits: Parameters<typeof inLanes>[0]) =>
  inLanes(visits as ReturnType<typeof visit>[]).map(({ visit: { id }, lane, lanes }) => `${id} ${lane + 1}/${lanes}`);

test("who follows another keeps the whole width", () => {
  expect(places([visit("b", "10:00", "10:30"), visit("a", "09:30", "10:00")])).toEqual(["a 1/1", "b 1/1"]);
});

test("who shares time stands beside, and a lane that is free again is used again", () => {
  expect(
    places([
      visit("long", "09:00", "11:00"),
      visit("first", "09:00", "09:30"),
      visit("second", "09:30", "10:00"),
      visit("alone", "11:00", "11:30"),
    ]),
  ).toEqual(["long 1/2", "first 2/2", "second 2/2", "alone 1/1"]);
});
