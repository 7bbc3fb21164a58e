import { defineEntity, type InferEntity, p } from "@mikro-orm/core";
import { v7 as uuidv7 } from "uuid";

/** One event of the ledger. By what it is about and the kind of it, it is written once. */
export const LedgerTransactionRow = defineEntity({
  name: "LedgerTransactionRow",
  tableName: "ledger_transaction",
  properties: {
    id: p
      .uuid()
      .primary()
      .onCreate(() => uuidv7()),
    organizationId: p.uuid(),
    /** The type and the id of the record that it is about. */
    sourceType: p.text(),
    sourceId: p.uuid(),
    /** What happened to it. */
    kind: p.text(),
    /** ISO 4217: of all its entries. */
    currency: p.text(),
    /** How many entries it has, so that none comes to it later. */
    entryCount: p.integer(),
    occurredAt: p.datetime(3),
    recordedAt: p.datetime(3),
    /** The user who did it. */
    actorId: p.uuid(),
  },
  uniques: [
    { name: "ledger_transaction_source_unique", properties: ["organizationId", "sourceType", "sourceId", "kind"] },
  ],
  checks: [
    { name: "ledger_transaction_currency_code", expression: "currency ~ '^[A-Z]{3}$'" },
    { name: "ledger_transaction_has_two_sides", expression: "entry_count >= 2" },
  ],
});

export type LedgerTransactionRow = InferEntity<typeof LedgerTransactionRow>;
