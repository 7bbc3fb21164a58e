import { quantile } from "../report/statistics.ts";
import { shown, textTable } from "../report/text.table.ts";
import type { ListRun } from "./long.list.ts";
import type { PageScore } from "./page.scores.ts";

/** What has to be reached. */
export const wanted = { performance: 95, accessibility: 100, interactionMs: 100 } as const;

export function scoreTable(scores: readonly PageScore[]): string {
  return textTable(
    ["page", "performance", "accessibility", "largest paint ms", "blocked ms", "shift"],
    scores.map((score) => [
      score.name,
      String(score.performance),
      String(score.accessibility),
      score.largestPaint.toFixed(0),
      score.blocked.toFixed(0),
      score.shift.toFixed(3),
    ]),
  );
}

export function listTable({ rows, works }: ListRun): string {
  return textTable(
    [`list of ${rows} rows`, "interactions", "p50 ms", "longest ms", "frames", "p99 ms", "longest ms", "long tasks"],
    works.map(({ name, watched: { interactions, tasks, frames } }) => [
      name,
      String(interactions.length),
      shown(quantile(interactions, 0.5)),
      shown(Math.max(...interactions)),
      String(frames.length),
      shown(quantile(frames, 0.99)),
      shown(Math.max(...frames)),
      tasks.length === 0 ? "none" : `${tasks.length}, up to ${shown(Math.max(...tasks))}`,
    ]),
  );
}

/** A sentence for each figure that is not what it should be. */
export function shortcomings(scores: readonly PageScore[], list: ListRun | undefined): readonly string[] {
  const pages = scores.flatMap(({ name, performance, accessibility, faults }) => [
    ...(performance < wanted.performance ? [`${name}: performance is ${performance}, not ${wanted.performance}`] : []),
    ...(accessibility < wanted.accessibility
      ? [`${name}: accessibility is ${accessibility}, not ${wanted.accessibility}: ${faults.join("; ")}`]
      : []),
  ]);
  const works = (list?.works ?? []).flatMap(({ name, watched: { interactions, frames, tasks } }) => {
    const longest = Math.max(0, ...interactions, ...frames, ...tasks);
    return longest >= wanted.interactionMs
      ? [`${name}: ${shown(longest)} ms without an answer, not under ${wanted.interactionMs}`]
      : [];
  });
  return [...pages, ...works];
}
