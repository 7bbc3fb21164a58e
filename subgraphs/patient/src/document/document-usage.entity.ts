import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** How much each organization keeps. */
export const DocumentUsage = defineEntity({
  name: "DocumentUsage",
  tableName: "document_usage",
  properties: {
    organizationId: p.uuid().primary(),
    /** Of all files that are announced or kept. */
    bytes: p.bigint("number"),
  },
});

export type DocumentUsage = InferEntity<typeof DocumentUsage>;
