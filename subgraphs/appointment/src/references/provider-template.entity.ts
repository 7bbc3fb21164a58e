import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import type { WeeklyHours } from "../slots/weekly.hours.ts";

/** A provider's weekly hours from one day on, as the provider subgraph's events told them. */
export const ProviderTemplate = defineEntity({
  name: "ProviderTemplate",
  tableName: "provider_template",
  properties: {
    organizationId: p.uuid().primary(),
    providerId: p.uuid().primary(),
    /** On the provider's wall. */
    effectiveFrom: p.date().primary(),
    weekly: p.json<WeeklyHours[]>(),
    /** The provider's version in the event that wrote the row: an older one never overwrites it. */
    aggregateVersion: p.integer(),
  },
});

export type ProviderTemplate = InferEntity<typeof ProviderTemplate>;
