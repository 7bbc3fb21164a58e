import { assertMay, auditCount, type RequestContext } from "@careconnect/kit";
import { raw } from "@mikro-orm/postgresql";
import { findOrganization } from "../references/organization.reader.ts";
import { InvoiceRow } from "./invoice.entity.ts";
import { filterConditions } from "./invoice.filter.ts";
import { invoicesWithin, readInvoices } from "./invoice.policy.ts";
import { InvoiceStatus } from "./invoice.status.ts";
import type { InvoiceFilter } from "./invoice.type.ts";
import type { InvoiceTotal } from "./totals.type.ts";

interface Sum {
  readonly status: InvoiceStatus;
  readonly currency: string;
  readonly count: number;
  readonly total: string;
  readonly balance: string;
}

/**
 * What the invoices come to that the viewer may see and `filter` lets through: every status once in the organization's currency,
 * and each other currency for itself.
 */
export async function totalInvoices(
  context: RequestContext,
  filter: InvoiceFilter | null | undefined,
): Promise<InvoiceTotal[]> {
  const reach = assertMay(context, readInvoices);
  const em = context.em.fork();
  const organization = await findOrganization(em);
  const query = em
    .createQueryBuilder(InvoiceRow, "i")
    .select([
      raw("i.status").as("status"),
      raw("i.currency").as("currency"),
      raw("count(*)::int").as("count"),
      raw("sum(i.total_amount)::text").as("total"),
      raw("sum(i.balance_amount)::text").as("balance"),
    ] as never)
    .where({ $and: [invoicesWithin(reach), ...filterConditions(filter ?? {}, context.viewer)] })
    .groupBy([raw("i.status"), raw("i.currency")] as never);
  await query.applyFilters();
  const sums = await query.execute<Sum[]>("all", false);
  auditCount(context, { action: "invoice.count", entityType: "Invoice", reach, filter });

  const currencies = new Set([
    ...(organization ? [organization.currency] : []),
    ...sums.map((sum) => sum.currency).sort(),
  ]);
  return [...currencies].flatMap((currency) =>
    Object.values(InvoiceStatus).flatMap((status) => {
      const sum = sums.find((one) => one.status === status && one.currency === currency);
      if (!sum && currency !== organization?.currency) return [];
      const money = (amount: string | undefined) => ({ amount: Number(amount ?? 0), currency });
      return [{ status, count: sum?.count ?? 0, total: money(sum?.total), balance: money(sum?.balance) }];
    }),
  );
}
