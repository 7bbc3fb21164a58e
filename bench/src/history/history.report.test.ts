import { expect, it } from "vitest";
import { historyTable } from "./history.report.ts";
import type { HistoryRun } from "./history.run.ts";

function run(times: number, p50: number, appointment: number, postgres: number): HistoryRun {
  const cpu = new Map([
    ["appointment", appointment],
    ["postgres", postgres],
  ]);
  return { search: "availableSlots", times, cpu, p50, p99: p50, sent: 1, perSecond: 1, failed: 0 };
}

it("puts the median of each history beside that of none", () => {
  const runs = [run(10, 40, 6, 9), run(0, 20, 4, 3), run(0, 10, 2, 3), run(10, 20, 3, 9), run(0, 90, 9, 3)];
  expect(
    historyTable(runs, 200)
      .split("\n")
      .slice(2)
      .map((line) => line.split("|").map((cell) => cell.trim())),
  ).toEqual([
    ["", "availableSlots", "200", "0", "20.0", "4.00", "3.00", "0", ""],
    ["", "availableSlots", "200", "2000", "30.0 (× 1.50)", "4.50 (× 1.13)", "9.00 (× 3.00)", "0", ""],
  ]);
});
