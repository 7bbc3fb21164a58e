import { expect, test } from "vitest";
import type { ListRun } from "./long.list.ts";
import type { PageScore } from "./page.scores.ts";
import { listTable, scoreTable, shortcomings } from "./web.report.ts";

const good: PageScore = {
  name: "dashboard",
  performance: 98,
  accessibility: 100,
  largestPaint: 812.4,
  blocked: 12,
  shift: 0.002,
  faults: [],
};

const listOf = (interactions: readonly number[], frames: readonly number[], tasks: readonly number[]): ListRun => ({
  rows: 10_000,
  works: [{ name: "typing a search", watched: { interactions, frames, tasks } }],
});

test("nothing is wrong with what reaches its figures", () => {
  expect(shortcomings([good], listOf([24, 40], [16, 17, 99.9], []))).toEqual([]);
});

test("a slow page, one that lacks something, and a list that keeps people waiting are named", () => {
  const slow = { ...good, performance: 94 };
  const lacking = { ...good, name: "patients", accessibility: 96, faults: ["Buttons do not have an accessible name"] };
  expect(shortcomings([slow, lacking], listOf([24, 100], [16], []))).toEqual([
    "dashboard: performance is 94, not 95",
    "patients: accessibility is 96, not 100: Buttons do not have an accessible name",
    "typing a search: 100 ms without an answer, not under 100",
  ]);
});

test.each([
  { what: "picture", list: listOf([], [130], []) },
  { what: "task", list: listOf([], [16], [130]) },
])("a late $what counts, too, where nothing was pressed", ({ list }) => {
  expect(shortcomings([], list)).toEqual(["typing a search: 130 ms without an answer, not under 100"]);
});

test("the tables say each figure, and what there is none of", () => {
  expect(scoreTable([good])).toContain(
    "| dashboard |          98 |           100 |              812 |         12 | 0.002 |",
  );
  expect(listTable(listOf([], [16, 18], []))).toMatch(
    /\| typing a search +\| +0 \| +– \| +– \| +2 \| +18\.0 \| +18\.0 \| +none \|/,
  );
});
