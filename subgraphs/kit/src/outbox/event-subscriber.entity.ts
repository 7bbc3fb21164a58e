import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** A queue that wants a type of event, as the relay knows it. */
export const EventSubscriber = defineEntity({
  name: "EventSubscriber",
  tableName: "event_subscriber",
  properties: {
    queue: p.text().primary(),
    type: p.text().primary(),
    /** The position up to which it has been given what was published before it came; null when it has all of it. */
    behind: p.bigint("number").$type<number | null>().nullable(),
  },
});

export type EventSubscriber = InferEntity<typeof EventSubscriber>;
