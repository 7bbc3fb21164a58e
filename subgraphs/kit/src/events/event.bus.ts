import type { LoggedEvent } from "../outbox/logged.event.ts";
import type { Fault } from "../telemetry/fault.ts";

/** One queue: a consumer of a subgraph, and the events that it wants. */
export interface Subscription {
  /** Unique in the whole system, e.g. `appointment.providers`. */
  readonly queue: string;
  readonly types: readonly string[];
}

/** An event that failed for good at a consumer. */
export interface DeadLetter {
  readonly event: LoggedEvent;
  /** What it failed of the last time. */
  readonly reason: Fault;
  readonly failedAt: Date;
  /** How many later events of its aggregate wait behind it. */
  readonly waiting: number;
}

/** Carries events between subgraphs: at least once, and in order for each aggregate. */
export interface EventBus {
  /** All queues of the system, with what they want. */
  subscriptions(): Promise<readonly Subscription[]>;
  /** Resolves when each queue has of them what it wants; publishing them again is harmless. */
  publish(events: readonly LoggedEvent[], subscriptions: readonly Subscription[]): Promise<void>;
  /**
   * Hands the events of the subscription to `handle`: `together` of them at most, of one organization and each of another
   * aggregate. When it fails for several, it is asked for each alone. A failure is tried again with growing pauses; when
   * none is left, the aggregate's later events wait until {@link retryBlocked}.
   */
  consume(
    subscription: Subscription,
    together: number,
    handle: (events: readonly LoggedEvent[]) => Promise<void>,
  ): Promise<void>;
  /** Aggregates whose events wait behind one that failed for good. */
  blocked(queue: string): Promise<readonly string[]>;
  /** What failed for good, the oldest first. */
  deadLetters(queue: string): Promise<readonly DeadLetter[]>;
  /**
   * Tries what failed for good once more, and then what waits behind it: these events, or all of the queue. Where nobody
   * consumes it at the moment, that is done when somebody does. @returns how many events that are
   */
  retryBlocked(queue: string, eventIds?: readonly string[]): Promise<number>;
  /** Ends consumption, letting what is under way finish, and disconnects. */
  stop(): Promise<void>;
}
