import { Counter, Gauge, type Registry } from "prom-client";

export interface SubscriptionMetrics {
  readonly sockets: Gauge;
  readonly open: Gauge<"field">;
  readonly events: Counter<"field" | "outcome">;
}

export function createSubscriptionMetrics(registry: Registry): SubscriptionMetrics {
  const registers = [registry];
  return {
    sockets: new Gauge({ name: "careconnect_subscription_sockets", help: "Open WebSockets.", registers }),
    open: new Gauge({
      name: "careconnect_subscriptions_open",
      help: "Open subscriptions, by root field.",
      labelNames: ["field"],
      registers,
    }),
    events: new Counter({
      name: "careconnect_subscription_events_total",
      help: "Events of subscriptions by root field: delivered, skipped since the viewer may not see them, or failed.",
      labelNames: ["field", "outcome"],
      registers,
    }),
  };
}
