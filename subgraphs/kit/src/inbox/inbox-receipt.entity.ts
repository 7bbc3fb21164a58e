import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** That a consumer has applied an event: written in the transaction of the effect, so that a second delivery has none. */
export const InboxReceipt = defineEntity({
  name: "InboxReceipt",
  tableName: "inbox_receipt",
  properties: {
    consumer: p.text().primary(),
    eventId: p.uuid().primary(),
    receivedAt: p.datetime(3),
  },
  indexes: [{ properties: ["receivedAt"] }],
});

export type InboxReceipt = InferEntity<typeof InboxReceipt>;
