import { assertMay, type RequestContext } from "@careconnect/kit";
import type { PayerRow } from "./payer.entity.ts";
import { payerById } from "./payer.loader.ts";
import { readPayers } from "./payer.policy.ts";

/** One payer; null when there is none. */
export async function readPayer(context: RequestContext, id: string): Promise<PayerRow | null> {
  assertMay(context, readPayers);
  return payerById(context).load(id);
}
