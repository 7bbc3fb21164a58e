import type { EntityManager } from "@mikro-orm/postgresql";
import type { z } from "zod";
import type { LoggedEvent } from "../outbox/logged.event.ts";

/** What a handler writes with: a transaction, bound to the event's organization. */
export interface ConsumerUnit {
  readonly em: EntityManager;
}

/** Applies events of one organization, each of another aggregate; together or not at all. */
export type EventHandler<Event extends LoggedEvent = LoggedEvent> = (
  unit: ConsumerUnit,
  events: readonly Event[],
) => Promise<void>;

/** What a subgraph does about events of others, or its own. */
export interface ConsumerDefinition {
  /** Unique in the subgraph, e.g. `providers`; it names the queue, so that another name starts with the whole history again. */
  readonly name: string;
  /**
   * By event type. Each event is applied once, in the order of its aggregate's changes. A handler of several types is
   * given events of all of them at once.
   */
  readonly handles: Readonly<Record<string, EventHandler>>;
  /** How many events are applied in one transaction at most; undefined: as many as are handed over. */
  readonly together?: number;
}

/**
 * A handler that reads of the payloads what `payload` says and ignores the rest: a producer may add fields.
 * An event that does not fit fails, and is tried again like one that could not be applied.
 */
export function handling<Payload extends z.ZodObject>(
  payload: Payload,
  handler: (
    unit: ConsumerUnit,
    events: readonly (Omit<LoggedEvent, "payload"> & { readonly payload: z.output<Payload> })[],
  ) => Promise<void>,
): EventHandler {
  return async (unit, events) =>
    handler(
      unit,
      events.map((event) => ({ ...event, payload: payload.parse(event.payload) })),
    );
}
