import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { v7 as uuidv7 } from "uuid";
import { InvoiceRow } from "../invoice/invoice.entity.ts";
import { LedgerAccount } from "./ledger.account.ts";
import { LedgerTransactionRow } from "./transaction.entity.ts";

/** One side of a transaction of the ledger. */
export const LedgerEntryRow = defineEntity({
  name: "LedgerEntryRow",
  tableName: "ledger_entry",
  properties: {
    id: p
      .uuid()
      .primary()
      .onCreate(() => uuidv7()),
    organizationId: p.uuid(),
    transactionId: () => p.manyToOne(LedgerTransactionRow).mapToPk().joinColumn("transaction_id"),
    invoiceId: () => p.manyToOne(InvoiceRow).mapToPk().joinColumn("invoice_id"),
    account: p.enum(() => LedgerAccount),
    /** ISO 4217. */
    currency: p.text(),
    /** In minor units: a debit is positive, a credit negative. */
    amount: p.bigint("number"),
  },
  indexes: [
    { name: "ledger_entry_of_transaction", properties: ["transactionId"] },
    { name: "ledger_entry_of_invoice", properties: ["organizationId", "invoiceId", "account"] },
    { name: "ledger_entry_of_account", properties: ["organizationId", "account", "currency"] },
  ],
  checks: [{ name: "ledger_entry_amount_in_range", expression: "amount <> 0 and abs(amount) <= 9007199254740991" }],
});

export type LedgerEntryRow = InferEntity<typeof LedgerEntryRow>;
