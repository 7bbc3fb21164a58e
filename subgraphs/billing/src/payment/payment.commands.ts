import { defineCommand, invalid, knownUuid, notFound, requireVersion } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { reasonOfChange } from "../invoice/invoice.commands.ts";
import { accountsOf, InvoiceParty } from "../invoice/invoice.party.ts";
import { statusAfter } from "../invoice/invoice.transition.ts";
import { lockInvoice, settle } from "../invoice/settlement.ts";
import { movementsOf, post } from "../ledger/ledger.query.ts";
import { paidAmount } from "../price/price.schema.ts";
import { unlessErased } from "../references/erased.text.ts";
import { PaymentRow } from "./payment.entity.ts";
import { exceedsBalance, exceedsPayment } from "./payment.errors.ts";
import { paymentRecorded, paymentRefunded } from "./payment.events.ts";
import { accountOfMethod, PaymentMethod } from "./payment.method.ts";
import { recordPayments } from "./payment.policy.ts";
import { RefundRow } from "./refund.entity.ts";

/** Clocks differ, and what was received tomorrow was not received, in milliseconds. */
const clockTolerance = 60_000;

/** How many an invoice, and a payment, has at most; whoever adds one holds the invoice. */
const [mostPayments, mostRefunds] = [200, 50];

export const recordPayment = defineCommand({
  name: "recordPayment",
  rule: recordPayments,
  entityType: "Payment",
  schema: z.object({
    invoiceId: z.string().transform(knownUuid),
    party: z.enum(InvoiceParty).nullish(),
    method: z.enum(PaymentMethod),
    amount: paidAmount,
    reference: z.string().trim().min(1, "must not be empty").max(200, "must have 200 characters at most").nullish(),
    receivedAt: z.date().min(new Date("2000-01-01"), "must not be before the year 2000").nullish(),
  }),
  async run(unit, { invoiceId, amount, method, reference, ...given }, { viewer }) {
    const invoice = await lockInvoice(unit, viewer, { id: invoiceId, field: "invoiceId" });
    statusAfter("pay", invoice.status, "invoiceId");
    if ((await unit.em.count(PaymentRow, { invoiceId: invoice.id })) >= mostPayments)
      throw invalid(["invoiceId"], `This invoice has ${mostPayments} payments, which is as many as there can be.`);
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
    await post(unit.em, viewer.userId, [
      {
        ...{ source: { type: "Payment", id: payment.id, kind: "RECEIVED" }, invoiceId: invoice.id, currency },
        ...{ occurredAt: receivedAt, movements: { [accountOfMethod[method]]: amount, [receivable]: -amount } },
      },
    ]);
    await settle(unit, invoice, { by: "payment", amount });
    unit.touch(payment.id, patientId);
    unit.emit(() => paymentRecorded(payment));
    return payment.id;
  },
});

export const refundPayment = defineCommand({
  name: "refundPayment",
  rule: recordPayments,
  entityType: "Payment",
  schema: z.object({
    id: z.string().transform(knownUuid),
    amount: paidAmount,
    reason: reasonOfChange,
    expectedVersion: z.int().nullish(),
  }),
  async run(unit, { id, amount, reason, expectedVersion }, { viewer }) {
    const named = await unit.em.findOne(PaymentRow, { id });
    if (!named) throw notFound("id");
    // Whoever moves an invoice's money holds the invoice first, so that nobody waits for each other.
    const invoice = await lockInvoice(unit, viewer, { id: String(named.invoiceId) });
    const payment = await unit.em.findOne(PaymentRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
    if (!payment) throw notFound("id");
    unit.touch(payment.id, payment.patientId);
    requireVersion(payment, expectedVersion ?? undefined);
    statusAfter("refund", invoice.status);
    if ((await unit.em.count(RefundRow, { paymentId: payment.id })) >= mostRefunds)
      throw invalid(["id"], `This payment has ${mostRefunds} refunds, which is as many as there can be.`);
    if (amount > payment.amount - payment.refundedAmount) throw exceedsPayment();
    const { receivable, refundsPayable } = accountsOf[payment.party];
    // What was credited is owed back; what is given back beyond that is owed anew.
    const owedBack = -((await movementsOf(unit.em, [invoice.id])).get(invoice.id)?.[refundsPayable] ?? 0);
    const credited = Math.min(owedBack, amount);
    const refund = unit.em.create(RefundRow, {
      ...{ paymentId: payment.id, amount, reason: await unlessErased(unit.em, payment.patientId, reason) },
      ...{ refundedAt: new Date(), recordedBy: viewer.userId },
    } as never);
    payment.refundedAmount += amount;
    await post(unit.em, viewer.userId, [
      {
        ...{ source: { type: "Refund", id: refund.id, kind: "GIVEN" }, invoiceId: invoice.id },
        ...{ currency: invoice.currency, occurredAt: refund.refundedAt },
        movements: {
          ...{ [accountOfMethod[payment.method]]: -amount, [refundsPayable]: credited },
          [receivable]: amount - credited,
        },
      },
    ]);
    await settle(unit, invoice, { by: "refund", amount: credited - amount });
    unit.emit(() => paymentRefunded(payment));
    return payment.id;
  },
});
