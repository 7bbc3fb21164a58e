import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/**
 * The event, and the log of events: written in the transaction of the change it tells of, kept for replay.
 * Append-only for the application's role, but for its position, which the relay gives it once it is committed.
 * Partitioned by month in its migration; MikroORM leaves the partitioning alone, because months come and are archived.
 */
export const OutboxEvent = defineEntity({
  name: "OutboxEvent",
  tableName: "outbox_event",
  properties: {
    id: p.uuid().primary(),
    organizationId: p.uuid(),
    /** The public name, e.g. `patient.registered`. */
    type: p.text(),
    /** The version of the payload's shape. */
    typeVersion: p.integer(),
    aggregateType: p.text(),
    aggregateId: p.uuid(),
    /** The aggregate's version after the change. */
    aggregateVersion: p.integer(),
    occurredAt: p.datetime(3).primary(),
    /** Null where its definition withholds who did it. */
    actorId: p.uuid().$type<string | null>().nullable(),
    correlationId: p.text(),
    /** Imported history: read models apply it, nothing else reacts to it (no invoice, notification, reminder). */
    imported: p.boolean(),
    /** Ids and facts, never clinical content or contact data. */
    payload: p.json<Record<string, unknown>>(),
    /** The order in which events were written; for one aggregate that is the order of its changes. */
    sequence: p
      .bigint("number")
      .defaultRaw("nextval('outbox_event_sequence'::regclass)")
      // Read back from the database, it is taken for the column's own sequence and always differs.
      .ignoreSchemaChanges("default"),
    /** Its place in the log, without gaps, in the order in which events became visible; null until the relay saw it. */
    position: p.bigint("number").nullable(),
  },
  indexes: [
    { properties: ["aggregateId", "aggregateVersion"] },
    { properties: ["position"] },
    { properties: ["organizationId", "position"] },
    {
      name: "outbox_event_without_position",
      expression: `create index outbox_event_without_position on outbox_event (sequence) where position is null`,
    },
  ],
  checks: [{ name: "outbox_event_position_check", expression: "position > 0" }],
});

export type OutboxEvent = InferEntity<typeof OutboxEvent>;
