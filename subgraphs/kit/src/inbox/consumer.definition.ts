import type { EntityManager } from "@mikro-orm/postgresql";
import type { z } from "zod";
import type { LoggedEvent } from "../outbox/logged.event.ts";

/** What a handler writes with: a transaction, bound to the event's organization. */
export interface ConsumerUnit {
  readonly em: EntityManager;
}

export type EventHandler<Event extends LoggedEvent = LoggedEvent> = (unit: ConsumerUnit, event: Event) => Promise<void>;

/** What a subgraph does about events of others, or its own. */
export interface ConsumerDefinition {
  /** Unique in the subgraph, e.g. `providers`; it names the queue, so that another name starts with the whole history again. */
  readonly name: string;
  /** By event type. Each is applied once, in the order of its aggregate's changes. */
  readonly handles: Readonly<Record<string, EventHandler>>;
}

/** What a subgraph does about many events at once, where that costs little more than about one. */
export interface BatchConsumerDefinition {
  /** As {@link ConsumerDefinition} has it. */
  readonly name: string;
  readonly types: readonly string[];
  /** Applies events of one organization, each of another aggregate, each once; together or not at all. */
  readonly handleBatch: (unit: ConsumerUnit, events: readonly LoggedEvent[]) => Promise<void>;
}

/**
 * A handler that reads of the payload what `payload` says and ignores the rest: a producer may add fields.
 * An event that does not fit fails, and is tried again like one that could not be applied.
 */
export function handling<Payload extends z.ZodObject>(
  payload: Payload,
  handler: (
    unit: ConsumerUnit,
    event: Omit<LoggedEvent, "payload"> & { readonly payload: z.output<Payload> },
  ) => Promise<void>,
): EventHandler {
  return async (unit, event) => handler(unit, { ...event, payload: payload.parse(event.payload) });
}
