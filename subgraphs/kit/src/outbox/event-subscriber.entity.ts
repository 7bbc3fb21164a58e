import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** A queue that has all events of a type: those that were before it as well. Kept by the relay. */
export const EventSubscriber = defineEntity({
  name: "EventSubscriber",
  tableName: "event_subscriber",
  properties: {
    queue: p.text().primary(),
    type: p.text().primary(),
  },
});

export type EventSubscriber = InferEntity<typeof EventSubscriber>;
