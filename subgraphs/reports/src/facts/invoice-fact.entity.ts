import { defineEntity, p } from "@mikro-orm/core";

/** The newest that was told of an invoice; amounts in minor units of its currency. */
export const InvoiceFactRow = defineEntity({
  name: "InvoiceFactRow",
  tableName: "invoice_fact",
  properties: {
    organizationId: p.uuid().primary(),
    id: p.uuid().primary(),
    /** The aggregate's version in its own subgraph: an older event never overwrites a newer one. */
    version: p.integer(),
    patientId: p.uuid(),
    status: p.text(),
    /** ISO 4217. */
    currency: p.text(),
    totalAmount: p.bigint("number"),
    /** What is still owed. */
    balanceAmount: p.bigint("number"),
    /** What was received; null where it was not told, of invoices that were never credited. */
    receivedAmount: p.bigint("number").$type<number | null>().nullable(),
    issuedAt: p.datetime(3).$type<Date | null>().nullable(),
    /** When it was first told to be paid; for imported history, which does not say, when it was issued. */
    paidAt: p.datetime(3).$type<Date | null>().nullable(),
  },
});
