import { assertMay, defineLoader, groupedInOrderOf, loaderById } from "@careconnect/kit";
import { PaymentRow } from "./payment.entity.ts";
import { paymentsWithin, readPayments } from "./payment.policy.ts";
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
