import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";

export interface Metrics {
  readonly registry: Registry;
  readonly requestDuration: Histogram<"route" | "status">;
  /** Counts SQL statements by their first word, so that what a query costs can be seen and asserted. */
  countStatement(sql: string): void;
}

const kinds = new Set(["select", "insert", "update", "delete", "begin", "commit", "rollback", "savepoint"]);

export function createMetrics(service: string): Metrics {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const statements = new Counter({
    name: "careconnect_sql_statements_total",
    help: "SQL statements sent to the database, by kind.",
    labelNames: ["kind"],
    registers: [registry],
  });
  return {
    registry,
    requestDuration: new Histogram({
      name: "careconnect_http_request_duration_seconds",
      help: "How long a request took, by route and status.",
      labelNames: ["route", "status"],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [registry],
    }),
    countStatement(sql) {
      // Before the first word of a union stands a parenthesis.
      const word = /^[\s(]*(\w+)/.exec(sql)?.[1]?.toLowerCase() ?? "";
      statements.inc({ kind: kinds.has(word) ? word : "other" });
    },
  };
}
