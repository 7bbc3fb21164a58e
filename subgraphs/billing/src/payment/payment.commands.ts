import {
  type CommandUnit,
  defineCommand,
  invalid,
  knownUuid,
  notFound,
  type Reach,
  requireVersion,
} from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { findGateway } from "../gateway/gateway.client.ts";
import { beginRefund } from "../gateway/refund.progress.ts";
import { reasonOfChange } from "../invoice/invoice.commands.ts";
import type { InvoiceRow } from "../invoice/invoice.entity.ts";
import { accountsOf, InvoiceParty } from "../invoice/invoice.party.ts";
import { statusAfter } from "../invoice/invoice.transition.ts";
import { lockInvoice } from "../invoice/settlement.ts";
import { movementsOf } from "../ledger/ledger.query.ts";
import { paidAmount } from "../price/price.schema.ts";
import { unlessErased } from "../references/erased.text.ts";
import { PaymentRow } from "./payment.entity.ts";
import { exceedsBalance, exceedsPayment, notReceived, takesNoneOnline } from "./payment.errors.ts";
import { paymentChanged, paymentRecorded, paymentRefunded } from "./payment.events.ts";
import { manualMethods, PaymentMethod } from "./payment.method.ts";
import { paymentsWithin, recordPayments } from "./payment.policy.ts";
import { postReceipt, postRefund } from "./payment.posting.ts";
import { PaymentState } from "./payment.state.ts";
import { RefundRow } from "./refund.entity.ts";

/** Clocks differ, and what was received tomorrow was not received, in milliseconds. */
const clockTolerance = 60_000;

/** How many an invoice, and a payment, has at most; whoever adds one holds the invoice. */
const [mostPayments, mostRefunds] = [200, 50];

/** Refuses a payment more than an invoice may have. */
export async function requireRoomForPayment({ em }: CommandUnit, { id }: InvoiceRow): Promise<void> {
  if ((await em.count(PaymentRow, { invoiceId: id })) >= mostPayments)
    throw invalid(["invoiceId"], `This invoice has ${mostPayments} payments, which is as many as there can be.`);
}

export const recordPayment = defineCommand({
  name: "recordPayment",
  rule: recordPayments,
  entityType: "Payment",
  whileRestricted: "what is owed is claimed by law",
  schema: z.object({
    invoiceId: z.string().transform(knownUuid),
    party: z.enum(InvoiceParty).nullish(),
    method: z.enum(manualMethods, "must be how it was received by hand"),
    amount: paidAmount,
    reference: z.string().trim().min(1, "must not be empty").max(200, "must have 200 characters at most").nullish(),
    receivedAt: z.date().min(new Date("2000-01-01"), "must not be before the year 2000").nullish(),
  }),
  async run(unit, { invoiceId, amount, method, reference, ...given }, { viewer }, reach) {
    const invoice = await lockInvoice(unit, { viewer, reach }, { id: invoiceId, field: "invoiceId" });
    statusAfter("pay", invoice.status, "invoiceId");
    await requireRoomForPayment(unit, invoice);
    const party = given.party ?? InvoiceParty.PATIENT;
    const receivedAt = given.receivedAt ?? new Date();
    if (receivedAt.getTime() > Date.now() + clockTolerance) throw invalid(["receivedAt"], "must not be in the future");
    const { receivable } = accountsOf[party];
    const owed = (await movementsOf(unit.em, [invoice.id])).get(invoice.id)?.[receivable] ?? 0;
    if (amount > owed) throw exceedsBalance();
    const { currency, patientId } = invoice;
    const payment = unit.em.create(PaymentRow, {
      ...{ invoiceId: invoice.id, patientId, party, method, amount, currency, refundedAmount: 0 },
      ...{
        reference: await unlessErased(unit.em, patientId, reference ?? null),
        receivedAt,
        recordedBy: viewer.userId,
      },
    } as never);
    await postReceipt(unit, invoice, {
      ...{ source: { type: "Payment", id: payment.id, kind: "RECEIVED" }, payment, amount },
      ...{ occurredAt: receivedAt, actorId: viewer.userId },
    });
    unit.touch(payment.id, patientId);
    unit.emit(() => paymentRecorded(payment));
    return payment.id;
  },
});

/** The payment, after its invoice, locked until the command ends. */
export async function lockPayment(
  unit: CommandUnit,
  { id, reach }: { readonly id: string; readonly reach: Reach },
  lock: (named: { readonly id: string; readonly field: string }) => Promise<InvoiceRow>,
) {
  const within = { $and: [{ id }, paymentsWithin(reach)] };
  const named = await unit.em.findOne(PaymentRow, within);
  if (!named) throw notFound("paymentId");
  // Whoever moves an invoice's money holds the invoice first, so that nobody waits for each other.
  const invoice = await lock({ id: String(named.invoiceId), field: "paymentId" });
  const payment = await unit.em.findOneOrFail(
    PaymentRow,
    { id },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  unit.touch(payment.id, payment.patientId);
  return { invoice, payment };
}

/** Writes down what is given back: by hand it was, over the gateway it is asked for then. */
export const beginRefundOfPayment = defineCommand({
  name: "refundPayment",
  rule: recordPayments,
  entityType: "Payment",
  whileRestricted: "what is owed is claimed by law",
  schema: z.object({
    paymentId: z.string().transform(knownUuid),
    amount: paidAmount.nullish(),
    reason: reasonOfChange,
    expectedVersion: z.int().nullish(),
  }),
  async run(unit, { paymentId, reason, expectedVersion, ...given }, { viewer }, reach) {
    const { invoice, payment } = await lockPayment(unit, { id: paymentId, reach }, (named) =>
      lockInvoice(unit, { viewer, reach }, named),
    );
    requireVersion(payment, expectedVersion ?? undefined);
    if (payment.state !== PaymentState.SUCCEEDED) throw notReceived();
    const left = payment.amount - payment.refundedAmount - payment.refundingAmount;
    const amount = given.amount ?? left;
    if (amount > left || left === 0) throw exceedsPayment();
    if ((await unit.em.count(RefundRow, { paymentId: payment.id })) >= mostRefunds)
      throw invalid(["paymentId"], `This payment has ${mostRefunds} refunds, which is as many as there can be.`);
    const words = await unlessErased(unit.em, payment.patientId, reason);
    if (payment.method === PaymentMethod.CARD_ONLINE) {
      if (!findGateway()) throw takesNoneOnline("paymentId");
      beginRefund(unit, payment, { amount, reason: words, actorId: viewer.userId });
      unit.emit(() => paymentChanged(payment));
      return payment.id;
    }
    statusAfter("refund", invoice.status);
    const refund = unit.em.create(RefundRow, {
      ...{ paymentId: payment.id, amount, reason: words, refundedAt: new Date(), recordedBy: viewer.userId },
    } as never);
    payment.refundedAmount += amount;
    await postRefund(unit, invoice, {
      ...{ source: { type: "Refund", id: refund.id, kind: "GIVEN" }, payment, amount },
      ...{ occurredAt: refund.refundedAt, actorId: viewer.userId },
    });
    unit.emit(() => paymentRefunded(payment));
    return payment.id;
  },
});
