import { assertMay, defineLoader, groupedInOrderOf } from "@careconnect/kit";
import { raw } from "@mikro-orm/postgresql";
import { DifferenceRow } from "./difference.entity.ts";
import type { DifferenceKind } from "./difference.kind.ts";
import { readReconciliations } from "./reconciliation.policy.ts";
import type { DifferenceCount } from "./reconciliation.type.ts";

type Counted = DifferenceCount & { readonly id: string };

/** How often each kind was found by runs that the viewer was shown. */
export const countsByRun = defineLoader<string, DifferenceCount[]>(async (context, ids) => {
  assertMay(context, readReconciliations);
  const query = context.em
    .fork()
    .createQueryBuilder(DifferenceRow, "d")
    .select([raw("d.reconciliation_id").as("id"), raw("d.kind").as("kind"), raw("count(*)::int").as("count")] as never)
    .where({ reconciliationId: { $in: [...ids] } } as never)
    .groupBy([raw("d.reconciliation_id"), raw("d.kind")] as never);
  await query.applyFilters();
  const rows = await query.execute<{ id: string; kind: DifferenceKind; count: number }[]>("all", false);
  return groupedInOrderOf(ids, rows as Counted[], ({ id }) => id).map((counts) =>
    counts.map(({ kind, count }) => ({ kind, count })).sort((one, other) => (one.kind < other.kind ? -1 : 1)),
  );
});
