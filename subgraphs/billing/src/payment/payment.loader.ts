import { assertMay, defineLoader, groupedInOrderOf, inOrderOf, loaderById } from "@careconnect/kit";
import { PaymentIntentRow } from "../gateway/payment-intent.entity.ts";
import { PaymentRow } from "./payment.entity.ts";
import { paymentsWithin, payOnline, readPayments } from "./payment.policy.ts";
import { RefundRow } from "./refund.entity.ts";

export const paymentById = loaderById(PaymentRow, {
  rule: readPayments,
  entityType: "Payment",
  within: paymentsWithin,
});

/** The payments for invoices as far as the viewer may see them, the first first; the read of the invoice is what is audited. */
export const paymentsByInvoice = defineLoader<string, PaymentRow[]>(async (context, invoiceIds) => {
  const reach = assertMay(context, readPayments);
  const rows = await context.em
    .fork()
    .find(
      PaymentRow,
      { $and: [{ invoiceId: { $in: [...invoiceIds] } }, paymentsWithin(reach)] },
      { orderBy: [{ receivedAt: "asc" }, { id: "asc" }] },
    );
  return groupedInOrderOf(invoiceIds, rows, ({ invoiceId }) => String(invoiceId));
});

/** What of payments that the viewer was shown was given back, the first first. */
export const refundsByPayment = defineLoader<string, RefundRow[]>(async (context, paymentIds) => {
  assertMay(context, readPayments);
  const rows = await context.em
    .fork()
    .find(RefundRow, { paymentId: { $in: [...paymentIds] } }, { orderBy: [{ refundedAt: "asc" }, { id: "asc" }] });
  return groupedInOrderOf(paymentIds, rows, ({ paymentId }) => String(paymentId));
});

/** How far payments over the gateway are that the viewer was shown. */
export const intentByPayment = defineLoader<string, PaymentIntentRow>(async (context, paymentIds) => {
  assertMay(context, payOnline);
  const rows = await context.em.fork().find(PaymentIntentRow, { paymentId: { $in: [...paymentIds] } });
  return inOrderOf(paymentIds, rows, ({ paymentId }) => String(paymentId));
});
