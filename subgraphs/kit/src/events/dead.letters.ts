import { z } from "zod";
import type { Fault } from "../telemetry/fault.ts";
import type { DeadLetter } from "./event.bus.ts";
import { type EventMessage, eventOf } from "./event.message.ts";

/** What is written of events that cannot be applied, in the order in which it happened. */
export type DeadLetterEntry =
  | {
      readonly kind: "failed";
      readonly queue: string;
      readonly event: EventMessage;
      readonly fault: Fault;
      readonly at: string;
    }
  | { readonly kind: "waiting"; readonly queue: string; readonly event: EventMessage }
  | RefusedEntry
  | { readonly kind: "applied"; readonly queue: string; readonly id: string };

/** A message that was refused, and left the queue. */
export interface RefusedEntry {
  readonly kind: "refused";
  readonly queue: string;
  readonly id: string;
  /** As what it was published. */
  readonly type: string;
  /** All of it, in base64. */
  readonly content: string;
  readonly fault: Fault;
  readonly at: string;
}

/** An event that failed for good, or waits behind one that did. */
export interface StoppedEvent {
  readonly event: EventMessage;
  /** Undefined when it waits. */
  readonly failure: { readonly fault: Fault; readonly at: string } | undefined;
}

/** What a subgraph's dead letters come to. */
export interface DeadLetterList {
  note(entry: unknown): void;
  has(queue: string, eventId: string): boolean;
  /** What was refused, by id. */
  refused(queue: string): ReadonlyMap<string, RefusedEntry>;
  /** By aggregate, each in the order of its changes. */
  stopped(queue: string): ReadonlyMap<string, readonly StoppedEvent[]>;
}

const message = z.looseObject({ id: z.string(), aggregateId: z.string(), position: z.number() });
const entry = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("failed"), queue: z.string(), event: message, fault: z.looseObject({}), at: z.string() }),
  z.object({ kind: z.literal("waiting"), queue: z.string(), event: message }),
  z.object({ kind: z.literal("applied"), queue: z.string(), id: z.string() }),
  z.object({
    ...{ kind: z.literal("refused"), queue: z.string(), id: z.string(), type: z.string(), content: z.string() },
    ...{ fault: z.looseObject({}), at: z.string() },
  }),
]);

export function createDeadLetterList(): DeadLetterList {
  const queues = new Map<string, Map<string, StoppedEvent>>();
  const refused = new Map<string, Map<string, RefusedEntry>>();
  return {
    note(given) {
      const read = entry.safeParse(given);
      if (!read.success) return;
      const noted = given as DeadLetterEntry;
      if (noted.kind === "refused") {
        refused.set(noted.queue, (refused.get(noted.queue) ?? new Map<string, RefusedEntry>()).set(noted.id, noted));
        return;
      }
      const events = queues.get(noted.queue) ?? new Map<string, StoppedEvent>();
      queues.set(noted.queue, events);
      if (noted.kind === "applied") {
        events.delete(noted.id);
        refused.get(noted.queue)?.delete(noted.id);
      } else if (noted.kind === "failed")
        events.set(noted.event.id, { event: noted.event, failure: { fault: noted.fault, at: noted.at } });
      // One that was delivered twice waits once, and one that failed has failed.
      else if (!events.has(noted.event.id)) events.set(noted.event.id, { event: noted.event, failure: undefined });
    },
    refused: (queue) => refused.get(queue) ?? new Map<string, RefusedEntry>(),
    has: (queue, eventId) => queues.get(queue)?.has(eventId) ?? false,
    stopped(queue) {
      const inOrder = [...(queues.get(queue)?.values() ?? [])].sort(
        (one, other) => one.event.position - other.event.position,
      );
      return Map.groupBy(inOrder, ({ event }) => event.aggregateId);
    },
  };
}

/** Those that failed, each with how many wait behind it. */
export function deadLettersIn(list: DeadLetterList, queue: string): DeadLetter[] {
  return [...list.stopped(queue).values()].flatMap((ofOne) =>
    ofOne.flatMap(({ event, failure }, index) =>
      failure
        ? {
            event: eventOf(event),
            reason: failure.fault,
            failedAt: new Date(failure.at),
            waiting: ofOne.length - index - 1,
          }
        : [],
    ),
  );
}
