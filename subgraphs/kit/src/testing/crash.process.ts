import { openEventBus } from "../events/configured.bus.ts";
import { applyOnce } from "../inbox/inbox.ts";
import { type RelayStep, startEventRelay } from "../outbox/event.relay.ts";
import { openOrm } from "../persistence/orm.ts";
import { testEffect } from "./test.effect.ts";
import { createTestLog } from "./test.log.ts";

/**
 * A relay or a consumer in a process of its own that kills itself at a step, for tests of what survives it:
 * `node crash.process.ts <relay|consumer> <database> <broker> <queue> <step>`.
 */
const [role, databaseUrl = "", brokerUrl = "", queue = "", deadlyStep] = process.argv.slice(2);

async function dieAt(step: RelayStep | "effect" | "commit"): Promise<void> {
  if (step !== deadlyStep) return;
  process.kill(process.pid, "SIGKILL");
  await new Promise(() => undefined);
}

const log = createTestLog();
const bus = await openEventBus({ url: brokerUrl, subgraph: queue.split(".")[0] ?? "", log });
if (role === "relay") {
  startEventRelay({ databaseUrl, log, broker: bus, afterStep: dieAt });
} else {
  const orm = await openOrm({ url: databaseUrl, entities: [] });
  const inbox = { orm, consumer: queue, beforeCommit: () => dieAt("effect") };
  await bus.consume({ queue, types: [] }, 1, async (events) => {
    await applyOnce(inbox, events, testEffect);
    await dieAt("commit");
  });
}
