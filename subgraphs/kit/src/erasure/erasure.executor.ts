import type { EntityMetadata } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { boundOrganization } from "../persistence/row.ts";
import type { SubjectRule } from "../subject/subject.rules.ts";
import { erasingSetting } from "./erasure.lock.ts";
import { rowsOf, type SubjectTable, subjectTables } from "./erasure.plan.ts";

/** What became of the rows that a table had of a patient. */
export interface ErasedTable {
  readonly table: string;
  readonly outcome: "DELETED" | "PSEUDONYMISED" | "KEPT";
  readonly rows: number;
}

/** Rows that are in memory at a time. */
const chunkSize = 200;

/**
 * Carries out, in the open transaction, what `rules` declare of the rows of these patients. A second time it finds what is
 * kept, and nothing to do.
 * @param patientIds of all records of one patient, marked as erased
 */
export async function eraseRows(
  em: EntityManager,
  rules: readonly SubjectRule[],
  patientIds: readonly string[],
): Promise<ErasedTable[]> {
  await em.flush();
  await em.execute(`select set_config('${erasingSetting}', 'on', true)`);
  const tables = subjectTables(em.getMetadata(), rules);
  // As commands do: first what rows belong to, then what belongs to them.
  const found = new Map<SubjectTable, readonly string[]>();
  for (const table of tables.toReversed())
    if (changes(table)) found.set(table, await lockRows(em, tables, table, patientIds));
  const erased: ErasedTable[] = [];
  for (const table of tables) erased.push(await eraseTable(em, tables, table, patientIds, found.get(table) ?? []));
  await em.execute(`select set_config('${erasingSetting}', 'off', true)`);
  return erased.filter(({ rows }) => rows > 0).sort((one, other) => (one.table < other.table ? -1 : 1));
}

function changes({ rule, meta }: SubjectTable): boolean {
  return rule.erasure?.kind === "replace" || (rule.erasure?.kind === "delete" && "id" in meta.properties);
}

async function lockRows(
  em: EntityManager,
  tables: readonly SubjectTable[],
  table: SubjectTable,
  patientIds: readonly string[],
): Promise<string[]> {
  const { sql, parameters } = rowsOf(tables, table, boundOrganization(em), patientIds);
  const rows = await em.execute<{ id: string }[]>(
    `select "id" from "${table.name}" where ${sql} order by "id" for update`,
    [...parameters],
  );
  return rows.map(({ id }) => id);
}

async function eraseTable(
  em: EntityManager,
  tables: readonly SubjectTable[],
  table: SubjectTable,
  patientIds: readonly string[],
  ids: readonly string[],
): Promise<ErasedTable> {
  const { rule, name } = table;
  const { sql, parameters } = rowsOf(tables, table, boundOrganization(em), patientIds);
  const erasure = rule.erasure;
  if (erasure?.kind === "keep") {
    const [kept] = await em.execute<{ rows: number }[]>(`select count(*)::int as rows from "${name}" where ${sql}`, [
      ...parameters,
    ]);
    return { table: name, outcome: "KEPT", rows: kept?.rows ?? 0 };
  }
  if (erasure?.kind === "replace") {
    await inChunks(em, table, ids, async (rows) => {
      for (const row of rows) em.assign(row as never, replacements(erasure.values, row) as never);
    });
    return { table: name, outcome: "PSEUDONYMISED", rows: ids.length };
  }
  const { beforeDelete } = rule;
  if (beforeDelete) await inChunks(em, table, ids, (rows) => beforeDelete(em, rows));
  // What would go by itself goes with the rest: rows that it belongs to may.
  const gone = await em.execute<unknown[]>(`delete from "${name}" where ${sql} returning 1`, [...parameters]);
  return { table: name, outcome: "DELETED", rows: gone.length };
}

async function inChunks(
  em: EntityManager,
  { rule, meta }: Pick<SubjectTable, "rule" | "meta">,
  ids: readonly string[],
  work: (rows: object[]) => Promise<void>,
): Promise<void> {
  for (let start = 0; start < ids.length; start += chunkSize) {
    em.clear();
    await work(await chunkOf(em, rule, meta, ids.slice(start, start + chunkSize)));
    await em.flush();
  }
  em.clear();
}

function chunkOf(
  em: EntityManager,
  { entity }: SubjectRule,
  { primaryKeys }: EntityMetadata,
  ids: readonly string[],
): Promise<object[]> {
  // Whose they are was asked when they were locked; a filter would look for what they refer to, too.
  if (primaryKeys.join() !== "id") throw new Error("Rows are changed one by one by their ids.");
  return em.find(entity as never, { id: { $in: [...ids] } } as never, {
    filters: false,
    orderBy: { id: "asc" } as never,
  });
}

function replacements(values: Readonly<Record<string, unknown>>, row: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(values).map(([property, value]) => [property, typeof value === "function" ? value(row) : value]),
  );
}
