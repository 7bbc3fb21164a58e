import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** An event of the gateway that was heeded: whoever tells it again is not heard. */
export const GatewayEventRow = defineEntity({
  name: "GatewayEventRow",
  tableName: "gateway_event",
  properties: {
    organizationId: p.uuid().primary(),
    eventId: p.text().primary(),
    type: p.text(),
    receivedAt: p.datetime(3),
  },
  indexes: [{ name: "gateway_event_received", properties: ["receivedAt"] }],
});

export type GatewayEventRow = InferEntity<typeof GatewayEventRow>;
