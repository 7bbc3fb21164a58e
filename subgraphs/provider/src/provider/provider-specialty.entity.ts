import { ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { SpecialtyRow } from "../specialty/specialty.entity.ts";
import { ProviderRow } from "./provider.entity.ts";

/** That a provider practises a specialty. */
export const ProviderSpecialtyRow = defineEntity({
  name: "ProviderSpecialtyRow",
  tableName: "provider_specialty",
  properties: {
    organizationId: ownedRow.organizationId,
    providerId: () => p.manyToOne(ProviderRow).mapToPk().joinColumn("provider_id").primary(),
    specialty: () => p.manyToOne(SpecialtyRow).primary(),
  },
  indexes: [{ properties: ["specialty"] }],
});

export type ProviderSpecialtyRow = InferEntity<typeof ProviderSpecialtyRow>;
