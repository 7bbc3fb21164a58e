import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** A key that an organization's sensitive columns are sealed with, wrapped by the key service. */
export const DataKeyRow = defineEntity({
  name: "DataKeyRow",
  tableName: "data_key",
  properties: {
    /** Every value that was sealed with the key names it. */
    id: p.uuid().primary(),
    organizationId: p.uuid(),
    /** From 1; the newest seals, older ones only open. */
    generation: p.integer(),
    wrappedKey: p.text(),
    /** The key that it is wrapped with. */
    kmsKeyId: p.text(),
    createdAt: p.datetime(3),
    /** Set when a rotation to this key had gone through all values; some may not have opened, and stayed as they were. */
    resealedAt: p.datetime(3).$type<Date | null>().nullable(),
    /** Set when no value was sealed with it any longer; it stays, since a backup restored may hold one. */
    retiredAt: p.datetime(3).$type<Date | null>().nullable(),
  },
  uniques: [{ name: "data_key_generation_unique", properties: ["organizationId", "generation"] }],
});

export type DataKeyRow = InferEntity<typeof DataKeyRow>;
