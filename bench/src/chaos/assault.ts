import { seeded } from "@careconnect/dev/demo/demo.random";
import { subgraphNames } from "@careconnect/dev/supervisor/subgraph.names";
import { sleep } from "@careconnect/kit";
import type { ChaosSystem } from "./chaos.system.ts";

export interface Strike {
  /** Milliseconds from the beginning. */
  readonly at: number;
  /** As it is told, e.g. `service patient`. */
  readonly target: string;
}

const shortestPauseMs = 2_000;
const longestPauseMs = 6_000;

/** What can be killed, by what it is called; a service is as likely as all others together. */
const targets: readonly string[] = [
  ...subgraphNames.map((name) => `service ${name}`),
  "service router",
  "service stripe-simulator",
  ...subgraphNames.map((name) => `relay ${name}`),
  "broker",
  "postgres",
];

/** What is killed when: the same for the same seed. */
export function planAssault(seed: number, minutes: number): Strike[] {
  const random = seeded(seed);
  const strikes: Strike[] = [];
  const pause = () => random.number.int({ min: shortestPauseMs, max: longestPauseMs });
  for (let at = pause(); at < minutes * 60_000; at += pause())
    strikes.push({ at, target: random.helpers.arrayElement(targets) });
  return strikes;
}

/** Does what was planned, in time. @returns how often each kind of target was hit */
export async function assault(
  system: ChaosSystem,
  strikes: readonly Strike[],
  signal: AbortSignal,
  tell: (line: string) => void,
): Promise<Map<string, number>> {
  const since = Date.now();
  const hits = new Map<string, number>();
  for (const { at, target } of strikes) {
    await sleep(Math.max(since + at - Date.now(), 0), signal);
    if (signal.aborted) break;
    const [kind = "", name = ""] = target.split(" ");
    const isHit = await strike(system, kind, name);
    tell(`${(at / 1_000).toFixed(1).padStart(6)} s  ${target}${isHit ? "" : " (was down, or spared)"}`);
    if (isHit) hits.set(kind, (hits.get(kind) ?? 0) + 1);
  }
  return hits;
}

async function strike(system: ChaosSystem, kind: string, name: string): Promise<boolean> {
  switch (kind) {
    case "service":
      return system.killService(name);
    case "relay":
      return system.killRelay(name);
    case "broker":
      return system.killBroker();
    default:
      return system.killPostgres();
  }
}
