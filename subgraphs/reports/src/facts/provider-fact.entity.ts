import { defineEntity, p } from "@mikro-orm/core";

/** The newest that was told of a provider. */
export const ProviderFactRow = defineEntity({
  name: "ProviderFactRow",
  tableName: "provider_fact",
  properties: {
    organizationId: p.uuid().primary(),
    id: p.uuid().primary(),
    /** The aggregate's version in its own subgraph: an older event never overwrites a newer one. */
    version: p.integer(),
    status: p.text(),
  },
});
