import { Failure } from "@careconnect/dev/failure";
import { demoTokens } from "@careconnect/dev/import/access.token";
import { localUrl } from "@careconnect/dev/import/import.target";
import type { BenchArguments } from "../bench.arguments.ts";
import { driveLoad, type LoadResult } from "../load/http.load.ts";
import type { BenchSystem } from "../system/bench.system.ts";
import { cpuPer } from "../system/process.meter.ts";
import { setHistory } from "./past.visits.ts";
import { periodDays, specialty } from "./specialty.rows.ts";

/** How many times as many visits are over as are to come. */
export const histories = [0, 10, 100] as const;

/** One run of one search over one history. */
export interface HistoryRun extends LoadResult {
  readonly search: string;
  readonly times: number;
  /** CPU milliseconds per request, by process. */
  readonly cpu: ReadonlyMap<string, number>;
}

const searches = {
  availableSlots: /* GraphQL */ `
    query Slots($input: AvailableSlotsInput!) {
      availableSlots(input: $input) { startsAt endsAt provider { id fullName } }
    }
  `,
  providersWithSlots: /* GraphQL */ `
    query Providers($input: ProvidersWithSlotsInput!) {
      providersWithSlots(input: $input) { provider { id fullName } slots { startsAt endsAt } }
    }
  `,
};

/** So few that a request waits for no other, and what it takes is its own. */
const connections = 2;
const firstWarmUpSeconds = 10;
const warmUpSeconds = 1;
const settleMs = 60_000;
const timeoutMs = 10_000;

/** Rounds in which both searches go over every history, in alternating order. */
export async function runHistories(
  system: BenchSystem,
  { seconds, rounds }: Pick<BenchArguments, "seconds" | "rounds">,
  now: Date,
  tell: (line: string) => void,
): Promise<HistoryRun[]> {
  await limitDays(system);
  const tokens = system.signIn();
  const input = {
    specialty: specialty.code,
    visitType: "IN_PERSON",
    from: now.toISOString(),
    to: new Date(now.getTime() + periodDays * 86_400_000).toISOString(),
    first: 50,
  };
  const drive = async (query: string, duration: number) =>
    driveLoad(
      {
        url: `${system.gatewayUrl}/graphql`,
        authorization: `Bearer ${await tokens.current()}`,
        nextBody: () => JSON.stringify({ query, variables: { input } }),
      },
      { seconds: duration, connections },
    );

  // A process that has just begun is slower, and would be measured together with the first history.
  for (const query of Object.values(searches)) await drive(query, firstWarmUpSeconds);
  const runs: HistoryRun[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const times of round % 2 === 0 ? histories : histories.toReversed()) {
      await setHistory(system, times);
      for (const [search, query] of Object.entries(searches)) {
        const { failed, firstFailure } = await drive(query, warmUpSeconds);
        if (failed > 0) throw new Failure(`${search} fails, as in: ${firstFailure ?? "no answer"}`);
        await system.meter.settle(settleMs);
        const before = await system.meter.read();
        const result = await drive(query, seconds);
        runs.push({ ...result, search, times, cpu: cpuPer(result.sent, before, await system.meter.read()) });
        tell(`  round ${round + 1}  ${search}, ${times} times as many: p50 ${result.p50} ms, ${result.failed} failed`);
      }
    }
  }
  return runs;
}

/** A day's maximum, for which visits are counted that take no time any more: nothing a search does is left out. */
async function limitDays(system: BenchSystem): Promise<void> {
  const tokens = demoTokens({
    ...{ identityUrl: localUrl(system.ports.identity), email: "admin@careconnect.test", scope: "graphql" },
  });
  const response = await fetch(`${system.gatewayUrl}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${await tokens.current()}` },
    body: JSON.stringify({
      query:
        "mutation ($input: SetVisitTypeRulesInput!) { setVisitTypeRules(input: $input) { userErrors { code field } } }",
      variables: {
        input: {
          ...{ visitType: "IN_PERSON", durationMinutes: 30, bufferBeforeMinutes: 0, bufferAfterMinutes: 0 },
          ...{ minimumNoticeMinutes: 0, horizonDays: 365, maximumPerDay: 16 },
        },
      },
    }),
    signal: AbortSignal.timeout(timeoutMs),
  });
  const answer = await response.text();
  if (!answer.includes('"userErrors":[]')) throw new Failure(`A day's maximum was refused: ${answer}`);
}
