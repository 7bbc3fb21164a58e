import {
  assertMay,
  type Connection,
  connectionBelow,
  connectionOf,
  knownUuid,
  type OrderBy,
  type PageArgs,
  type RequestContext,
  reachOf,
} from "@careconnect/kit";
import { InvoiceRow } from "./invoice.entity.ts";
import { filterConditions } from "./invoice.filter.ts";
import { invoiceByAppointment, invoiceById, linesByInvoice, replacementOf } from "./invoice.loader.ts";
import { invoicesWithin, readInvoices } from "./invoice.policy.ts";
import { type InvoiceFilter, InvoiceOrder } from "./invoice.type.ts";
import type { InvoiceLineRow } from "./line.entity.ts";

/** One invoice; null when there is none or the viewer may not see it. */
export async function readInvoice(context: RequestContext, id: string): Promise<InvoiceRow | null> {
  assertMay(context, readInvoices);
  return invoiceById(context).load(knownUuid(id));
}

/** The invoice of one appointment; null when there is none or the viewer may not see it. */
export async function readInvoiceOf(context: RequestContext, appointmentId: string): Promise<InvoiceRow | null> {
  assertMay(context, readInvoices);
  return invoiceByAppointment(context).load(knownUuid(appointmentId));
}

/** The invoice that stands in the place of one that was withdrawn; null without one that the viewer may see. */
export async function readReplacement(context: RequestContext, id: string): Promise<InvoiceRow | null> {
  assertMay(context, readInvoices);
  return replacementOf(context).load(id);
}

/** The lines of one invoice that the viewer was shown, in their order. */
export async function listLines(context: RequestContext, invoiceId: string): Promise<InvoiceLineRow[]> {
  assertMay(context, readInvoices);
  return (await linesByInvoice(context).load(invoiceId)) ?? [];
}

/** The invoices that the viewer may see, narrowed by `filter`. */
export function listInvoices(
  context: RequestContext,
  page: PageArgs,
  filter: InvoiceFilter | null | undefined,
  orderBy: InvoiceOrder | null | undefined,
): Connection<InvoiceRow> {
  const reach = assertMay(context, readInvoices);
  return connectionOf(context, InvoiceRow, {
    name: "invoices",
    where: { $and: [invoicesWithin(reach), ...filterConditions(filter ?? {}, context.viewer)] },
    orderBy: orders[orderBy ?? InvoiceOrder.ISSUED_AT_DESC],
    page,
    audit: readingList,
  });
}

/** The invoices of one patient that the viewer may see, the latest first; null for who may see none at all. */
export function listInvoicesOf(
  context: RequestContext,
  patientId: string,
  page: PageArgs,
): Connection<InvoiceRow> | null {
  const reach = reachOf(context.viewer, readInvoices);
  if (reach.length === 0) return null;
  return connectionBelow(
    context,
    InvoiceRow,
    { key: "currentPatientId", id: knownUuid(patientId) },
    {
      name: "patient.invoices",
      where: invoicesWithin(reach),
      orderBy: orders.ISSUED_AT_DESC,
      page,
      audit: readingList,
    },
  );
}

const readingList = { action: "invoice.list", entityType: "Invoice" };

const orders: Readonly<Record<InvoiceOrder, OrderBy<InvoiceRow>>> = {
  ISSUED_AT_DESC: [
    ["listedAt", "desc"],
    ["id", "desc"],
  ],
  ISSUED_AT_ASC: [
    ["listedAt", "asc"],
    ["id", "asc"],
  ],
};
