import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import type { HoursException, LicensedSpan } from "../slots/weekly.hours.ts";

/** What booking has to know of a provider, as the provider subgraph's events told it: nothing personal. */
export const ProviderReference = defineEntity({
  name: "ProviderReference",
  tableName: "provider_reference",
  properties: {
    organizationId: p.uuid().primary(),
    providerId: p.uuid().primary(),
    /** As the provider subgraph has it; whoever is ACTIVE can be booked. */
    status: p.text(),
    /** IANA name of the zone on whose wall the weekly hours are. */
    timeZone: p.text(),
    /** Codes. */
    specialties: p.array().columnType("text[]").$type<string[]>(),
    /** The provider's version in the event that wrote the row: an older one never overwrites it. */
    aggregateVersion: p.integer(),
    /** Leave and extra hours that were not over when they changed; and the provider's version then. */
    exceptions: p.json<HoursException[]>().defaultRaw("'[]'"),
    exceptionsVersion: p.integer().default(0),
    /** The days that their licences cover, null when none was ever recorded; and the provider's version then. */
    licensed: p.json<LicensedSpan[] | null>().nullable(),
    licensedVersion: p.integer().default(0),
  },
});

export type ProviderReference = InferEntity<typeof ProviderReference>;
