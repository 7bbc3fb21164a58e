import { assertMay, defineLoader, inOrderOf } from "@careconnect/kit";
import { PayerRow } from "./payer.entity.ts";
import { readPayers } from "./payer.policy.ts";

/** Payers by id; null for what is not there. */
export const payerById = defineLoader<string, PayerRow>(async (context, ids) => {
  assertMay(context, readPayers);
  const rows = await context.em.fork().find(PayerRow, { id: { $in: [...ids] } });
  return inOrderOf(ids, rows, ({ id }) => id);
});
