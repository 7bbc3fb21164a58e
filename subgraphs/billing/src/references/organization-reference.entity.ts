import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** What billing has to know of its organization, as identity's events told it. */
export const OrganizationReference = defineEntity({
  name: "OrganizationReference",
  tableName: "organization_reference",
  properties: {
    organizationId: p.uuid().primary(),
    /** What it calls itself; null when its events did not say so yet. */
    name: p.text().$type<string | null>().nullable(),
    /** ISO 4217. */
    currency: p.text(),
    /** By its IANA name. */
    timeZone: p.text(),
    /** The organization's version in the event that wrote the row: an older one never overwrites it. */
    aggregateVersion: p.integer(),
  },
});

export type OrganizationReference = InferEntity<typeof OrganizationReference>;
