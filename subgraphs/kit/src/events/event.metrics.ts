import { Gauge, type Registry } from "prom-client";
import type { EventLag } from "../outbox/event.log.ts";
import { describeFault } from "../telemetry/fault.ts";
import type { ServiceLog } from "../telemetry/service.log.ts";
import type { EventBus } from "./event.bus.ts";

export interface MetricSource {
  readonly log: ServiceLog;
  readonly lag: () => Promise<EventLag>;
  /** Undefined where events are not published. */
  readonly broker:
    | {
        /** Undefined until it is connected. */
        readonly bus: () => EventBus | undefined;
        /** Those that this subgraph consumes. */
        readonly queues: readonly string[];
      }
    | undefined;
}

/** How far events are behind, asked when metrics are read. What cannot be asked keeps its last value. */
export function registerEventMetrics(registry: Registry, { log, lag, broker }: MetricSource): void {
  const measured = (work: () => Promise<void>) => () =>
    work().catch((error: unknown) => log.warn({ fault: describeFault(error) }, "a metric cannot be measured"));
  const gauge = (name: string, help: string, measure: (lag: EventLag) => number) => {
    const made: Gauge = new Gauge({
      name,
      help,
      registers: [registry],
      collect: measured(async () => made.set(measure(await lag()))),
    });
  };

  gauge(
    "careconnect_events_without_position",
    "Committed events that the relay has not seen yet.",
    ({ withoutPosition }) => withoutPosition,
  );
  gauge(
    "careconnect_events_relay_lag_seconds",
    "Age of the oldest event that the relay has not seen yet; 0 when there is none.",
    ({ withoutPositionSeconds }) => withoutPositionSeconds,
  );
  if (!broker) return;
  gauge(
    "careconnect_events_unpublished",
    "Events with a position that the broker does not have yet.",
    ({ unpublished }) => unpublished,
  );
  gauge(
    "careconnect_events_publish_lag_seconds",
    "Age of the oldest event that the broker does not have yet; 0 when there is none.",
    ({ unpublishedSeconds }) => unpublishedSeconds,
  );
  const blocked: Gauge<"queue"> = new Gauge({
    name: "careconnect_events_blocked_aggregates",
    help: "Aggregates whose events wait behind one that failed for good, by queue.",
    labelNames: ["queue"],
    registers: [registry],
    collect: measured(async () => {
      const bus = broker.bus();
      if (!bus) return;
      for (const queue of broker.queues) blocked.set({ queue }, (await bus.blocked(queue)).length);
    }),
  });
  const refused: Gauge<"queue"> = new Gauge({
    name: "careconnect_events_refused",
    help: "Messages that are no events and were refused, by queue, until they are tried again or discarded.",
    labelNames: ["queue"],
    registers: [registry],
    collect: measured(async () => {
      const bus = broker.bus();
      if (!bus) return;
      for (const queue of broker.queues) refused.set({ queue }, (await bus.refused(queue)).length);
    }),
  });
}
