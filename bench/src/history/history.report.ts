import { median } from "../report/statistics.ts";
import { shown, textTable } from "../report/text.table.ts";
import type { HistoryRun } from "./history.run.ts";

/** Medians over the rounds, each history beside none. */
export function historyTable(runs: readonly HistoryRun[], upcoming: number): string {
  const head = ["search", "visits to come", "past", "p50 ms", "CPU ms/request: appointment", "PostgreSQL", "failed"];
  const rows = [...new Set(runs.map(({ search }) => search))].flatMap((search) => {
    const none = figuresOf(runs, search, 0);
    return [...new Set(runs.map(({ times }) => times))]
      .sort((one, other) => one - other)
      .map((times) => {
        const own = figuresOf(runs, search, times);
        const beside = (figure: keyof typeof none) =>
          `${shown(own[figure])}${times === 0 ? "" : ` (× ${shown(own[figure] / none[figure])})`}`;
        return [
          ...[search, String(upcoming), String(upcoming * times)],
          ...[beside("p50"), beside("appointment"), beside("postgres"), String(own.failed)],
        ];
      });
  });
  return textTable(head, rows);
}

function figuresOf(runs: readonly HistoryRun[], search: string, times: number) {
  const own = runs.filter((run) => run.search === search && run.times === times);
  const middle = (figure: (run: HistoryRun) => number) => median(own.map(figure));
  return {
    p50: middle(({ p50 }) => p50),
    appointment: middle(({ cpu }) => cpu.get("appointment") ?? Number.NaN),
    postgres: middle(({ cpu }) => cpu.get("postgres") ?? Number.NaN),
    failed: own.reduce((sum, { failed }) => sum + failed, 0),
  };
}
