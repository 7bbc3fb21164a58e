import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/**
 * The event, and the log of events: written in the transaction of the change it tells of, kept for replay.
 * Append-only for the application's role.
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
    occurredAt: p.datetime(3),
    actorId: p.uuid(),
    correlationId: p.text(),
    /** Imported history: read models apply it, nothing else reacts to it (no invoice, notification, reminder). */
    imported: p.boolean(),
    /** Ids and facts, never clinical content or contact data. */
    payload: p.json<Record<string, unknown>>(),
  },
  indexes: [{ properties: ["aggregateId", "aggregateVersion"] }],
});

export type OutboxEvent = InferEntity<typeof OutboxEvent>;
