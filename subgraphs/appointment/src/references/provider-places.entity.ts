import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** Where a provider sees patients, as the provider subgraph's events told it. */
export const ProviderPlaces = defineEntity({
  name: "ProviderPlaces",
  tableName: "provider_places",
  properties: {
    organizationId: p.uuid().primary(),
    providerId: p.uuid().primary(),
    locationIds: p.array().columnType("uuid[]").$type<string[]>(),
    /** The provider's version in the event that wrote the row: an older one never overwrites it. */
    aggregateVersion: p.integer(),
  },
});

export type ProviderPlaces = InferEntity<typeof ProviderPlaces>;
