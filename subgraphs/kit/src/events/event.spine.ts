import type { MikroORM } from "@mikro-orm/postgresql";
import type { Registry } from "prom-client";
import type { SubgraphConfig } from "../config/config.ts";
import { forgetOldReceipts } from "../inbox/inbox.ts";
import { type EventLog, openEventLog } from "../outbox/event.log.ts";
import { startEventRelay } from "../outbox/event.relay.ts";
import type { SubgraphDefinition } from "../subgraph.definition.ts";
import { describeFault } from "../telemetry/fault.ts";
import type { ServiceLog } from "../telemetry/service.log.ts";
import { type BusConnection, connectBus } from "./bus.connection.ts";
import { openEventBus } from "./configured.bus.ts";
import type { EventBus } from "./event.bus.ts";
import { startConsumers, subscriptionsOf } from "./event.consumers.ts";
import { registerEventMetrics } from "./event.metrics.ts";

export interface EventSpine {
  readonly eventLog: EventLog;
  stop(): Promise<void>;
}

export interface SpineOptions {
  readonly definition: Pick<SubgraphDefinition, "name" | "consumers">;
  readonly config: Pick<SubgraphConfig, "databaseUrl" | "brokerUrl">;
  readonly orm: MikroORM;
  readonly log: ServiceLog;
  readonly registry: Registry;
}

const cleaningInterval = 3_600_000;

/** Starts what carries the events of a subgraph: its log, its relay and, where there is a broker, its consumers. */
export async function startEventSpine({ definition, config, orm, log, registry }: SpineOptions): Promise<EventSpine> {
  const { databaseUrl, brokerUrl } = config;
  const eventLog = await openEventLog({ databaseUrl, log });
  const connection =
    brokerUrl === undefined
      ? undefined
      : connectBus({
          open: () => openEventBus({ url: brokerUrl, subgraph: definition.name, log }),
          prepare: (bus) => startConsumers(definition, bus, orm),
          log,
        });
  const relay = startEventRelay({
    databaseUrl,
    log,
    broker: connection && {
      subscriptions: async () => connected(connection).subscriptions(),
      publish: async (events, subscriptions) => connected(connection).publish(events, subscriptions),
    },
  });
  registerEventMetrics(registry, {
    log,
    lag: eventLog.lag,
    broker: connection && { bus: () => connection.bus, queues: subscriptionsOf(definition).map(({ queue }) => queue) },
  });
  const cleaning = setInterval(() => {
    forgetOldReceipts(orm.em.fork()).catch((error: unknown) =>
      log.warn({ fault: describeFault(error) }, "old receipts could not be removed; the next round will"),
    );
  }, cleaningInterval).unref();
  return {
    eventLog,
    async stop() {
      clearInterval(cleaning);
      await relay.stop();
      await connection?.stop();
      await eventLog.close();
    },
  };
}

function connected({ bus }: BusConnection): EventBus {
  if (!bus) throw new Error("The broker is not connected yet.");
  return bus;
}
