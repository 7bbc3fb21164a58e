import { type CommandContext, runCommand, systemUserId, type UnitOfWork } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import Stripe from "stripe";
import type { InvoiceRow } from "../invoice/invoice.entity.ts";
import { lockBooks } from "../invoice/settlement.ts";
import { PaymentRow } from "../payment/payment.entity.ts";
import { paymentChanged, paymentRefunded } from "../payment/payment.events.ts";
import { postReceipt, postRefund } from "../payment/payment.posting.ts";
import { PaymentState } from "../payment/payment.state.ts";
import { RefundRow } from "../payment/refund.entity.ts";
import { findGateway, type Gateway, GatewayUnavailableError } from "./gateway.client.ts";
import { soon } from "./gateway.schedule.ts";
import { PaymentIntentRow } from "./payment-intent.entity.ts";

/** How long until the gateway is asked again about a refund that pends. */
const pause = 30_000;

/** So long the gateway certainly knows a key again, in milliseconds. */
const keysAreKnown = 12 * 60 * 60_000;

/**
 * Writes down what of a payment is to be given back over the gateway, before it is asked for: what is being given back counts as if it
 * were, so that never more is asked for than was paid.
 */
export function beginRefund(
  { em }: UnitOfWork,
  payment: PaymentRow,
  { amount, reason, actorId }: { readonly amount: number; readonly reason: string | null; readonly actorId: string },
): RefundRow {
  payment.refundingAmount += amount;
  return em.create(RefundRow, {
    ...{ paymentId: payment.id, amount, reason, state: PaymentState.PENDING, dueAt: soon() },
    ...{ refundedAt: new Date(), recordedBy: actorId },
  } as never);
}

type Answer = { readonly refund: Stripe.Refund } | { readonly refusal: string };

/**
 * Asks the gateway to give back, or what came of it, as often as anybody likes.
 * @throws GatewayUnavailableError when it is not known: then the task of payments goes on with it
 */
export async function askRefund(context: CommandContext, refundId: string): Promise<void> {
  const em = context.em.fork();
  const row = await em.findOne(RefundRow, { id: refundId });
  if (!row || (row.gatewayRefundId == null && row.state !== PaymentState.PENDING)) return;
  const payment = await em.findOneOrFail(PaymentRow, { id: String(row.paymentId) });
  const intent = await em.findOne(PaymentIntentRow, { paymentId: payment.id });
  if (!intent?.intentId) return;
  await heed(context, { row, payment }, await ask(row, payment, intent.intentId));
}

async function ask(row: RefundRow, payment: PaymentRow, intentId: string): Promise<Answer> {
  const gateway = findGateway();
  if (!gateway) throw new GatewayUnavailableError("No payments are taken online.");
  const { id, amount, gatewayRefundId, organizationId } = row;
  try {
    const given = gatewayRefundId == null && isOld(row) ? await findGiven(gateway, intentId, id) : undefined;
    if (given) return { refund: given };
    const refund = await gateway.ask((stripe) =>
      gatewayRefundId == null
        ? stripe.refunds.create(
            { payment_intent: intentId, amount, metadata: { organizationId, refundId: id, paymentId: payment.id } },
            { idempotencyKey: `refund:${id}` },
          )
        : stripe.refunds.retrieve(gatewayRefundId),
    );
    return { refund };
  } catch (error) {
    if (error instanceof Stripe.errors.StripeIdempotencyError || !(error instanceof Stripe.errors.StripeError))
      throw error;
    return { refusal: error.code ?? error.type };
  }
}

/** The gateway forgets keys after a day: then it is asked what it has given before it is asked to give. */
const isOld = ({ createdAt }: RefundRow) => createdAt.getTime() < Date.now() - keysAreKnown;

/** What the gateway has given for a refund of ours, by the mark that we made; a payment has fewer refunds than are listed. */
async function findGiven(gateway: Gateway, intentId: string, refundId: string): Promise<Stripe.Refund | undefined> {
  const { data } = await gateway.ask((stripe) => stripe.refunds.list({ payment_intent: intentId, limit: 100 }));
  return data.find(({ metadata }) => metadata?.refundId === refundId);
}

async function heed(
  context: CommandContext,
  read: { readonly row: RefundRow; readonly payment: PaymentRow },
  answer: Answer,
): Promise<void> {
  await runCommand(context, { action: "payment.refund", entityType: "Payment" }, async (unit) => {
    const invoice = await lockBooks(unit, { id: String(read.payment.invoiceId) });
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const payment = await unit.em.findOneOrFail(PaymentRow, { id: read.payment.id }, { lockMode });
    const row = await unit.em.findOneOrFail(RefundRow, { id: read.row.id }, { lockMode });
    // Whoever was faster has heeded it.
    if (row.version !== read.row.version) return;
    const refund = "refund" in answer ? answer.refund : undefined;
    if (refund) row.gatewayRefundId = refund.id;
    const state = "refusal" in answer ? PaymentState.FAILED : stateOf(answer.refund);
    row.failureCode = "refusal" in answer ? answer.refusal : (answer.refund.failure_reason ?? null);
    row.dueAt = state === PaymentState.PENDING ? new Date(Date.now() + pause) : null;
    if (state === row.state) return;
    const change = changes.find(({ from, to }) => from === row.state && to === state);
    if (!change) return;
    row.state = state;
    unit.touch(payment.id, payment.patientId);
    await change.make(unit, { invoice, payment, row });
  });
}

/** The gateway's words for a refund. */
function stateOf({ status }: Stripe.Refund): PaymentState {
  if (status === "succeeded") return PaymentState.SUCCEEDED;
  return status === "failed" || status === "canceled" ? PaymentState.FAILED : PaymentState.PENDING;
}

interface Refunded {
  readonly invoice: InvoiceRow;
  readonly payment: PaymentRow;
  readonly row: RefundRow;
}

/** What a refund becomes, and what that moves. What is not here does not happen. */
const changes: readonly {
  readonly from: PaymentState;
  readonly to: PaymentState;
  readonly make: (unit: UnitOfWork, refunded: Refunded) => Promise<void>;
}[] = [
  {
    from: PaymentState.PENDING,
    to: PaymentState.SUCCEEDED,
    async make(unit, { invoice, payment, row }) {
      const occurredAt = new Date();
      row.refundedAt = occurredAt;
      payment.refundingAmount -= row.amount;
      payment.refundedAmount += row.amount;
      const source = { type: "Refund", id: row.id, kind: "GIVEN" } as const;
      await postRefund(unit, invoice, { source, payment, amount: row.amount, occurredAt, actorId: row.recordedBy });
      unit.emit(() => paymentRefunded(payment));
    },
  },
  {
    from: PaymentState.PENDING,
    to: PaymentState.FAILED,
    async make(unit, { payment, row }) {
      payment.refundingAmount -= row.amount;
      unit.emit(() => paymentChanged(payment));
    },
  },
  {
    // The card's bank sent it back, days later.
    from: PaymentState.SUCCEEDED,
    to: PaymentState.FAILED,
    async make(unit, { invoice, payment, row }) {
      payment.refundedAmount -= row.amount;
      const source = { type: "Refund", id: row.id, kind: "RETURNED" } as const;
      const movement = { source, payment, amount: row.amount, occurredAt: new Date(), actorId: systemUserId };
      await postReceipt(unit, invoice, movement);
      unit.emit(() => paymentChanged(payment));
    },
  },
];
