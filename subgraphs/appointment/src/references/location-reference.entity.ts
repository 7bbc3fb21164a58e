import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import type { OpeningInterval } from "../slots/weekly.hours.ts";

/** What booking has to know of a location, as the provider subgraph's events told it. */
export const LocationReference = defineEntity({
  name: "LocationReference",
  tableName: "location_reference",
  properties: {
    organizationId: p.uuid().primary(),
    locationId: p.uuid().primary(),
    /** IANA name of the zone on whose wall the hours are. */
    timeZone: p.text(),
    /** Null: open at all times. */
    openingHours: p.json<OpeningInterval[] | null>().nullable(),
    /** The location's version in the event that wrote the row: an older one never overwrites it. */
    aggregateVersion: p.integer(),
  },
});

export type LocationReference = InferEntity<typeof LocationReference>;
