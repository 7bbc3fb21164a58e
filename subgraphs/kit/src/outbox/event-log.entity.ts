import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** The one row that says how far the log of events goes. */
export const EventLogState = defineEntity({
  name: "EventLogState",
  tableName: "event_log",
  properties: {
    /** Another one when the log was made anew, for example from a backup: positions of another epoch mean nothing. */
    epoch: p.uuid().primary(),
    /** The position that was given last. */
    head: p.bigint("number"),
    /** Up to here the broker has every event. */
    published: p.bigint("number"),
    /** Up to here events may be missing, because their month was archived. */
    archived: p.bigint("number"),
  },
});

export type EventLogState = InferEntity<typeof EventLogState>;
