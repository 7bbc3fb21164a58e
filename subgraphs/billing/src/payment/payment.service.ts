import { assertMay, type RequestContext, reachOf } from "@careconnect/kit";
import type { PaymentRow } from "./payment.entity.ts";
import { paymentById, paymentsByInvoice, refundsByPayment } from "./payment.loader.ts";
import { readPayments } from "./payment.policy.ts";
import type { RefundRow } from "./refund.entity.ts";

/** One payment; null when there is none or the viewer may not see it. */
export async function readPayment(context: RequestContext, id: string): Promise<PaymentRow | null> {
  assertMay(context, readPayments);
  return paymentById(context).load(id);
}

/** The payments for an invoice that the viewer was shown, the first first; null for who may see none at all. */
export async function listPayments(context: RequestContext, invoiceId: string): Promise<PaymentRow[] | null> {
  if (reachOf(context.viewer, readPayments).length === 0) return null;
  return (await paymentsByInvoice(context).load(invoiceId)) ?? [];
}

/** What of a payment that the viewer was shown was given back, the first first. */
export async function listRefunds(context: RequestContext, paymentId: string): Promise<RefundRow[]> {
  assertMay(context, readPayments);
  return (await refundsByPayment(context).load(paymentId)) ?? [];
}
