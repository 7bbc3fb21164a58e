import { assertMay, defineLoader, inOrderOf } from "@careconnect/kit";
import { readLedger } from "./ledger.policy.ts";
import { LedgerTransactionRow } from "./transaction.entity.ts";

/** The transactions of entries that the viewer was shown. */
export const ledgerTransactionById = defineLoader<string, LedgerTransactionRow>(async (context, ids) => {
  assertMay(context, readLedger);
  const rows = await context.em.fork().find(LedgerTransactionRow, { id: { $in: [...ids] } });
  return inOrderOf(ids, rows, ({ id }) => id);
});
