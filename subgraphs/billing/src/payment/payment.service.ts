import {
  assertMay,
  type CommandOutcome,
  type Connection,
  connectionOf,
  knownUuid,
  type PageArgs,
  type RequestContext,
  reachOf,
  systemContext,
} from "@careconnect/kit";
import { findGateway, GatewayUnavailableError } from "../gateway/gateway.client.ts";
import { advancePayment } from "../gateway/payment.progress.ts";
import { askRefund } from "../gateway/refund.progress.ts";
import { beginCancellation, beginPayment, beginPreparation } from "./online.commands.ts";
import { beginRefundOfPayment } from "./payment.commands.ts";
import { PaymentRow } from "./payment.entity.ts";
import { declined, gatewayUnavailable } from "./payment.errors.ts";
import { filterConditions } from "./payment.filter.ts";
import { intentByPayment, paymentById, paymentsByInvoice, refundsByPayment } from "./payment.loader.ts";
import { paymentsWithin, payOnline, readPayments } from "./payment.policy.ts";
import { PaymentState } from "./payment.state.ts";
import type { PaymentFilter } from "./payment.type.ts";
import { RefundRow } from "./refund.entity.ts";

/** One payment; null when there is none or the viewer may not see it. */
export async function readPayment(context: RequestContext, id: string): Promise<PaymentRow | null> {
  assertMay(context, readPayments);
  return paymentById(context).load(knownUuid(id));
}

/** The payments that the viewer may see, narrowed by `filter`, the latest received first. */
export function listPayments(
  context: RequestContext,
  page: PageArgs,
  filter: PaymentFilter | null | undefined,
): Connection<PaymentRow> {
  const reach = assertMay(context, readPayments);
  return connectionOf(context, PaymentRow, {
    name: "payments",
    where: { $and: [paymentsWithin(reach), ...filterConditions(filter ?? {}, context.viewer)] },
    orderBy: [
      ["receivedAt", "desc"],
      ["id", "desc"],
    ],
    page,
    audit: { action: "payment.list", entityType: "Payment" },
  });
}

/** The payments for an invoice that the viewer was shown, the first first; null for who may see none at all. */
export async function listPaymentsOf(context: RequestContext, invoiceId: string): Promise<PaymentRow[] | null> {
  if (reachOf(context.viewer, readPayments).length === 0) return null;
  return (await paymentsByInvoice(context).load(invoiceId)) ?? [];
}

/** What of a payment that the viewer was shown was given back, the first first. */
export async function listRefunds(context: RequestContext, paymentId: string): Promise<RefundRow[]> {
  assertMay(context, readPayments);
  return (await refundsByPayment(context).load(paymentId)) ?? [];
}

/** What of how far a payment is may be known by who may go on with it; null for everybody else. */
export async function readIntent(context: RequestContext, paymentId: string) {
  if (reachOf(context.viewer, payOnline).length === 0) return null;
  return intentByPayment(context).load(paymentId);
}

/** With what a page opens the gateway's client to go on with a payment; null where there is none. */
export async function readPublishableKey(context: RequestContext, paymentId: string): Promise<string | null> {
  const intent = await readIntent(context, paymentId);
  const settings = findGateway()?.settings;
  if (!intent || intent.closedAt || !intent.clientSecret || !settings || settings.isSimulated) return null;
  return settings.publishableKey ?? null;
}

type Input = Parameters<typeof beginPayment>[1];

/** Pays an invoice with a payment method: first it is written down, and then the gateway is asked. */
export async function payInvoice(context: RequestContext, input: Input): Promise<CommandOutcome> {
  return goingOn(context, await beginPayment(context, input), advance);
}

export async function preparePayment(context: RequestContext, input: Input): Promise<CommandOutcome> {
  return goingOn(context, await beginPreparation(context, input), advancePayment);
}

export async function cancelPayment(context: RequestContext, input: Input): Promise<CommandOutcome> {
  return goingOn(context, await beginCancellation(context, input), advancePayment);
}

export async function refundPayment(context: RequestContext, input: Input): Promise<CommandOutcome> {
  return goingOn(context, await beginRefundOfPayment(context, input), advanceRefunds);
}

type Advance = (context: ReturnType<typeof systemContext>, id: string) => Promise<unknown>;

/** Asks the gateway for what was written down. When it does not answer, the task of payments goes on with it. */
async function goingOn(context: RequestContext, outcome: CommandOutcome, advance: Advance): Promise<CommandOutcome> {
  if (outcome.id === null || !findGateway()) return outcome;
  try {
    const isDeclined = await advance(systemContext(context.em.fork(), context.correlationId), outcome.id);
    return isDeclined === true ? { ...outcome, userErrors: [declined] } : outcome;
  } catch (error) {
    if (error instanceof GatewayUnavailableError) return { ...outcome, userErrors: [gatewayUnavailable] };
    throw error;
  }
}

/** @returns whether it was declined */
async function advance(context: ReturnType<typeof systemContext>, id: string): Promise<boolean> {
  await advancePayment(context, id);
  return (await context.em.fork().count(PaymentRow, { id, state: PaymentState.FAILED })) > 0;
}

async function advanceRefunds(context: ReturnType<typeof systemContext>, paymentId: string): Promise<void> {
  const pending = await context.em.fork().find(RefundRow, { paymentId, state: PaymentState.PENDING });
  for (const { id } of pending) await askRefund(context, id);
}
