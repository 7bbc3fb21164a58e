import { isDeepStrictEqual } from "node:util";
import { Failure } from "@careconnect/dev/failure";
import type { BenchArguments } from "../bench.arguments.ts";
import type { BenchSystem } from "../system/bench.system.ts";
import { cpuPer, type Reading } from "../system/process.meter.ts";
import { driveLoad, type LoadResult } from "./http.load.ts";
import type { Workload } from "./workloads.ts";

export const contestants = ["gateway", "aggregator"] as const;
export type Contestant = (typeof contestants)[number];

/** One run of one workload through one of the two. */
export interface ContestRun extends LoadResult {
  readonly workload: string;
  readonly contestant: Contestant;
  /** CPU milliseconds per request, by process. */
  readonly cpu: ReadonlyMap<string, number>;
  /** As they stood at the end. */
  readonly reading: Reading;
}

const warmUpSeconds = 2;
const settleMs = 60_000;
const answerTimeoutMs = 10_000;

/**
 * Rounds in which every workload goes through both, one right after the other and in alternating order: what else the
 * machine does then meets both alike.
 */
export async function runContest(
  system: BenchSystem,
  workloads: readonly Workload[],
  { seconds, rounds, connections }: BenchArguments,
  tell: (line: string) => void,
): Promise<ContestRun[]> {
  const tokens = system.signIn();
  const urlOf = (contestant: Contestant, { operation }: Workload) =>
    contestant === "gateway" ? `${system.gatewayUrl}/graphql` : `${system.aggregatorUrl}/${operation}`;

  async function run(contestant: Contestant, workload: Workload, duration: number): Promise<ContestRun> {
    const authorization = `Bearer ${await tokens.current()}`;
    const before = await system.meter.read();
    const url = urlOf(contestant, workload);
    const nextBody = () => workload.nextBody();
    const result = await driveLoad({ url, authorization, nextBody }, { seconds: duration, connections });
    // What is still under way is done then, and events are passed on.
    await system.meter.settle(settleMs);
    const reading = await system.meter.read();
    return { ...result, workload: workload.title, contestant, cpu: cpuPer(result.sent, before, reading), reading };
  }

  for (const workload of workloads) {
    if (workload.operation !== "booking") await refuseDifference(workload);
    for (const contestant of contestants) refuseFailures(await run(contestant, workload, warmUpSeconds));
  }
  const runs: ContestRun[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const workload of workloads) {
      const order = round % 2 === 0 ? contestants : contestants.toReversed();
      for (const contestant of order) {
        const done = await run(contestant, workload, seconds);
        tell(
          `  round ${round + 1}  ${workload.title}, ${contestant}: ${done.perSecond.toFixed(0)}/s, p99 ${done.p99} ms, ${done.failed} failed`,
        );
        runs.push(done);
      }
    }
  }
  return runs;

  /** What answers something else would be measured for something else. */
  async function refuseDifference(workload: Workload): Promise<void> {
    const body = workload.nextBody();
    const authorization = `Bearer ${await tokens.current()}`;
    const [one, other] = await Promise.all(
      contestants.map(async (contestant) => {
        const response = await fetch(urlOf(contestant, workload), {
          method: "POST",
          headers: { "content-type": "application/json", authorization },
          body: body ?? null,
          signal: AbortSignal.timeout(answerTimeoutMs),
        });
        return (await response.json()) as unknown;
      }),
    );
    if (isDeepStrictEqual(one, other)) return;
    throw new Failure(
      `The gateway and the aggregator answer "${workload.title}" differently:\n${JSON.stringify(one)?.slice(0, 500)}\n${JSON.stringify(other)?.slice(0, 500)}`,
    );
  }
}

function refuseFailures({ workload, contestant, failed, firstFailure }: ContestRun): void {
  if (failed === 0) return;
  throw new Failure(`"${workload}" through the ${contestant} fails, as in: ${firstFailure ?? "no answer"}`);
}
