import { type CommandContext, type CommandUnit, defineCommand, knownUuid, type Reach } from "@careconnect/kit";
import { z } from "zod";
import { findGateway, findGatewayFor } from "../gateway/gateway.client.ts";
import { confirmPatience, isUnderWay, soon } from "../gateway/gateway.schedule.ts";
import { PaymentIntentRow } from "../gateway/payment-intent.entity.ts";
import { accountsOf, InvoiceParty } from "../invoice/invoice.party.ts";
import { invoicesWithin } from "../invoice/invoice.policy.ts";
import { statusAfter } from "../invoice/invoice.transition.ts";
import { lockBooks } from "../invoice/settlement.ts";
import { movementsOf } from "../ledger/ledger.query.ts";
import { paidAmount } from "../price/price.schema.ts";
import { addPayment, openPayments } from "./online.payment.ts";
import { lockPayment, requireRoomForPayment } from "./payment.commands.ts";
import { exceedsBalance, notOpen, takesNoneOnline, underWay } from "./payment.errors.ts";
import { paymentChanged } from "./payment.events.ts";
import { payOnline } from "./payment.policy.ts";
import { paymentAfter } from "./payment.state.ts";

const invoiceId = z.string().transform(knownUuid);

const whileRestricted = "what is owed falls due, and may be paid";

interface Wanted {
  readonly invoiceId: string;
  readonly amount?: number | null | undefined;
  readonly paymentMethod?: string;
  readonly returnPath?: string | null | undefined;
}

/** Writes down that an invoice is paid with a payment method, which the gateway is asked for then. */
export const beginPayment = defineCommand({
  name: "payInvoice",
  rule: payOnline,
  entityType: "Payment",
  schema: z.object({
    invoiceId,
    paymentMethod: z
      .string()
      .trim()
      .max(255, "must have 255 characters at most")
      .regex(/^pm_\w+$/, "must be the id of a payment method, such as pm_card_visa"),
    amount: paidAmount.nullish(),
    returnPath: z
      .string()
      .max(500, "must have 500 characters at most")
      .regex(/^\/(?!\/)[\w\-./?=&%#]*$/, "must be a path of this site, such as /billing")
      .nullish(),
  }),
  whileRestricted,
  run: begin,
});

/** Writes down that an invoice is going to be paid on a page of Stripe's, which the gateway is told then. */
export const beginPreparation = defineCommand({
  name: "preparePayment",
  rule: payOnline,
  entityType: "Payment",
  schema: z.object({ invoiceId, amount: paidAmount.nullish() }),
  whileRestricted,
  run: begin,
});

async function begin(unit: CommandUnit, wanted: Wanted, { viewer }: CommandContext, reach: Reach): Promise<string> {
  const invoice = await lockBooks(unit, { id: wanted.invoiceId, field: "invoiceId", within: invoicesWithin(reach) });
  unit.touch(invoice.id, invoice.patientId);
  if (!findGatewayFor(invoice.currency)) throw takesNoneOnline("invoiceId");
  statusAfter("pay", invoice.status, "invoiceId");
  const { receivable } = accountsOf[InvoiceParty.PATIENT];
  const owed = (await movementsOf(unit.em, [invoice.id])).get(invoice.id)?.[receivable] ?? 0;
  const amount = wanted.amount ?? owed;
  if (owed <= 0 || amount > owed) throw exceedsBalance();
  const open = await openPayments(unit, invoice);
  if (open.some(({ row }) => isUnderWay(row))) throw underWay();
  const same = open.find((one) => one.payment.amount === amount && !one.row.cancelWanted);
  for (const { payment, row } of open)
    if (payment !== same?.payment) unit.em.assign(row, { cancelWanted: true, dueAt: new Date() } as never);
  if (!same) await requireRoomForPayment(unit, invoice);
  const { payment, row } = same ?? addPayment(unit, invoice, { amount, by: viewer.userId });
  if (wanted.paymentMethod !== undefined) {
    payment.state = paymentAfter("confirm", payment.state);
    unit.em.assign(row, {
      ...{ confirmWith: wanted.paymentMethod, confirmBefore: new Date(Date.now() + confirmPatience) },
      ...{ attempts: row.attempts + 1, returnUrl: returnUrlOf(wanted.returnPath), failureCode: null },
    } as never);
  }
  row.dueAt = soon();
  payment.updatedAt = new Date();
  unit.touch(payment.id, payment.patientId);
  unit.emit(() => paymentChanged(payment));
  return payment.id;
}

function returnUrlOf(path: string | null | undefined): string | null {
  const origin = findGateway()?.settings.site;
  return origin === undefined ? null : new URL(path ?? "/", origin).href;
}

/** Writes down that a payment is given up, which the gateway is told then. */
export const beginCancellation = defineCommand({
  name: "cancelPayment",
  rule: payOnline,
  entityType: "Payment",
  schema: z.object({ paymentId: z.string().transform(knownUuid) }),
  async run(unit, { paymentId }, _context, reach) {
    const { payment } = await lockPayment(unit, { id: paymentId, reach }, (named) => lockBooks(unit, named));
    const row = await unit.em.findOne(PaymentIntentRow, { paymentId, closedAt: null });
    if (!row) throw notOpen();
    unit.em.assign(row, { cancelWanted: true, dueAt: soon() } as never);
    return payment.id;
  },
});
