import { z } from "zod";
import type { LoggedEvent } from "../outbox/logged.event.ts";
import type { Fault } from "../telemetry/fault.ts";

/** An event as JSON carries it. */
export type EventMessage = Omit<LoggedEvent, "occurredAt"> & { readonly occurredAt: string };

export function messageOf(event: LoggedEvent): EventMessage {
  return { ...event, occurredAt: event.occurredAt.toISOString() };
}

export function eventOf(message: EventMessage): LoggedEvent {
  return { ...message, occurredAt: new Date(message.occurredAt) };
}

const eventMessage = z.looseObject({
  id: z.string(),
  type: z.string(),
  organizationId: z.string(),
  aggregateId: z.string(),
  position: z.number(),
  occurredAt: z.string(),
});

/** Why a message is not taken for an event: it is none, or it says to be of another type than it was published as. */
export type Refusal = "NOT_AN_EVENT" | "ANOTHER_TYPE";

/** What was handed over as an event, and as what it was published, where the broker says so: nobody publishes what is not theirs. */
export function readEventMessage(
  content: unknown,
  type?: string,
): { readonly event: EventMessage } | { readonly refusal: Refusal } {
  const read = eventMessage.safeParse(content);
  if (!read.success) return { refusal: "NOT_AN_EVENT" };
  return type === undefined || read.data.type === type
    ? { event: content as EventMessage }
    : { refusal: "ANOTHER_TYPE" };
}

/** The reason of what is refused, which says nothing of its content. */
export function faultOfRefusal(refusal: Refusal): Fault {
  return { name: "RefusedMessage", code: refusal };
}

export const refusedForGood =
  "what is no event of the type that it was published as is refused: npm run dead-letters lists it until it is tried again or discarded";
