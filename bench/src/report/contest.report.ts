import { type Contestant, type ContestRun, contestants } from "../load/contest.ts";
import type { DeliveryRun } from "../load/deliveries.ts";
import { loadGenerator, type Reading } from "../system/process.meter.ts";
import { median } from "./statistics.ts";
import { shown, textTable } from "./text.table.ts";

const megabyte = 1_048_576;
const notSubgraphs = new Set<string>(["router", "aggregator", "postgres", loadGenerator]);

/** Medians over the rounds, and the gateway's own cost as ratios. */
export function contestTable(runs: readonly ContestRun[]): string {
  const head = [
    "workload",
    "through",
    "requests/s",
    "p50 ms",
    "p99 ms",
    "CPU ms/request: itself",
    "subgraphs",
    "PostgreSQL",
    "failed",
  ];
  const rows = [...new Set(runs.map(({ workload }) => workload))].flatMap((workload) => {
    const of = (contestant: Contestant) => summaryOf(runs, workload, contestant);
    const [gateway, aggregator] = [of("gateway"), of("aggregator")];
    return [
      ...contestants.map((contestant) => {
        const { perSecond, p50, p99, own, subgraphs, postgres, failed } = of(contestant);
        const figures = [perSecond, p50, p99, own, subgraphs, postgres].map(shown);
        return [workload, contestant, ...figures, String(failed)];
      }),
      [
        workload,
        "ratio",
        ...(["perSecond", "p50", "p99", "own", "subgraphs", "postgres"] as const).map(
          (figure) => `× ${shown(gateway[figure] / aggregator[figure])}`,
        ),
        "",
      ],
    ];
  });
  return textTable(head, rows);
}

function summaryOf(runs: readonly ContestRun[], workload: string, contestant: Contestant) {
  const own = runs.filter((run) => run.workload === workload && run.contestant === contestant);
  const middle = (figure: (run: ContestRun) => number) => median(own.map(figure));
  const process = contestant === "gateway" ? "router" : "aggregator";
  return {
    perSecond: middle(({ perSecond }) => perSecond),
    p50: middle(({ p50 }) => p50),
    p99: middle(({ p99 }) => p99),
    own: middle(({ cpu }) => cpu.get(process) ?? Number.NaN),
    subgraphs: middle(({ cpu }) => ofSubgraphs(cpu)),
    postgres: middle(({ cpu }) => cpu.get("postgres") ?? Number.NaN),
    failed: own.reduce((sum, { failed }) => sum + failed, 0),
  };
}

function ofSubgraphs(cpu: ReadonlyMap<string, number>): number {
  return [...cpu].reduce((sum, [name, value]) => (notSubgraphs.has(name) ? sum : sum + value), 0);
}

export function deliveryTable(runs: readonly DeliveryRun[]): string {
  return textTable(
    [
      "sockets",
      "viewers",
      "bookings",
      "deliveries/s",
      "p50 ms",
      "p99 ms",
      "CPU ms/1,000: router",
      "subgraphs",
      "PostgreSQL",
      "missed",
    ],
    runs.map(({ sockets, viewers, bookings, perSecond, p50, p99, cpu, missed }) => [
      String(sockets),
      String(viewers),
      String(bookings),
      ...[
        perSecond,
        p50,
        p99,
        cpu.get("router") ?? Number.NaN,
        ofSubgraphs(cpu),
        cpu.get("postgres") ?? Number.NaN,
      ].map(shown),
      String(missed),
    ]),
  );
}

/** Where the CPU time of a request goes that comes through the gateway: milliseconds, medians over the rounds. */
export function processTable(runs: readonly ContestRun[]): string {
  const throughGateway = runs.filter(({ contestant }) => contestant === "gateway");
  const workloads = [...new Set(throughGateway.map(({ workload }) => workload))];
  const names = [...new Set(throughGateway.flatMap(({ cpu }) => [...cpu.keys()]))].filter(
    (name) => name !== "aggregator",
  );
  return textTable(
    ["CPU ms/request", ...workloads],
    names.map((name) => [
      name,
      ...workloads.map((workload) =>
        shown(median(throughGateway.filter((run) => run.workload === workload).map(({ cpu }) => cpu.get(name) ?? 0))),
      ),
    ]),
  );
}

/** What every process holds in memory, as it was at each moment. */
export function memoryTable(moments: readonly { readonly title: string; readonly reading: Reading }[]): string {
  const names = [...new Set(moments.flatMap(({ reading }) => [...reading.keys()]))];
  return textTable(
    ["RSS in MB", ...moments.map(({ title }) => title)],
    names.map((name) => [
      name,
      ...moments.map(({ reading }) => shown((reading.get(name)?.residentBytes ?? Number.NaN) / megabyte)),
    ]),
  );
}
