import { boundOrganization, derivedUuid, systemUserId, type UnitOfWork } from "@careconnect/kit";
import { findGatewayFor } from "../gateway/gateway.client.ts";
import { InvoiceCause } from "../invoice/invoice.cause.ts";
import { issue } from "../invoice/invoice.commands.ts";
import { type BilledVisit, draftVisit } from "../invoice/invoice.draft.ts";
import { InvoiceRow } from "../invoice/invoice.entity.ts";
import { InvoiceStatus } from "../invoice/invoice.status.ts";
import { addPayment } from "../payment/online.payment.ts";
import { paymentChanged } from "../payment/payment.events.ts";
import { PrepaymentRow } from "./prepayment.entity.ts";
import { prepaymentFailed, prepaymentPaid } from "./prepayment.events.ts";
import { takeStep } from "./prepayment.progress.ts";
import { PrepaymentFailure, PrepaymentState } from "./prepayment.state.ts";

/** Makes the invoice of a visit that is paid in advance, issues it, and begins its payment; once. */
export async function beginPrepayment(unit: UnitOfWork, visit: BilledVisit, payUntil: Date): Promise<void> {
  const { em } = unit;
  const { appointmentId, patientId } = visit;
  if ((await em.count(PrepaymentRow, { appointmentId })) > 0) return;
  await draftVisit(unit, visit, { unlessUnpriced: true });
  // Its lines are there before it has a number, after which none is added.
  await em.flush();
  const id = derivedUuid(`invoice:${InvoiceCause.VISIT}:${appointmentId}`, boundOrganization(em));
  const invoice = await em.findOne(InvoiceRow, { id, status: InvoiceStatus.DRAFT });
  const row = em.create(PrepaymentRow, {
    ...{ appointmentId, patientId: invoice?.patientId ?? patientId, invoiceId: invoice?.id ?? null, payUntil },
    state: PrepaymentState.AWAITING,
  } as never);
  unit.touch(row.id, row.patientId);
  if (!invoice) {
    takeStep(row, "giveUp");
    row.failure = PrepaymentFailure.NO_PRICE;
    unit.emit(() => prepaymentFailed(row, PrepaymentFailure.NO_PRICE));
    return;
  }
  await chargeInAdvance(unit, row, invoice, visit.startsAt);
}

/** Issues the draft of a visit that is paid in advance, and begins the payment of the patient's share, if there is one. */
export async function chargeInAdvance(
  unit: UnitOfWork,
  row: PrepaymentRow,
  invoice: InvoiceRow,
  dueAt: Date,
): Promise<void> {
  await issue(unit, invoice, { dueAt: () => dueAt, actorId: systemUserId });
  if (invoice.patientShareAmount === 0) {
    takeStep(row, "settle");
    row.paidAt = new Date();
    unit.emit(() => prepaymentPaid(row));
    return;
  }
  if (!findGatewayFor(invoice.currency)) return;
  const { payment, row: intent } = addPayment(unit, invoice, { amount: invoice.patientShareAmount, by: systemUserId });
  intent.dueAt = new Date();
  unit.emit(() => paymentChanged(payment));
}
