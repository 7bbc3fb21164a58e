import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** A clinic: it owns every other row, in this subgraph and in all others. */
export const OrganizationRow = defineEntity({
  name: "OrganizationRow",
  tableName: "organization",
  properties: {
    id: p.uuid().primary(),
    name: p.text(),
    /** IANA name: its days and periods are in it. */
    timeZone: p.text(),
    /** ISO 4217: its totals are in it. */
    currency: p.text(),
  },
});

export type OrganizationRow = InferEntity<typeof OrganizationRow>;
