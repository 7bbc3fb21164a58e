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

/** A message that is no event, or one in somebody else's name: nobody applies it. */
export interface RefusedMessage {
  readonly id: string;
  /** As what it was published; null where the broker does not say. */
  readonly type: string | null;
  /** Its code is a `Refusal`. */
  readonly reason: Fault;
  readonly failedAt: Date;
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
  /** What was refused, as far as it is known here. */
  refused(queue: string): Promise<readonly RefusedMessage[]>;
  /** Has what was refused looked at never again. @returns how much of it there was */
  discardRefused(queue: string, ids: readonly string[]): Promise<number>;
  /**
   * Tries what failed for good once more, and then what waits behind it, and looks at what was refused: these, or all of the queue.
   * Where nobody consumes it at the moment, that is done when somebody does. @returns how many events and messages that are
   */
  retryBlocked(queue: string, ids?: readonly string[]): Promise<number>;
  /** Ends consumption, letting what is under way finish, and disconnects. */
  stop(): Promise<void>;
}
