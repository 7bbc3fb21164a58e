import { ownedRow } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { InvoiceRow } from "./invoice.entity.ts";
import { InvoiceLineKind } from "./line.kind.ts";

/** What an invoice charges for; a credit has a negative amount. Amounts are in minor units of the invoice's currency. */
export const InvoiceLineRow = defineEntity({
  name: "InvoiceLineRow",
  tableName: "invoice_line",
  properties: {
    ...ownedRow,
    invoiceId: () => p.manyToOne(InvoiceRow).mapToPk().joinColumn("invoice_id"),
    /** From 1, in the order in which the lines are printed. */
    position: p.integer(),
    // Processes of the version before write neither of the two that have a default.
    kind: p.enum(() => InvoiceLineKind).default(InvoiceLineKind.SERVICE),
    description: p.text(),
    quantity: p.integer(),
    unitAmount: p.bigint("number"),
    amount: p.bigint("number"),
    /** The tax on what is charged for, in hundredths of a percent, which has a line of its own. */
    taxBasisPoints: p.integer().default(0),
  },
  uniques: [{ name: "invoice_line_position_unique", properties: ["organizationId", "invoiceId", "position"] }],
  checks: [
    { name: "invoice_line_quantity_positive", expression: "quantity > 0" },
    { name: "invoice_line_amount_in_range", expression: "abs(amount) <= 9007199254740991" },
    { name: "invoice_line_amount_adds_up", expression: "amount = quantity * unit_amount" },
  ],
});

export type InvoiceLineRow = InferEntity<typeof InvoiceLineRow>;
