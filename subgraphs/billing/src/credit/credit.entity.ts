import { ownedRow, sensitive } from "@careconnect/kit";
import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { InvoiceRow } from "../invoice/invoice.entity.ts";
import { InvoiceParty } from "../invoice/invoice.party.ts";

/** What is taken back of an invoice that was issued. Amounts are in minor units of the invoice's currency. */
export const CreditNoteRow = defineEntity({
  name: "CreditNoteRow",
  tableName: "credit_note",
  properties: {
    ...ownedRow,
    invoiceId: () => p.manyToOne(InvoiceRow).mapToPk().joinColumn("invoice_id"),
    number: p.text(),
    /** Of whose share. */
    party: p.enum(() => InvoiceParty),
    amount: p.bigint("number"),
    /** What of it is tax. */
    taxAmount: p.bigint("number"),
    reason: sensitive(),
    issuedAt: p.datetime(3),
    /** The user who did it. */
    issuedBy: p.uuid(),
  },
  uniques: [{ name: "credit_note_number_unique", properties: ["organizationId", "number"] }],
  indexes: [{ name: "credit_note_of_invoice", properties: ["organizationId", "invoiceId", "issuedAt", "id"] }],
  checks: [
    { name: "credit_note_amount_in_range", expression: "amount > 0 and amount <= 9007199254740991" },
    { name: "credit_note_tax_within_amount", expression: "tax_amount >= 0 and tax_amount <= amount" },
  ],
});

export type CreditNoteRow = InferEntity<typeof CreditNoteRow>;
