import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";
import { createSubscriptionMetrics, type SubscriptionMetrics } from "./subscription.metrics.ts";

/** What happened to one fetch from a subgraph. */
export type FetchOutcome = "ok" | "errors" | "timeout" | "unreachable" | "server_error" | "refused" | "invalid";

export interface RouterMetrics {
  readonly contentType: string;
  /** The exposition text of Prometheus. */
  render(): Promise<string>;
  /** @param seconds from the first byte of the request to the last of the answer */
  observeRequest(method: string, route: string, status: number, seconds: number): void;
  observeFetch(subgraph: string, outcome: FetchOutcome, seconds: number): void;
  countOperation(kind: string, outcome: "ok" | "partial" | "failed"): void;
  /** @param age seconds since the issuer's revocations were read */
  watchRevocations(age: () => number): void;
  readonly subscriptions: SubscriptionMetrics;
}

export function createMetrics(): RouterMetrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const requests = new Histogram({
    name: "careconnect_http_request_duration_seconds",
    help: "How long HTTP requests took, by method, route and status",
    labelNames: ["method", "route", "status"],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers: [register],
  });
  const fetches = new Histogram({
    name: "careconnect_subgraph_fetch_duration_seconds",
    help: "How long fetches from subgraphs took, by subgraph and outcome",
    labelNames: ["subgraph", "outcome"],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [register],
  });
  const failures = new Counter({
    name: "careconnect_subgraph_fetch_failures_total",
    help: "Fetches that brought no usable answer, by subgraph and reason",
    labelNames: ["subgraph", "reason"],
    registers: [register],
  });
  const operations = new Counter({
    name: "careconnect_graphql_operations_total",
    help: "GraphQL operations, by kind and outcome",
    labelNames: ["kind", "outcome"],
    registers: [register],
  });
  return {
    contentType: register.contentType,
    render: () => register.metrics(),
    observeRequest: (method, route, status, seconds) => requests.observe({ method, route, status }, seconds),
    observeFetch(subgraph, outcome, seconds) {
      fetches.observe({ subgraph, outcome }, seconds);
      if (outcome !== "ok" && outcome !== "errors") failures.inc({ subgraph, reason: outcome });
    },
    countOperation: (kind, outcome) => operations.inc({ kind, outcome }),
    watchRevocations(age) {
      new Gauge({
        name: "careconnect_revocations_age_seconds",
        help: "Time since the issuer's revocations were last read; a second or two when all is well",
        registers: [register],
        collect() {
          this.set(age());
        },
      });
    },
    subscriptions: createSubscriptionMetrics(register),
  };
}
