import type { EntityName } from "@mikro-orm/core";
import { type EntityManager, raw } from "@mikro-orm/postgresql";

/** How PostgreSQL would count the rows of `entity` that `where` lets through, as EXPLAIN puts it. */
export async function planOf<Row extends object>(
  em: EntityManager,
  entity: EntityName<Row>,
  where: object,
): Promise<string> {
  const counting = em
    .createQueryBuilder(entity, "r")
    .select(raw("count(*)") as never)
    .where(where as never);
  await counting.applyFilters();
  const lines = await em.execute<{ "QUERY PLAN": string }[]>(`explain ${counting.getFormattedQuery()}`);
  return lines.map((line) => line["QUERY PLAN"]).join("\n");
}
