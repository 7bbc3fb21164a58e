import { ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { ProviderRow } from "../provider/provider.entity.ts";

/**
 * The template of a provider's week from a day on, until the next one of the same provider.
 * Its hours are rows of their own; one without any says that the provider has no hours from then on.
 */
export const AvailabilityRow = defineEntity({
  name: "AvailabilityRow",
  tableName: "availability",
  properties: {
    ...ownedRow,
    providerId: () => p.manyToOne(ProviderRow).mapToPk().joinColumn("provider_id").deleteRule("cascade"),
    /** A day in the provider's zone. */
    effectiveFrom: p.date(),
  },
  uniques: [
    { name: "availability_effective_from_unique", properties: ["organizationId", "providerId", "effectiveFrom"] },
  ],
});

export type AvailabilityRow = InferEntity<typeof AvailabilityRow>;
