import type { SubgraphConfig } from "../config/config.ts";
import { type EventLog, openEventLog } from "../outbox/event.log.ts";
import { startEventRelay } from "../outbox/event.relay.ts";
import type { ServiceLog } from "../telemetry/service.log.ts";

export interface EventSpine {
  readonly eventLog: EventLog;
  stop(): Promise<void>;
}

/** Starts what carries the events of a subgraph: its log and its relay. */
export async function startEventSpine(options: { config: SubgraphConfig; log: ServiceLog }): Promise<EventSpine> {
  const { config, log } = options;
  const eventLog = await openEventLog({ databaseUrl: config.databaseUrl, log });
  const relay = startEventRelay({ databaseUrl: config.databaseUrl, log });
  return {
    eventLog,
    async stop() {
      await relay.stop();
      await eventLog.close();
    },
  };
}
