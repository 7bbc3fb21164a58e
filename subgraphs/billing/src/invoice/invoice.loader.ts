import { assertMay, defineLoader, groupedInOrderOf, inOrderOf, loaderById } from "@careconnect/kit";
import { InvoiceRow } from "./invoice.entity.ts";
import { invoicesWithin, readInvoices } from "./invoice.policy.ts";
import { InvoiceStatus } from "./invoice.status.ts";
import { InvoiceLineRow } from "./line.entity.ts";

export const invoiceById = loaderById(InvoiceRow, {
  rule: readInvoices,
  entityType: "Invoice",
  within: invoicesWithin,
});

/** The invoices of appointments, as far as the viewer may see them: the latest that stands, or else the latest withdrawn. */
export const invoiceByAppointment = defineLoader<string, InvoiceRow>(async (context, appointmentIds) => {
  const reach = assertMay(context, readInvoices);
  const rows = await context.em
    .fork()
    .find(
      InvoiceRow,
      { $and: [{ appointmentId: { $in: [...appointmentIds] } }, invoicesWithin(reach)] },
      { orderBy: [{ listedAt: "desc" }, { id: "desc" }] },
    );
  const invoices = groupedInOrderOf(appointmentIds, rows, ({ appointmentId }) => String(appointmentId)).map(
    (group) => group.find(({ status }) => status !== InvoiceStatus.VOID) ?? group[0] ?? null,
  );
  const read = invoices.filter((row) => row !== null);
  context.audit.read({ action: readInvoices.action, entityType: "Invoice", records: read });
  return invoices;
});

/** The invoices that stand in the place of others, by the ids of those, as far as the viewer may see them. */
export const replacementOf = defineLoader<string, InvoiceRow>(async (context, ids) => {
  const reach = assertMay(context, readInvoices);
  const rows = await context.em
    .fork()
    .find(InvoiceRow, { $and: [{ replacesId: { $in: [...ids] } }, invoicesWithin(reach)] });
  context.audit.read({ action: readInvoices.action, entityType: "Invoice", records: rows });
  return inOrderOf(ids, rows, ({ replacesId }) => String(replacesId));
});

/** The lines of invoices that the viewer was shown, in their order; the read of the invoice is what is audited. */
export const linesByInvoice = defineLoader<string, InvoiceLineRow[]>(async (context, invoiceIds) => {
  assertMay(context, readInvoices);
  const rows = await context.em
    .fork()
    .find(InvoiceLineRow, { invoiceId: { $in: [...invoiceIds] } }, { orderBy: { position: "asc" } });
  return groupedInOrderOf(invoiceIds, rows, ({ invoiceId }) => invoiceId);
});
