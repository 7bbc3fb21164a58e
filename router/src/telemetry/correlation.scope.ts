import { AsyncLocalStorage } from "node:async_hooks";
import { randomUUID } from "node:crypto";

export const correlationHeader = "x-correlation-id";

const sane = /^[A-Za-z0-9._-]{8,128}$/;

/** The caller's own id when it is harmless in logs and headers, else a new one. */
export function correlationIdFrom(header: string | string[] | undefined): string {
  return typeof header === "string" && sane.test(header) ? header : randomUUID();
}

// Apollo formats some errors where no request is in reach; the scope still knows which one it is.
const scope = new AsyncLocalStorage<string>();

export function withinCorrelation<Result>(correlationId: string, work: () => Result): Result {
  return scope.run(correlationId, work);
}

export function currentCorrelationId(): string | undefined {
  return scope.getStore();
}
