import { ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** A time of a provider's that became free, until it was looked for somebody who waits for it. */
export const FreedSlotRow = defineEntity({
  name: "FreedSlotRow",
  tableName: "freed_slot",
  properties: {
    id: ownedRow.id,
    organizationId: ownedRow.organizationId,
    providerId: p.uuid(),
    startsAt: p.datetime(3),
  },
  indexes: [{ name: "freed_slot_queue", properties: ["organizationId", "id"] }],
});

export type FreedSlotRow = InferEntity<typeof FreedSlotRow>;
