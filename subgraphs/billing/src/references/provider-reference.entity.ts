import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** What pricing has to know of a provider, as the provider subgraph's events told it. */
export const ProviderReference = defineEntity({
  name: "ProviderReference",
  tableName: "provider_reference",
  properties: {
    organizationId: p.uuid().primary(),
    providerId: p.uuid().primary(),
    /** What they practise, by the catalogue's codes. */
    specialties: p.array().columnType("text[]").$type<string[]>(),
    /** The provider's version in the event that wrote the row: an older one never overwrites it. */
    aggregateVersion: p.integer(),
  },
});

export type ProviderReference = InferEntity<typeof ProviderReference>;
