import type { LoggedEvent } from "../outbox/logged.event.ts";

/** An event as JSON carries it. */
export type EventMessage = Omit<LoggedEvent, "occurredAt"> & { readonly occurredAt: string };

export function messageOf(event: LoggedEvent): EventMessage {
  return { ...event, occurredAt: event.occurredAt.toISOString() };
}

export function eventOf(message: EventMessage): LoggedEvent {
  return { ...message, occurredAt: new Date(message.occurredAt) };
}
