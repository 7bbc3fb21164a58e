import { boundOrganization } from "@careconnect/kit";
import type { EntityName } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import Stripe from "stripe";
import type { Gateway } from "../gateway/gateway.client.ts";
import { PaymentIntentRow } from "../gateway/payment-intent.entity.ts";
import { PaymentRow } from "../payment/payment.entity.ts";
import { PaymentMethod } from "../payment/payment.method.ts";
import { PaymentState } from "../payment/payment.state.ts";
import { RefundRow } from "../payment/refund.entity.ts";
import { DifferenceKind } from "./difference.kind.ts";
import type { FoundDifference, Scope } from "./found.difference.ts";

/** How many objects are read at once, the gateway's and ours, and how many pages of each kind of the gateway's in one run. */
const [pageSize, mostPages] = [100, 200];

/** Of these that the gateway does not list, it is asked one by one. */
const mostAsked = 100;

interface Compared {
  readonly differences: readonly FoundDifference[];
  /** How many of the gateway's objects were compared. */
  readonly count: number;
}

/** One page after the other, so that how far it is can be told; the last one says what the gateway did not have. */
export type GatewayPages = AsyncGenerator<Compared, { readonly isWhole: boolean }>;

type Listed = { readonly id: string; readonly created: number };

/** The gateway's objects of the scope, page by page. @returns whether those were all */
async function* pagesOf<Item extends Listed>(
  gateway: Gateway,
  { since }: Scope,
  list: (stripe: Stripe, page: Stripe.PaginationParams & { created: { gte: number } }) => Promise<Stripe.ApiList<Item>>,
): AsyncGenerator<Item[], boolean> {
  const created = { gte: Math.floor(since.getTime() / 1_000) };
  let last: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const after = last === undefined ? {} : { starting_after: last };
    const { data, has_more } = await gateway.ask((stripe) => list(stripe, { created, limit: pageSize, ...after }));
    yield data;
    last = data.at(-1)?.id;
    if (!has_more || last === undefined) return true;
  }
  return false;
}

const before = (until: Date) => (item: Listed) => item.created * 1_000 < until.getTime();

/** Compares what was paid over the gateway. */
export async function* comparePayments(em: EntityManager, gateway: Gateway, scope: Scope): GatewayPages {
  const organizationId = boundOrganization(em);
  const seen = new Set<string>();
  const pages = pagesOf(gateway, scope, (stripe, page) => stripe.paymentIntents.list(page));
  let step = await pages.next();
  for (; !step.done; step = await pages.next()) {
    // The account may take payments for others, too; what bears no mark of ours is none of ours.
    const marked = step.value.filter(({ metadata }) => metadata.organizationId === organizationId);
    const intents = marked.filter(before(scope.until));
    for (const { id } of marked) seen.add(id);
    yield { count: step.value.length, differences: await comparedIntents(em.fork(), intents, scope) };
  }
  if (!step.value) return { isWhole: false };
  const missing = await ownPayments(em, scope, seen);
  const differences: FoundDifference[] = [];
  for (const payment of missing.slice(0, mostAsked)) {
    const { intentId } = payment;
    if (intentId === null || (await isUnknown(gateway, (stripe) => stripe.paymentIntents.retrieve(intentId))))
      differences.push(asMissing(DifferenceKind.PAYMENT_UNKNOWN_TO_GATEWAY, payment));
  }
  yield { count: 0, differences };
  return { isWhole: missing.length <= mostAsked };
}

async function comparedIntents(
  em: EntityManager,
  intents: readonly Stripe.PaymentIntent[],
  { until }: Scope,
): Promise<FoundDifference[]> {
  const known = await em.find(PaymentIntentRow, { intentId: { $in: intents.map(({ id }) => id) } });
  const payments = await em.find(PaymentRow, { id: { $in: known.map(({ paymentId }) => String(paymentId)) } });
  return intents.flatMap((intent): FoundDifference[] => {
    const row = known.find(({ intentId }) => intentId === intent.id);
    const payment = payments.find(({ id }) => id === String(row?.paymentId));
    const received = intent.status === "succeeded" ? intent.amount_received : 0;
    const currency = intent.currency.toUpperCase();
    if (!payment)
      return received === 0
        ? []
        : [
            {
              ...{ kind: DifferenceKind.GATEWAY_PAYMENT_UNKNOWN, subjectId: intent.id, invoiceId: null },
              ...{ expected: 0, found: received, currency },
            },
          ];
    if (payment.updatedAt >= until) return [];
    const expected = payment.state === PaymentState.SUCCEEDED ? payment.amount : 0;
    const about = { subjectId: payment.id, invoiceId: String(payment.invoiceId), currency, expected, found: received };
    if ((expected === 0) !== (received === 0)) return [{ kind: DifferenceKind.PAYMENT_STATUS_DIFFERS, ...about }];
    const isSame = expected === received && (received === 0 || currency === payment.currency);
    return isSame ? [] : [{ kind: DifferenceKind.PAYMENT_AMOUNT_DIFFERS, ...about }];
  });
}

interface Own {
  readonly id: string;
  readonly invoiceId: string;
  readonly amount: number;
  readonly currency: string;
}

/** Payments of ours that were received over the gateway, without those that it has listed; its id of one is null where it gave none. */
function ownPayments(
  em: EntityManager,
  { since, until }: Scope,
  listed: ReadonlySet<string>,
): Promise<(Own & { readonly intentId: string | null })[]> {
  return unlisted(em, PaymentRow, {
    where: {
      ...{ method: PaymentMethod.CARD_ONLINE, state: PaymentState.SUCCEEDED },
      ...{ createdAt: { $gt: since }, updatedAt: { $lt: until } },
    },
    async missingOf(fork, rows: readonly PaymentRow[]) {
      const intents = await fork.find(PaymentIntentRow, { paymentId: { $in: rows.map(({ id }) => id) } });
      const intentOf = new Map(intents.map(({ paymentId, intentId }) => [String(paymentId), intentId ?? null]));
      return rows
        .map(({ id, invoiceId, amount, currency }) => ({
          ...{ id, invoiceId: String(invoiceId), amount, currency, intentId: intentOf.get(id) ?? null },
        }))
        .filter(({ intentId }) => intentId === null || !listed.has(intentId));
    },
  });
}

/** Reads rows of ours page by page, in the order of their ids, until there are more that are missing than anybody asks for. */
async function unlisted<Row extends { readonly id: string }, Missing>(
  em: EntityManager,
  entity: EntityName<Row>,
  {
    where,
    missingOf,
  }: {
    readonly where: object;
    readonly missingOf: (em: EntityManager, rows: readonly Row[]) => Promise<readonly Missing[]>;
  },
): Promise<Missing[]> {
  const missing: Missing[] = [];
  let after: string | undefined;
  while (missing.length <= mostAsked) {
    const fork = em.fork();
    const rows = (await fork.find(
      entity,
      { $and: [where, after === undefined ? {} : { id: { $gt: after } }] } as never,
      { orderBy: { id: "asc" }, limit: pageSize } as never,
    )) as Row[];
    missing.push(...(await missingOf(fork, rows)));
    after = rows.at(-1)?.id;
    if (rows.length < pageSize) break;
  }
  return missing;
}

/** Compares what was given back over the gateway. */
export async function* compareRefunds(em: EntityManager, gateway: Gateway, scope: Scope): GatewayPages {
  const seen = new Set<string>();
  const pages = pagesOf(gateway, scope, (stripe, page) => stripe.refunds.list(page));
  let step = await pages.next();
  for (; !step.done; step = await pages.next()) {
    for (const { id } of step.value) seen.add(id);
    yield {
      count: step.value.length,
      differences: await comparedRefunds(em.fork(), step.value.filter(before(scope.until)), scope),
    };
  }
  if (!step.value) return { isWhole: false };
  const missing = await ownRefunds(em, scope, seen);
  const differences: FoundDifference[] = [];
  for (const refund of missing.slice(0, mostAsked))
    if (await isUnknown(gateway, (stripe) => stripe.refunds.retrieve(refund.gatewayRefundId)))
      differences.push(asMissing(DifferenceKind.REFUND_UNKNOWN_TO_GATEWAY, refund));
  yield { count: 0, differences };
  return { isWhole: missing.length <= mostAsked };
}

async function comparedRefunds(
  em: EntityManager,
  refunds: readonly Stripe.Refund[],
  { until }: Scope,
): Promise<FoundDifference[]> {
  const intentOf = ({ payment_intent: intent }: Stripe.Refund) =>
    typeof intent === "string" ? intent : (intent?.id ?? "");
  const intents = await em.find(PaymentIntentRow, { intentId: { $in: refunds.map(intentOf) } });
  const rows = await em.find(RefundRow, { gatewayRefundId: { $in: refunds.map(({ id }) => id) } });
  const payments = await em.find(PaymentRow, { id: { $in: intents.map(({ paymentId }) => String(paymentId)) } });
  return refunds.flatMap((refund): FoundDifference[] => {
    const intent = intents.find(({ intentId }) => intentId === intentOf(refund));
    const payment = payments.find(({ id }) => id === String(intent?.paymentId));
    // Of somebody else's payment.
    if (!payment) return [];
    const row = rows.find(({ gatewayRefundId }) => gatewayRefundId === refund.id);
    const given = refund.status === "succeeded" ? refund.amount : 0;
    const about = { invoiceId: String(payment.invoiceId), currency: refund.currency.toUpperCase(), found: given };
    if (!row)
      return given === 0
        ? []
        : [{ kind: DifferenceKind.GATEWAY_REFUND_UNKNOWN, subjectId: refund.id, expected: 0, ...about }];
    if (row.updatedAt >= until) return [];
    const expected = row.state === PaymentState.SUCCEEDED ? row.amount : 0;
    if (expected === given) return [];
    const kind =
      expected === 0 || given === 0 ? DifferenceKind.REFUND_STATUS_DIFFERS : DifferenceKind.REFUND_AMOUNT_DIFFERS;
    return [{ kind, subjectId: row.id, expected, ...about }];
  });
}

/** Refunds of ours that were given over the gateway, without those that it has listed. */
function ownRefunds(
  em: EntityManager,
  { since, until }: Scope,
  listed: ReadonlySet<string>,
): Promise<(Own & { readonly gatewayRefundId: string })[]> {
  return unlisted(em, RefundRow, {
    where: {
      ...{ gatewayRefundId: { $ne: null }, state: PaymentState.SUCCEEDED },
      ...{ createdAt: { $gt: since }, updatedAt: { $lt: until } },
    },
    async missingOf(fork, rows: readonly RefundRow[]) {
      const missing = rows.filter(({ gatewayRefundId }) => !listed.has(String(gatewayRefundId)));
      const payments = await fork.find(PaymentRow, { id: { $in: missing.map(({ paymentId }) => String(paymentId)) } });
      return missing.flatMap(({ id, amount, gatewayRefundId, paymentId }) => {
        const payment = payments.find((one) => one.id === String(paymentId));
        if (!payment) return [];
        const { invoiceId, currency } = payment;
        return [{ id, amount, gatewayRefundId: String(gatewayRefundId), invoiceId: String(invoiceId), currency }];
      });
    },
  });
}

function asMissing(kind: DifferenceKind, { id, invoiceId, amount, currency }: Own): FoundDifference {
  return { kind, subjectId: id, invoiceId, expected: amount, found: 0, currency };
}

/** Whether the gateway says that it has no such thing: a list may leave out what it has just made. */
async function isUnknown(gateway: Gateway, retrieve: (stripe: Stripe) => Promise<unknown>): Promise<boolean> {
  try {
    await gateway.ask(retrieve);
    return false;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeInvalidRequestError) return true;
    throw error;
  }
}
