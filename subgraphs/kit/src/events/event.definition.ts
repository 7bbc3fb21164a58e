import type { z } from "zod";
import type { DomainEvent } from "../outbox/domain.event.ts";

/** A kind of event that a subgraph tells others about. */
export interface EventDefinition<Payload extends z.ZodObject = z.ZodObject> {
  /** The public name, e.g. `patient.registered`. */
  readonly type: string;
  /** The version of the payload's shape: another one when a consumer of the old shape would misread the new. */
  readonly version: number;
  readonly aggregateType: string;
  /** When it happens, in one sentence, for the reader of docs/events.md. */
  readonly description: string;
  readonly payload: Payload;
  /** Nobody is told who did it, nor with what else, nor when but for the day: for what is said in confidence. */
  readonly withholdsActor?: boolean;
  /**
   * The event of a change to `aggregate`. Throws when the payload is not what the schema says: what is not declared
   * never leaves, so that clinical content and contact data stay at home.
   */
  of(
    aggregate: { readonly id: string; readonly version: number },
    payload: z.input<Payload>,
    options?: { readonly imported?: boolean },
  ): DomainEvent;
}

/** Declares an event; its payload holds ids and facts, never clinical content or contact data. */
export function defineEvent<Payload extends z.ZodObject>(
  type: string,
  version: number,
  shape: Pick<EventDefinition<Payload>, "aggregateType" | "description" | "payload" | "withholdsActor">,
): EventDefinition<Payload> {
  const strict = shape.payload.strict();
  return {
    type,
    version,
    ...shape,
    of: (aggregate, payload, options = {}) => ({
      type,
      typeVersion: version,
      aggregateType: shape.aggregateType,
      aggregate,
      payload: strict.parse(payload),
      ...(shape.withholdsActor && { withholdsActor: true }),
      ...options,
    }),
  };
}
