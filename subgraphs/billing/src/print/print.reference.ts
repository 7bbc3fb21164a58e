import { type ReferenceResolver, type RequestContext, referenceBy } from "@careconnect/kit";
import { readInvoices } from "../invoice/invoice.policy.ts";
import { readInvoice } from "../invoice/invoice.service.ts";
import type { AddresseeFacts } from "./print.service.ts";

const brought = new WeakMap<RequestContext, Map<string, AddresseeFacts>>();

const findInvoice = referenceBy(readInvoices, readInvoice);

/** An invoice by its id; what the router has fetched of its patient, for what is printed, is kept as long as the request. */
export const resolveInvoice: ReferenceResolver = (reference, context) => {
  if (reference.patient) {
    const known = brought.get(context) ?? new Map<string, AddresseeFacts>();
    brought.set(context, known.set(reference.id, reference.patient));
  }
  return findInvoice(reference, context);
};

/** What the router has fetched of whom an invoice charges; null where it was not asked to, or found nothing. */
export function addresseeFacts(context: RequestContext, invoiceId: string): AddresseeFacts | null {
  return brought.get(context)?.get(invoiceId) ?? null;
}
