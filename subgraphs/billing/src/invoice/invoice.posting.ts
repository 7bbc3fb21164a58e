import { LedgerAccount } from "../ledger/ledger.account.ts";
import type { Movements } from "../ledger/posting.ts";
import type { InvoiceRow } from "./invoice.entity.ts";
import type { InvoiceLineRow } from "./line.entity.ts";
import { InvoiceLineKind } from "./line.kind.ts";

/** What issuing an invoice does in the ledger: who owes what from now on, and for what. */
export function issuingOf(
  invoice: Pick<InvoiceRow, "patientShareAmount" | "payerShareAmount">,
  lines: readonly Pick<InvoiceLineRow, "kind" | "amount">[],
): Movements {
  const totalOf = (...kinds: readonly InvoiceLineKind[]) =>
    lines.filter(({ kind }) => kinds.includes(kind)).reduce((sum, { amount }) => sum + amount, 0);
  return {
    [LedgerAccount.PATIENT_RECEIVABLE]: invoice.patientShareAmount,
    [LedgerAccount.PAYER_RECEIVABLE]: invoice.payerShareAmount,
    [LedgerAccount.DISCOUNTS]: -totalOf(InvoiceLineKind.DISCOUNT),
    [LedgerAccount.REVENUE]: -totalOf(InvoiceLineKind.SERVICE, InvoiceLineKind.FEE),
    [LedgerAccount.TAX_PAYABLE]: -totalOf(InvoiceLineKind.TAX),
  };
}
