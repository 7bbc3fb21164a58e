import { type Connection, connectionBelow, type PageArgs, type RequestContext, reachOf } from "@careconnect/kit";
import { LedgerEntryRow } from "./entry.entity.ts";
import { ledgerTransactionById } from "./entry.loader.ts";
import { readLedger } from "./ledger.policy.ts";
import type { LedgerTransactionRow } from "./transaction.entity.ts";

/** The entries about an invoice that the viewer was shown, the first first; null for who does not read the ledger. */
export function listEntriesOf(
  context: RequestContext,
  invoiceId: string,
  page: PageArgs,
): Connection<LedgerEntryRow> | null {
  if (reachOf(context.viewer, readLedger).length === 0) return null;
  return connectionBelow(
    context,
    LedgerEntryRow,
    { key: "invoiceId", id: invoiceId },
    // Ids are in the order of time.
    { name: "invoice.ledgerEntries", where: {}, orderBy: [["id", "asc"]], page },
  );
}

/** The transaction of an entry that the viewer was shown. */
export async function transactionOf(
  context: RequestContext,
  { transactionId }: LedgerEntryRow,
): Promise<LedgerTransactionRow> {
  const transaction = await ledgerTransactionById(context).load(String(transactionId));
  if (!transaction) throw new Error("The transaction of an entry is there as long as the entry.");
  return transaction;
}
