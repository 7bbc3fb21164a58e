import { setTimeout as pause } from "node:timers/promises";
import { readPostgres } from "./postgres.processes.ts";
import { type ProcessReading, readProcessMetrics } from "./prometheus.text.ts";

/** By the name of the process. */
export type Reading = ReadonlyMap<string, ProcessReading>;

export interface ProcessMeter {
  read(): Promise<Reading>;
  /** Waits until the system has done what it does in the background, such as passing events on. */
  settle(longestMs: number, onProgress?: (detail: string) => void): Promise<void>;
}

export const loadGenerator = "load generator";

const metricsTimeoutMs = 10_000;
const settleStepMs = 1_000;
/** CPU seconds per second of all processes of an idle system, at most. */
const idleCpu = 0.4;
const idleStepsWanted = 2;

/** Reads the CPU time and memory of every process. @param ports where each serves /metrics */
export function createProcessMeter(ports: Readonly<Record<string, number>>, dataFolder: string): ProcessMeter {
  async function read(): Promise<Reading> {
    const own = process.cpuUsage();
    const services = await Promise.all(
      Object.entries(ports).map(async ([name, port]): Promise<[string, ProcessReading]> => {
        const response = await fetch(`http://127.0.0.1:${port}/metrics`, {
          signal: AbortSignal.timeout(metricsTimeoutMs),
        });
        return [name, readProcessMetrics(await response.text())];
      }),
    );
    const postgres = readPostgres(dataFolder);
    return new Map([
      ...services,
      ...(postgres ? [["postgres", postgres] as const] : []),
      [
        loadGenerator,
        { cpuSeconds: (own.user + own.system) / 1_000_000, residentBytes: process.memoryUsage().rss },
      ] as const,
    ]);
  }

  async function settle(longestMs: number, onProgress?: (detail: string) => void): Promise<void> {
    const giveUpAt = Date.now() + longestMs;
    let idleSteps = 0;
    let before = systemCpu(await read());
    while (idleSteps < idleStepsWanted && Date.now() < giveUpAt) {
      const since = performance.now();
      await pause(settleStepMs);
      const after = systemCpu(await read());
      const busy = ((after - before) * 1_000) / (performance.now() - since);
      onProgress?.(`${busy.toFixed(2)} cores busy`);
      idleSteps = busy < idleCpu ? idleSteps + 1 : 0;
      before = after;
    }
  }

  return { read, settle };
}

function systemCpu(reading: Reading): number {
  return [...reading].reduce((sum, [name, { cpuSeconds }]) => (name === loadGenerator ? sum : sum + cpuSeconds), 0);
}

/** CPU milliseconds of each process between two readings, divided by `count`. */
export function cpuPer(count: number, before: Reading, after: Reading): Map<string, number> {
  return new Map(
    [...after].map(([name, { cpuSeconds }]) => [
      name,
      ((cpuSeconds - (before.get(name)?.cpuSeconds ?? 0)) * 1_000) / Math.max(count, 1),
    ]),
  );
}
