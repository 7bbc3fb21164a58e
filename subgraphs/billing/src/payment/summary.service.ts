import { assertMay, auditCount, type RequestContext } from "@careconnect/kit";
import { raw } from "@mikro-orm/postgresql";
import { findOrganization } from "../references/organization.reader.ts";
import { PaymentRow } from "./payment.entity.ts";
import { filterConditions } from "./payment.filter.ts";
import { paymentsWithin, readPayments } from "./payment.policy.ts";
import { PaymentState } from "./payment.state.ts";
import type { PaymentFilter } from "./payment.type.ts";
import type { PaymentSummary } from "./summary.type.ts";

interface Sum {
  readonly state: PaymentState;
  readonly currency: string;
  readonly count: number;
  readonly amount: string;
  readonly refunded: string;
}

/**
 * What the payments come to that the viewer may see and `filter` lets through; null while nobody told in which currency the
 * organization counts.
 */
export async function summarizePayments(
  context: RequestContext,
  filter: PaymentFilter | null | undefined,
): Promise<PaymentSummary | null> {
  const reach = assertMay(context, readPayments);
  const em = context.em.fork();
  const organization = await findOrganization(em);
  const query = em
    .createQueryBuilder(PaymentRow, "p")
    .select([
      raw("p.state").as("state"),
      raw("p.currency").as("currency"),
      raw("count(*)::int").as("count"),
      raw("sum(p.amount)::text").as("amount"),
      raw("sum(p.refunded_amount)::text").as("refunded"),
    ] as never)
    .where({ $and: [paymentsWithin(reach), ...filterConditions(filter ?? {}, context.viewer)] })
    .groupBy([raw("p.state"), raw("p.currency")] as never);
  await query.applyFilters();
  const sums = await query.execute<Sum[]>("all", false);
  auditCount(context, { action: "payment.count", entityType: "Payment", reach, filter });
  if (!organization) return null;

  const { currency } = organization;
  const [counted, others] = [true, false].map((isCounted) =>
    sums.filter((sum) => (sum.currency === currency) === isCounted),
  ) as [Sum[], Sum[]];
  const of = (state: PaymentState) => counted.find((sum) => sum.state === state);
  const money = (amount: number) => ({ amount, currency });
  const [paid, pending, failed] = [of(PaymentState.SUCCEEDED), of(PaymentState.PENDING), of(PaymentState.FAILED)];
  return {
    paid: money(Number(paid?.amount ?? 0) - Number(paid?.refunded ?? 0)),
    pending: money(Number(pending?.amount ?? 0)),
    failed: money(Number(failed?.amount ?? 0)),
    refunded: money(Number(paid?.refunded ?? 0)),
    paidCount: paid?.count ?? 0,
    pendingCount: pending?.count ?? 0,
    failedCount: failed?.count ?? 0,
    otherCurrencyCount: others.reduce((sum, { count }) => sum + count, 0),
  };
}
