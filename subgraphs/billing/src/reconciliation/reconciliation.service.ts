import {
  assertMay,
  type Connection,
  connectionBelow,
  connectionOf,
  knownUuid,
  type PageArgs,
  type RequestContext,
} from "@careconnect/kit";
import { DifferenceRow } from "./difference.entity.ts";
import type { DifferenceKind } from "./difference.kind.ts";
import { ReconciliationRow } from "./reconciliation.entity.ts";
import { countsByRun } from "./reconciliation.loader.ts";
import { readReconciliations } from "./reconciliation.policy.ts";
import type { DifferenceCount } from "./reconciliation.type.ts";

/** One reconciliation; null when there is none. */
export async function readReconciliation(context: RequestContext, id: string): Promise<ReconciliationRow | null> {
  assertMay(context, readReconciliations);
  return context.em.fork().findOne(ReconciliationRow, { id: knownUuid(id) });
}

/** The reconciliations of the organization, the latest first. */
export function listReconciliations(context: RequestContext, page: PageArgs): Connection<ReconciliationRow> {
  assertMay(context, readReconciliations);
  return connectionOf(context, ReconciliationRow, {
    name: "reconciliations",
    where: {},
    orderBy: [
      ["createdAt", "desc"],
      ["id", "desc"],
    ],
    page,
  });
}

/** What a run that the viewer was shown found to differ, of these kinds alone if some are named, kind by kind. */
export function listDifferences(
  context: RequestContext,
  reconciliationId: string,
  page: PageArgs,
  kinds: readonly DifferenceKind[] | null,
): Connection<DifferenceRow> {
  assertMay(context, readReconciliations);
  return connectionBelow(
    context,
    DifferenceRow,
    { key: "reconciliationId", id: reconciliationId },
    {
      name: `reconciliation.differences:${kinds?.join() ?? ""}`,
      where: kinds === null ? {} : { kind: { $in: [...kinds] } },
      orderBy: [
        ["kind", "asc"],
        ["id", "asc"],
      ],
      page,
    },
  );
}

/** How often each kind was found by a run that the viewer was shown. */
export async function countDifferences(context: RequestContext, reconciliationId: string): Promise<DifferenceCount[]> {
  assertMay(context, readReconciliations);
  return (await countsByRun(context).load(reconciliationId)) ?? [];
}
