import { defineEntity, type InferEntity, p } from "@mikro-orm/core";

/** The last number that was given out in a series of an organization. */
export const InvoiceCounterRow = defineEntity({
  name: "InvoiceCounterRow",
  tableName: "invoice_counter",
  properties: {
    organizationId: p.uuid().primary(),
    series: p.text().primary(),
    lastNumber: p.bigint("number"),
  },
});

export type InvoiceCounterRow = InferEntity<typeof InvoiceCounterRow>;
