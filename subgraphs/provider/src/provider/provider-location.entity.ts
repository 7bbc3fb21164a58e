import { ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { LocationRow } from "../location/location.entity.ts";
import { ProviderRow } from "./provider.entity.ts";

/** That a provider sees patients at a location. */
export const ProviderLocationRow = defineEntity({
  name: "ProviderLocationRow",
  tableName: "provider_location",
  properties: {
    organizationId: ownedRow.organizationId,
    providerId: () => p.manyToOne(ProviderRow).mapToPk().joinColumn("provider_id").primary(),
    location: () => p.manyToOne(LocationRow).primary(),
  },
  indexes: [{ properties: ["location"] }],
});

export type ProviderLocationRow = InferEntity<typeof ProviderLocationRow>;
