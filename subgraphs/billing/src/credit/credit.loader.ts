import { assertMay, defineLoader, groupedInOrderOf } from "@careconnect/kit";
import { readInvoices } from "../invoice/invoice.policy.ts";
import { CreditNoteRow } from "./credit.entity.ts";

/** The credit notes of invoices that the viewer was shown, the first first; the read of the invoice is what is audited. */
export const creditNotesByInvoice = defineLoader<string, CreditNoteRow[]>(async (context, invoiceIds) => {
  assertMay(context, readInvoices);
  const rows = await context.em
    .fork()
    .find(CreditNoteRow, { invoiceId: { $in: [...invoiceIds] } }, { orderBy: [{ issuedAt: "asc" }, { id: "asc" }] });
  return groupedInOrderOf(invoiceIds, rows, ({ invoiceId }) => String(invoiceId));
});
