import { Registry } from "prom-client";
import { expect, it } from "vitest";
import { createTestLog } from "../testing/test.log.ts";
import { startTasks, type TaskServices } from "./recurring.task.ts";

const servicesWith = (log = createTestLog()) => ({ log }) as unknown as TaskServices;

it("a task runs again and again, also after it failed, and says in the log which failed and nothing of what it said", async () => {
  const log = createTestLog();
  const registry = new Registry();
  let runs = 0;
  const stop = startTasks({
    tasks: [
      {
        name: "sweeping",
        everySeconds: 0.01,
        run: async () => {
          runs += 1;
          if (runs === 2) throw new Error("a name that belongs in no log");
        },
      },
    ],
    services: servicesWith(log),
    registry,
  });
  await expect.poll(() => runs, { timeout: 10_000 }).toBeGreaterThan(4);
  expect(await registry.metrics()).toMatch(/careconnect_task_age_seconds\{task="sweeping"\} [\d.e-]+/);
  await stop();
  const ended = runs;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(runs).toBe(ended);
  expect(log.lines).toMatchObject([{ level: "warn", facts: { task: "sweeping" } }]);
  expect(JSON.stringify(log.lines)).not.toContain("a name");
});

it("the end waits for a run that is under way, and none begins after it", async () => {
  let isDone = false;
  const running = Promise.withResolvers<void>();
  const stop = startTasks({
    tasks: [
      {
        name: "slow",
        everySeconds: 60,
        run: async () => {
          running.resolve();
          await new Promise((resolve) => setTimeout(resolve, 50));
          isDone = true;
        },
      },
    ],
    services: servicesWith(),
    registry: new Registry(),
  });
  await running.promise;
  await stop();
  expect(isDone).toBe(true);
});
