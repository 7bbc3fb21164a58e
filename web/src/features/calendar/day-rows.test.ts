import { expect, test } from "vitest";
import { dayAxis, instantAt, rowAt, spanOf, trimmed } from "./day-rows.ts";

const zone = "America/New_York";
const at = (instant: string) => Date.parse(instant);
const columnOf = (day: string, timeZone = zone) => {
  const [column] = dayAxis([day], timeZone).columns;
  if (column === undefined) {
    throw new Error("An axis has a column for each day.");
  }
  return column;
};

test("a day has as many half hours as its clocks show", () => {
  expect(dayAxis(["2026-11-20"], zone).rows).toHaveLength(48);
  expect(dayAxis(["2026-03-08"], zone).rows).toHaveLength(46);
  expect(dayAxis(["2026-11-01"], zone).rows).toHaveLength(50);
  // Lord Howe puts its clocks back by half an hour.
  expect(dayAxis(["2026-04-05"], "Australia/Lord_Howe").rows).toHaveLength(49);
});

test("the hour that comes twice is drawn twice, one after the other", () => {
  const { rows } = dayAxis(["2026-11-01"], zone);
  expect(rows.slice(2, 7).map(({ wall, again }) => `${wall}${again ? " again" : ""}`)).toEqual([
    "01:00",
    "01:30",
    "01:00 again",
    "01:30 again",
    "02:00",
  ]);
  const column = columnOf("2026-11-01");
  expect(rowAt(column, at("2026-11-01T05:30:00Z"))).toBe(3);
  expect(rowAt(column, at("2026-11-01T06:30:00Z"))).toBe(5);
  expect(rowAt(column, at("2026-11-01T14:00:00Z"))).toBe(20);
});

test("in a week, the days that have the hour once leave its repetition out, and 9 o'clock stays one row", () => {
  const { rows, columns } = dayAxis(["2026-10-31", "2026-11-01", "2026-11-02"], zone);
  expect(rows).toHaveLength(50);
  expect(columns.map(({ starts }) => starts[4] === null)).toEqual([true, false, true]);
  const nine = rows.findIndex(({ wall }) => wall === "09:00");
  expect(columns.map(({ starts }) => new Date(starts[nine] ?? 0).toISOString())).toEqual([
    "2026-10-31T13:00:00.000Z",
    "2026-11-01T14:00:00.000Z",
    "2026-11-02T14:00:00.000Z",
  ]);
});

test("the hour that is left out in spring is a gap, through which a visit goes on", () => {
  const { rows, columns } = dayAxis(["2026-03-07", "2026-03-08"], zone);
  const two = rows.findIndex(({ wall }) => wall === "02:00");
  expect(columns.map(({ starts }) => starts[two] === null)).toEqual([false, true]);
  const [, sunday] = columns;
  // 01:30 to 03:30 by the clock is an hour.
  const span = sunday && spanOf(sunday, at("2026-03-08T06:30:00Z"), at("2026-03-08T07:30:00Z"));
  expect(span?.top).toBe(3);
  expect(span?.height).toBeCloseTo(4, 3);
});

test("a visit's height is its length, and what is of another day is not drawn", () => {
  const column = columnOf("2026-11-20");
  const span = spanOf(column, at("2026-11-20T14:15:00Z"), at("2026-11-20T15:00:00Z"));
  expect(span?.top).toBe(18.5);
  expect(span?.height).toBeCloseTo(1.5, 3);
  expect(spanOf(column, at("2026-11-21T14:00:00Z"), at("2026-11-21T15:00:00Z"))).toBeNull();
  const overMidnight = spanOf(column, at("2026-11-21T04:30:00Z"), at("2026-11-21T05:30:00Z"));
  expect(overMidnight?.top).toBe(47);
  expect(overMidnight?.height).toBeCloseTo(1, 3);
});

test("only working hours are shown, unless somebody comes before or after them", () => {
  const axis = dayAxis(["2026-11-20"], zone);
  const walls = (instants: readonly number[]) => {
    const { rows } = trimmed(axis, "08:00", "18:00", instants);
    return [rows[0]?.wall, rows.at(-1)?.wall];
  };
  expect(walls([])).toEqual(["08:00", "17:30"]);
  expect(walls([at("2026-11-20T12:10:00Z"), at("2026-11-20T23:40:00Z")])).toEqual(["07:00", "18:30"]);
});

test("a place in the calendar is a time on the step below it", () => {
  const column = columnOf("2026-11-20");
  expect(new Date(instantAt(column, 20.9, 15) ?? 0).toISOString()).toBe("2026-11-20T15:15:00.000Z");
  expect(instantAt(columnOf("2026-03-08"), 99, 15)).toBeNull();
});
