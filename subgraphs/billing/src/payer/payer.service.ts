import { assertMay, knownUuid, type RequestContext } from "@careconnect/kit";
import { PayerRow } from "./payer.entity.ts";
import { payerById } from "./payer.loader.ts";
import { readPayers } from "./payer.policy.ts";

/** One payer; null when there is none. */
export async function readPayer(context: RequestContext, id: string): Promise<PayerRow | null> {
  assertMay(context, readPayers);
  return payerById(context).load(knownUuid(id));
}

/** There are few; whatever brings more must not make the answer grow without end. */
const mostPayers = 1_000;

/** The organization's payers, by name. */
export function listPayers(context: RequestContext): Promise<PayerRow[]> {
  assertMay(context, readPayers);
  return context.em.fork().find(PayerRow, {}, { orderBy: [{ name: "asc" }, { id: "asc" }], limit: mostPayers });
}
