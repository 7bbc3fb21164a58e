import type { CommandUnit } from "@careconnect/kit";
import { soon } from "../gateway/gateway.schedule.ts";
import { PaymentIntentRow } from "../gateway/payment-intent.entity.ts";
import type { InvoiceRow } from "../invoice/invoice.entity.ts";
import { InvoiceParty } from "../invoice/invoice.party.ts";
import { PaymentRow } from "./payment.entity.ts";
import { PaymentMethod } from "./payment.method.ts";
import { PaymentState } from "./payment.state.ts";

/** The payments of the patient's share over the gateway of which something may still come. */
export async function openPayments({ em }: CommandUnit, { id }: InvoiceRow) {
  const payments = await em.find(PaymentRow, {
    ...{ invoiceId: id, party: InvoiceParty.PATIENT, method: PaymentMethod.CARD_ONLINE },
    state: { $ne: PaymentState.SUCCEEDED },
  });
  const rows = await em.find(PaymentIntentRow, { paymentId: { $in: payments.map((one) => one.id) }, closedAt: null });
  return rows.flatMap((row) => {
    const payment = payments.find((one) => one.id === row.paymentId);
    return payment ? [{ payment, row }] : [];
  });
}

/** Adds a payment of the patient's share over the gateway, which nobody has been asked for yet. */
export function addPayment(
  { em }: CommandUnit,
  invoice: InvoiceRow,
  { amount, by }: { readonly amount: number; readonly by: string },
) {
  const { currency, patientId } = invoice;
  const payment = em.create(PaymentRow, {
    ...{ invoiceId: invoice.id, patientId, party: InvoiceParty.PATIENT, method: PaymentMethod.CARD_ONLINE },
    ...{ state: PaymentState.PENDING, amount, currency, refundedAmount: 0, receivedAt: new Date(), recordedBy: by },
  } as never);
  const row = em.create(PaymentIntentRow, { paymentId: payment.id, dueAt: soon() } as never);
  return { payment, row };
}
