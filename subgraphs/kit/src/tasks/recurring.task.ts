import { Gauge, type Registry } from "prom-client";
import type { SubgraphServices } from "../subgraph.definition.ts";
import { describeFault } from "../telemetry/fault.ts";
import { sleep } from "../time/sleep.ts";

/** What a task has at hand. */
export interface TaskServices extends Pick<SubgraphServices, "config" | "orm" | "log"> {
  /** Aborted when the process ends: then a run comes to an end soon. */
  readonly signal: AbortSignal;
}

/**
 * What a subgraph does by itself, again and again. Every process does it, some of them at the same time: what is due is
 * written in the database, and the database decides who of them does it.
 */
export interface RecurringTask {
  /** As it appears in the log and in metrics, e.g. `no-show`. */
  readonly name: string;
  /** Between the end of one run and the beginning of the next. */
  readonly everySeconds: number;
  /** Does what is due, all of it; what fails is tried again the next time. */
  readonly run: (services: TaskServices) => Promise<void>;
}

interface RunningTasks {
  readonly tasks: readonly RecurringTask[];
  readonly services: Omit<TaskServices, "signal">;
  readonly registry: Registry;
}

/** @returns how they are stopped; it waits for those that run */
export function startTasks({ tasks, services, registry }: RunningTasks): () => Promise<void> {
  const stopping = new AbortController();
  new Gauge({
    name: "careconnect_task_age_seconds",
    help: "Time since the task was last done; about its interval when all is well.",
    labelNames: ["task"],
    registers: [registry],
    collect() {
      for (const [name, done] of doneAt) this.set({ task: name }, (Date.now() - done) / 1_000);
    },
  });
  const doneAt = new Map(tasks.map(({ name }) => [name, Date.now()]));

  async function repeat({ name, everySeconds, run }: RecurringTask): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        await run({ ...services, signal: stopping.signal });
        doneAt.set(name, Date.now());
      } catch (error) {
        services.log.warn({ task: name, fault: describeFault(error) }, "a task could not be done; it is tried again");
      }
      await sleep(everySeconds * 1_000, stopping.signal);
    }
  }

  const running = tasks.map(repeat);
  return async () => {
    stopping.abort();
    await Promise.all(running);
  };
}
