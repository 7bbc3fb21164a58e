import { type CommandContext, runCommand, systemUserId, type UnitOfWork } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import Stripe from "stripe";
import type { InvoiceRow } from "../invoice/invoice.entity.ts";
import { lockBooks } from "../invoice/settlement.ts";
import { PaymentRow } from "../payment/payment.entity.ts";
import { paymentChanged, paymentFailed, paymentSucceeded } from "../payment/payment.events.ts";
import { postReceipt } from "../payment/payment.posting.ts";
import { PaymentState, paymentAfter } from "../payment/payment.state.ts";
import { countDeclines } from "../prepayment/prepayment.progress.ts";
import { findGateway, type Gateway, GatewayUnavailableError } from "./gateway.client.ts";
import { isGivenUp, nextLook } from "./gateway.schedule.ts";
import { PaymentIntentRow } from "./payment-intent.entity.ts";
import { askRefund, beginRefund } from "./refund.progress.ts";

interface Asked {
  readonly row: PaymentIntentRow;
  readonly payment: PaymentRow;
}

interface Told {
  readonly intent: Stripe.PaymentIntent;
  /** Its charges that a card declined, and that were not told before, the newest first. */
  readonly declined: readonly Stripe.Charge[];
}

type Answer = Told | { readonly refusal: string };

interface Step {
  readonly name: "create" | "cancel" | "confirm" | "look";
  readonly when: (row: PaymentIntentRow) => boolean;
  readonly ask: (stripe: Stripe, asked: Asked) => Promise<Stripe.PaymentIntent>;
}

const withCharge = { expand: ["latest_charge"] };
const keyed = (idempotencyKey: string) => ({ idempotencyKey });

/**
 * What is asked next of the gateway: the first that applies. Each has a key that is made of what is written here, so that whoever
 * asks again, after an answer that was lost, is told what came of it.
 */
const steps: readonly Step[] = [
  {
    name: "create",
    when: ({ intentId }) => intentId == null,
    ask: (stripe, { payment }) =>
      stripe.paymentIntents.create(
        {
          ...{ amount: payment.amount, currency: payment.currency.toLowerCase(), ...withCharge },
          // Who pays goes on in a browser, or by a card that is named; never by mail or by letter.
          allowed_payment_method_types: ["card"],
          metadata: {
            organizationId: payment.organizationId,
            paymentId: payment.id,
            invoiceId: String(payment.invoiceId),
          },
        },
        keyed(`payment:${payment.id}`),
      ),
  },
  {
    name: "cancel",
    when: isGivenUp,
    ask: (stripe, { row }) =>
      // Without a key: one that it is too early for is asked for again.
      stripe.paymentIntents.cancel(String(row.intentId), withCharge),
  },
  {
    name: "confirm",
    when: ({ confirmWith }) => confirmWith != null,
    ask: (stripe, { row }) =>
      stripe.paymentIntents.confirm(
        String(row.intentId),
        {
          ...{ payment_method: String(row.confirmWith), ...withCharge },
          ...(row.returnUrl != null && { return_url: row.returnUrl }),
        },
        keyed(`confirm:${String(row.paymentId)}:${row.attempts}`),
      ),
  },
  {
    name: "look",
    when: () => true,
    ask: (stripe, { row }) => stripe.paymentIntents.retrieve(String(row.intentId), withCharge),
  },
];

/** So often in a row it is asked anew because somebody else was faster, or there is more to ask. */
const mostRounds = 8;

/**
 * Brings a payment over the gateway as far as it goes now, whoever else does so at the same time: what is asked has a key, and what
 * the gateway says is heeded only if nothing was heeded since it was asked.
 * @throws GatewayUnavailableError when it is not known how far it is: then the task of payments goes on with it
 */
export async function advancePayment(context: CommandContext, paymentId: string): Promise<void> {
  for (let round = 0; round < mostRounds; round += 1) {
    const em = context.em.fork();
    const row = await em.findOne(PaymentIntentRow, { paymentId });
    const payment = await em.findOne(PaymentRow, { id: paymentId });
    const step = row && steps.find(({ when }) => when(row));
    if (!row || !payment || row.closedAt || !step) return;
    const answer = await ask(step, { row, payment });
    const outcome = await heed(context, { row, payment }, step, answer);
    for (const refundId of outcome?.refunds ?? []) await askRefund(context, refundId);
    if (outcome && !outcome.goesOn) return;
  }
}

async function ask(step: Step, asked: Asked): Promise<Answer> {
  const gateway = findGateway();
  if (!gateway) throw new GatewayUnavailableError("No payments are taken online.");
  try {
    return await withDeclines(gateway, asked, await gateway.ask((stripe) => step.ask(stripe, asked)));
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError) || error instanceof Stripe.errors.StripeIdempotencyError)
      throw error;
    // What a card declined, or what it is too late for, the intent itself tells.
    const isAsItSays =
      error instanceof Stripe.errors.StripeCardError || error.code === "payment_intent_unexpected_state";
    const { intentId } = asked.row;
    if (isAsItSays && intentId != null) {
      const intent = await gateway.ask((stripe) => stripe.paymentIntents.retrieve(intentId, withCharge));
      return withDeclines(gateway, asked, intent);
    }
    return { refusal: error.code ?? error.type };
  }
}

/** An intent names its last charge alone: a card may have been declined several times since somebody looked. */
async function withDeclines(gateway: Gateway, { row }: Asked, intent: Stripe.PaymentIntent): Promise<Told> {
  const last = intent.latest_charge as Stripe.Charge | null;
  if (last?.status !== "failed" || last.id === row.lastDeclinedCharge) return { intent, declined: [] };
  const { data } = await gateway.ask((stripe) => stripe.charges.list({ payment_intent: intent.id, limit: 100 }));
  const failed = data.filter(({ status }) => status === "failed");
  const known = failed.findIndex(({ id }) => id === row.lastDeclinedCharge);
  return { intent, declined: known < 0 ? failed : failed.slice(0, known) };
}

interface Heeded {
  /** Whether there is more to ask at once. */
  readonly goesOn: boolean;
  /** What is to be given back of what was paid. */
  readonly refunds: readonly string[];
}

/** Writes down what the gateway said. @returns undefined when somebody else has heeded it since it was asked */
function heed(context: CommandContext, read: Asked, step: Step, answer: Answer): Promise<Heeded | undefined> {
  return runCommand(context, { action: "payment.advance", entityType: "Payment" }, async (unit) => {
    // Whoever moves an invoice's money holds the invoice first, so that nobody waits for each other.
    const invoice = await lockBooks(unit, { id: String(read.payment.invoiceId) });
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    const payment = await unit.em.findOneOrFail(PaymentRow, { id: read.payment.id }, { lockMode });
    const row = await unit.em.findOneOrFail(PaymentIntentRow, { id: read.row.id }, { lockMode });
    if (row.version !== read.row.version || row.closedAt) return undefined;
    const before = { state: payment.state, status: row.status };
    const refunds: string[] = [];
    if (step.name === "confirm") row.confirmWith = null;
    if ("refusal" in answer) refuse(unit, { row, payment }, step, answer.refusal);
    else if (answer.intent.status === "succeeded")
      refunds.push(...(await receive(unit, invoice, { row, payment }, answer.intent)));
    else followed(unit, { row, payment }, answer);
    const declines = row.declines - read.row.declines;
    if (declines > 0) await countDeclines(unit, invoice, declines);
    // What cannot be given up yet is asked for again later, and not at once.
    const isDueNow = row.cancelWanted && step.name !== "cancel";
    row.dueAt = row.closedAt ? null : isDueNow ? new Date() : nextLook(row);
    const isNews = payment.state !== before.state || row.status !== before.status;
    if (isNews) unit.touch(payment.id, payment.patientId);
    if (payment.state === before.state && row.status !== before.status) unit.emit(() => paymentChanged(payment));
    return {
      goesOn: !row.closedAt && (row.confirmWith != null || (isGivenUp(row) && step.name !== "cancel")),
      refunds,
    };
  });
}

/**
 * The gateway does not do what it was asked for, and never will. Of what it refuses to make, to give up or to tell of nothing more
 * comes; what cannot be paid with one method may be paid with another.
 */
function refuse(unit: UnitOfWork, { row, payment }: Asked, { name }: Step, code: string): void {
  const was = payment.state;
  row.failureCode = code;
  payment.updatedAt = new Date();
  payment.state = paymentAfter("decline", was);
  if (name !== "confirm") {
    row.closedAt = new Date();
    row.confirmWith = null;
  }
  if (name === "confirm" || was !== payment.state) unit.emit(() => paymentFailed(payment));
}

async function receive(
  unit: UnitOfWork,
  invoice: InvoiceRow,
  { row, payment }: Asked,
  intent: Stripe.PaymentIntent,
): Promise<string[]> {
  note(row, intent);
  const charge = intent.latest_charge as Stripe.Charge | null;
  const receivedAt = charge ? new Date(charge.created * 1_000) : new Date();
  unit.em.assign(row, {
    chargeId: charge?.id ?? null,
    failureCode: null,
    confirmWith: null,
    closedAt: new Date(),
  } as never);
  unit.em.assign(payment, { state: paymentAfter("succeed", payment.state), receivedAt } as never);
  const beyond = await postReceipt(unit, invoice, {
    ...{ source: { type: "Payment", id: payment.id, kind: "RECEIVED" }, payment, amount: payment.amount },
    ...{ occurredAt: receivedAt, actorId: systemUserId },
  });
  unit.emit(() => paymentSucceeded(payment));
  return beyond > 0 ? [beginRefund(unit, payment, { amount: beyond, reason: null, actorId: systemUserId }).id] : [];
}

function note(row: PaymentIntentRow, intent: Stripe.PaymentIntent): void {
  row.intentId = intent.id;
  row.clientSecret = intent.client_secret;
  row.status = intent.status;
  row.nextActionUrl = intent.next_action?.redirect_to_url?.url ?? null;
}

/** What the gateway says of an intent that is not paid. */
function followed(unit: UnitOfWork, { row, payment }: Asked, { intent, declined }: Told): void {
  note(row, intent);
  const { last_payment_error: error, status } = intent;
  if (status === "canceled") {
    row.closedAt = new Date();
    row.confirmWith = null;
    row.failureCode ??= "canceled";
    const was = payment.state;
    payment.state = paymentAfter("close", was);
    if (was !== payment.state) unit.emit(() => paymentFailed(payment));
    return;
  }
  const times = declined.length + (isUnauthenticated(row, intent) ? 1 : 0);
  row.declines += times;
  row.lastDeclinedCharge = declined[0]?.id ?? row.lastDeclinedCharge ?? null;
  if (times > 0 && status === "requires_payment_method") {
    row.failureCode = error?.decline_code ?? error?.code ?? "declined";
    // Each time is told, also when it was declined before.
    payment.updatedAt = new Date();
    payment.state = paymentAfter("decline", payment.state);
    unit.emit(() => paymentFailed(payment));
    return;
  }
  // Whoever was declined tries again, from their own page.
  if (payment.state === PaymentState.FAILED && (status === "processing" || status === "requires_action"))
    payment.state = paymentAfter("confirm", payment.state);
}

/**
 * Whether it is news that who pays did not say that it is them. They were not charged, so that it is known by the method that they
 * tried, which is another one each time; of several such times since somebody looked, the last one.
 */
function isUnauthenticated(
  row: PaymentIntentRow,
  { last_payment_error: error, status }: Stripe.PaymentIntent,
): boolean {
  if (status !== "requires_payment_method" || !error || error.charge) return false;
  const attempt = `${error.code}:${error.payment_method?.id ?? ""}:${row.attempts}`;
  if (attempt === row.lastDecline) return false;
  row.lastDecline = attempt;
  return true;
}
