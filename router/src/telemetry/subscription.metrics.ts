import { Counter, Gauge, Histogram, type Registry } from "prom-client";

/** Where results or events waited in vain. */
export type OverflowingQueue = "operation" | "stream";

export interface SubscriptionMetrics {
  /** @returns what to call once it is closed, with the close code */
  socketOpened(): (code: number) => void;
  /** @returns what to call once it ended */
  streamOpened(): () => void;
  /** @returns what to call once it ended */
  upstreamOpened(subgraph: string): () => void;
  countEvent(subgraph: string): void;
  countReconnect(subgraph: string): void;
  /** @param seconds that the questions to other subgraphs took */
  observeJoin(seconds: number): void;
  countDeliveries(count: number): void;
  countOverflow(queue: OverflowingQueue): void;
}

export function createSubscriptionMetrics(register: Registry): SubscriptionMetrics {
  const registers = [register];
  const sockets = new Gauge({
    name: "careconnect_live_sockets",
    help: "WebSockets of clients that are open",
    registers,
  });
  const closes = new Counter({
    name: "careconnect_live_sockets_closed_total",
    help: "WebSockets of clients that were closed, by close code",
    labelNames: ["code"],
    registers,
  });
  const streams = new Gauge({
    name: "careconnect_live_streams",
    help: "Subscriptions that are joined, each for all clients that share it",
    registers,
  });
  const upstreams = new Gauge({
    name: "careconnect_live_upstreams",
    help: "Subscriptions held at subgraphs, by subgraph",
    labelNames: ["subgraph"],
    registers,
  });
  const reconnects = new Counter({
    name: "careconnect_live_reconnects_total",
    help: "Subscriptions taken up again at a subgraph after its connection was lost, by subgraph",
    labelNames: ["subgraph"],
    registers,
  });
  const events = new Counter({
    name: "careconnect_live_events_total",
    help: "Events that came from subgraphs, by subgraph",
    labelNames: ["subgraph"],
    registers,
  });
  const joins = new Histogram({
    name: "careconnect_live_join_duration_seconds",
    help: "How long the join of one event took, waiting for its turn left out",
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers,
  });
  const deliveries = new Counter({
    name: "careconnect_live_deliveries_total",
    help: "Results handed to client operations",
    registers,
  });
  const overflows = new Counter({
    name: "careconnect_live_overflows_total",
    help: "Subscriptions that ended because a queue was full, by queue",
    labelNames: ["queue"],
    registers,
  });
  return {
    socketOpened() {
      sockets.inc();
      return (code) => {
        sockets.dec();
        closes.inc({ code });
      };
    },
    streamOpened() {
      streams.inc();
      return () => streams.dec();
    },
    upstreamOpened(subgraph) {
      upstreams.inc({ subgraph });
      return () => upstreams.dec({ subgraph });
    },
    countEvent: (subgraph) => events.inc({ subgraph }),
    countReconnect: (subgraph) => reconnects.inc({ subgraph }),
    observeJoin: (seconds) => joins.observe(seconds),
    countDeliveries: (count) => deliveries.inc(count),
    countOverflow: (queue) => overflows.inc({ queue }),
  };
}
