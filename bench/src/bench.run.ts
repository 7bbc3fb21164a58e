import { cpus } from "node:os";
import { say, step } from "@careconnect/dev/console/console.output";
import type { BenchArguments } from "./bench.arguments.ts";
import { loadClinic } from "./clinic/clinic.loader.ts";
import { recordPayments } from "./clinic/clinic.payments.ts";
import { generateClinic } from "./clinic/clinic.rows.ts";
import { historyTable } from "./history/history.report.ts";
import { runHistories } from "./history/history.run.ts";
import { generateSpecialty, providerCount } from "./history/specialty.rows.ts";
import { runContest } from "./load/contest.ts";
import { type DeliveryRun, runDeliveries } from "./load/deliveries.ts";
import { createVisitSupply, createWorkloads, isWanted } from "./load/workloads.ts";
import { contestTable, deliveryTable, memoryTable, processTable } from "./report/contest.report.ts";
import { type BenchSystem, startBenchSystem } from "./system/bench.system.ts";
import type { Reading } from "./system/process.meter.ts";

/** The imported rows' events are passed on for a while. */
const longestSettleMs = 45 * 60_000;
/** One sign-in, and several of them, for which events are joined separately. */
const viewerCounts = [1, 20];

export interface BenchRun {
  run(): Promise<void>;
  /** Ends what was started; what runs fails then. */
  stop(): Promise<void>;
}

export function createBenchRun(options: BenchArguments): BenchRun {
  let system: BenchSystem | undefined;
  const stop = async () => {
    const running = system;
    system = undefined;
    await running?.stop();
  };
  return {
    stop,
    async run() {
      const started = async () => {
        system = await step("system", () => startBenchSystem(options));
        return system;
      };
      const sizes = options.only.some((name) => name !== "history") ? options.patients : [];
      for (const patients of sizes) {
        say(`\n${patients} patients, ${cpus().length} cores`);
        await measure(await started(), patients, options).finally(stop);
      }
      if (options.only.includes("history")) {
        say(`\nTwo weeks of a specialty with ${providerCount} providers, ${cpus().length} cores`);
        await measureHistories(await started(), options).finally(stop);
      }
    },
  };
}

async function measure(system: BenchSystem, patients: number, options: BenchArguments): Promise<void> {
  const now = new Date();
  const clinic = generateClinic(patients, now);
  const rows = await step("import", (onProgress) => loadClinic(system.ports, clinic, onProgress));
  say(`    ${rows} rows`);
  await step("events", (onProgress) => system.meter.settle(longestSettleMs, onProgress));

  if (options.only.includes("billing")) await step("payments", (onProgress) => recordPayments(system, onProgress));

  const supply = createVisitSupply(patients, now);
  const moments: { title: string; reading: Reading }[] = [{ title: "at rest", reading: await system.meter.read() }];
  const workloads = createWorkloads(clinic, supply, now).filter((workload) => isWanted(workload, options.only));
  const runs = await runContest(system, workloads, options, say);
  const last = runs.at(-1);
  if (last) moments.push({ title: "after requests", reading: last.reading });

  const deliveries: DeliveryRun[] = [];
  if (options.only.includes("subscriptions")) {
    for (const viewers of viewerCounts) {
      const run = await step(`${options.sockets} sockets, ${viewers} viewers`, () =>
        runDeliveries(system, supply, { sockets: options.sockets, viewers, seconds: options.seconds }),
      );
      deliveries.push(run);
      moments.push({ title: `with sockets of ${viewers}`, reading: run.reading });
    }
  }
  if (runs.length > 0) say(`\n${contestTable(runs)}\n\n${processTable(runs)}`);
  if (deliveries.length > 0) say(`\n${deliveryTable(deliveries)}`);
  say(`\n${memoryTable(moments)}`);
}

async function measureHistories(system: BenchSystem, options: BenchArguments): Promise<void> {
  const now = new Date();
  const clinic = generateSpecialty(now);
  await step("import", (onProgress) => loadClinic(system.ports, clinic, onProgress));
  await step("events", (onProgress) => system.meter.settle(longestSettleMs, onProgress));
  const runs = await runHistories(system, options, now, say);
  say(`\n${historyTable(runs, clinic.appointments.length)}`);
}
