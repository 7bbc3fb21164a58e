import type { CommandOutcome, RequestContext, UserError } from "@careconnect/kit";
import { creditNotesByInvoice } from "../credit/credit.loader.ts";
import type { InvoiceRow } from "./invoice.entity.ts";
import { invoiceById, linesByInvoice, replacementOf } from "./invoice.loader.ts";
import { readInvoice } from "./invoice.service.ts";

export interface InvoicePayload {
  readonly invoice: InvoiceRow | null;
  readonly userErrors: readonly UserError[];
}

/** The invoice is read anew, so that a replayed answer shows what may be seen now. */
export async function invoicePayload(
  context: RequestContext,
  command: Promise<CommandOutcome>,
): Promise<InvoicePayload> {
  const { id, userErrors } = await command;
  if (id === null) return { invoice: null, userErrors };
  // An operation may hold several mutations, and a loader would remember what an earlier one has left.
  for (const loader of [invoiceById, linesByInvoice, creditNotesByInvoice, replacementOf]) loader(context).clearAll();
  return { invoice: await readInvoice(context, id), userErrors };
}
