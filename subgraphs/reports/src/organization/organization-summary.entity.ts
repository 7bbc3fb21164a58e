import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** What is known of an organization, and the numbers that no day has. Its row is the lock under which events are applied. */
export const OrganizationSummaryRow = defineEntity({
  name: "OrganizationSummaryRow",
  tableName: "organization_summary",
  properties: {
    organizationId: p.uuid().primary(),
    /** The version of zone and currency; 0 until an event told them. */
    version: p.integer().default(0),
    /** IANA name: its days and periods are in it. */
    timeZone: p.text().$type<string | null>().nullable(),
    /** ISO 4217: its totals are in it. */
    currency: p.text().$type<string | null>().nullable(),
    /** When the newest applied event occurred. */
    asOf: p.datetime(3),
    /** Patients that are not archived; those whose records were merged once. */
    patients: p.integer().default(0),
    /** Providers that are active. */
    providers: p.integer().default(0),
  },
});

export type OrganizationSummaryRow = InferEntity<typeof OrganizationSummaryRow>;
