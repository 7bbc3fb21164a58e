import { setTimeout as pause } from "node:timers/promises";

export interface RetryPolicy {
  readonly attempts: number;
  /** Before the second attempt, in milliseconds; doubled after each. */
  readonly firstPauseMs: number;
  readonly longestPauseMs: number;
}

/** About a quarter of a minute: a service that was restarted is back by then. */
export const patientRetry: RetryPolicy = { attempts: 8, firstPauseMs: 200, longestPauseMs: 5_000 };

/** Before anything has answered: a system that does not run is said so at once. */
export const briefRetry: RetryPolicy = { attempts: 3, firstPauseMs: 200, longestPauseMs: 400 };

/** Thrown by an attempt that may succeed later. */
export class TemporaryFailure extends Error {
  override name = "TemporaryFailure";

  constructor(
    message: string,
    options?: ErrorOptions,
    /** What the server answered with, when it answered. */
    readonly status?: number,
  ) {
    super(message, options);
  }
}

/** Repeats an attempt while it fails for a passing reason; rethrows the last reason when patience ends. */
export async function withRetry<T>(policy: RetryPolicy, attempt: () => Promise<T>): Promise<T> {
  let pauseMs = policy.firstPauseMs;
  for (let left = policy.attempts - 1; ; left -= 1) {
    try {
      return await attempt();
    } catch (cause) {
      if (!(cause instanceof TemporaryFailure) || left <= 0) throw cause;
    }
    await pause(pauseMs);
    pauseMs = Math.min(pauseMs * 2, policy.longestPauseMs);
  }
}

/** `fetch` whose connection errors, time-outs and answers of an overloaded server are temporary failures. */
export async function fetchOrRetryLater(url: string, request: RequestInit, timeoutMs: number): Promise<Response> {
  const response = await fetch(url, { ...request, signal: AbortSignal.timeout(timeoutMs) }).catch((cause: unknown) => {
    throw new TemporaryFailure(`${new URL(url).origin} did not answer (${reasonOf(cause)})`, { cause });
  });
  if (response.status === 429 || response.status >= 500) {
    // Unread bodies keep the connection busy.
    await response.body?.cancel();
    const message = `${new URL(url).origin} answered with status ${response.status}`;
    throw new TemporaryFailure(message, undefined, response.status);
  }
  return response;
}

function reasonOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  if (cause.name === "TimeoutError") return "no answer in time";
  const inner: unknown = cause.cause;
  return inner instanceof Error && "code" in inner ? String(inner.code) : cause.message;
}
