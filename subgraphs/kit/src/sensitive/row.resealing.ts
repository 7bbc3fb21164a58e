import { setTimeout as delay } from "node:timers/promises";
import type { Client } from "pg";
import type { DataKey, DataKeys } from "./data.keys.ts";
import type { SealedTable } from "./sealed.table.ts";
import { dataKeyOf, openSealed, prefixOf, sealWith } from "./sealed.value.ts";

/** A table, and the key that the organization's values in it are to be sealed with. */
export interface Reseal {
  readonly table: SealedTable;
  readonly key: DataKey;
}

type Row = Record<string, string | null> & { readonly id: string };

/** While it is `on`, triggers that keep rows as they are let through what seals them anew. */
export const resealingSetting = "careconnect.resealing";

const batchSize = 200;
/** Progress is told each time that so many rows are done. */
const progressStep = 1_000;
/** How long to wait for rows that others have locked, in milliseconds. */
const pause = 200;

/**
 * Seals every value of one organization anew that is sealed with another key. Rows that a command has locked are left
 * to the next pass, so that nobody waits for anybody; each batch is a transaction, so that being killed loses nothing.
 * @returns how many rows that were, and the ids of those that hold a value that does not open
 */
export async function resealTable(
  client: Client,
  keys: DataKeys,
  reseal: Reseal,
  tell: (resealed: number) => void,
): Promise<{ resealed: number; failed: string[] }> {
  const failed = new Set<string>();
  let resealed = 0;
  for (;;) {
    let after = "00000000-0000-0000-0000-000000000000";
    for (;;) {
      const batch = await resealBatch(client, keys, reseal, after, failed);
      if (Math.floor((resealed + batch.resealed) / progressStep) > Math.floor(resealed / progressStep))
        tell(resealed + batch.resealed);
      resealed += batch.resealed;
      if (batch.last === undefined) break;
      after = batch.last;
    }
    if ((await countOthers(client, reseal)) <= failed.size) return { resealed, failed: [...failed] };
    await delay(pause);
  }
}

async function resealBatch(
  client: Client,
  keys: DataKeys,
  reseal: Reseal,
  after: string,
  failed: Set<string>,
): Promise<{ resealed: number; last: string | undefined }> {
  const { table, key } = reseal;
  await client.query("begin");
  await client.query(`set local ${resealingSetting} = 'on'`);
  try {
    const { rows } = await client.query<Row>(
      `select id, ${table.columns.map(({ column }) => column).join(", ")} from ${table.name}
       where organization_id = $1 and (${sealedOtherwise(table)}) and id > $3 and not id = any($4)
       order by id limit ${batchSize} for update skip locked`,
      [key.organizationId, `${prefixOf(key.id)}%`, after, [...failed]],
    );
    await keys.load(new Set(rows.flatMap((row) => table.columns.flatMap(({ column }) => keyIn(row[column])))));
    const changed = rows.flatMap((row) => {
      try {
        return [sealedAnew(row, reseal, keys)];
      } catch {
        // Altered, or its key is lost: what it held is not known to us, and is left to whoever looks into it.
        failed.add(row.id);
        return [];
      }
    });
    if (changed.length > 0) await update(client, table, changed);
    await client.query("commit");
    return { resealed: changed.length, last: rows.at(-1)?.id };
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

function keyIn(value: string | null | undefined): string[] {
  const id = value ? dataKeyOf(value) : undefined;
  return id === undefined ? [] : [id];
}

function sealedOtherwise(table: SealedTable): string {
  return table.columns.map(({ column }) => `${column} not like $2`).join(" or ");
}

async function countOthers(client: Client, { table, key }: Reseal): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::int as count from ${table.name} where organization_id = $1 and (${sealedOtherwise(table)})`,
    [key.organizationId, `${prefixOf(key.id)}%`],
  );
  return rows[0]?.count ?? 0;
}

/** The row's id, its sensitive columns and its blind indexes, in the order in which {@link update} writes them. */
function sealedAnew(row: Row, { table, key }: Reseal, keys: DataKeys): (string | null)[] {
  const plain: Record<string, string | null> = {};
  const sealed = table.columns.map(({ property, column }) => {
    const value = row[column] ?? null;
    const place = { organizationId: key.organizationId, table: table.name, column, rowId: row.id };
    plain[property] = value && openSealed(value, place, keys);
    return plain[property] === null ? null : sealWith(key, plain[property], place);
  });
  return [row.id, ...sealed, ...table.indexes.map(({ type }) => type.of(plain, key.organizationId))];
}

/** Neither version nor time of change is touched: what the row says stays the same. */
async function update(client: Client, table: SealedTable, rows: readonly (string | null)[][]): Promise<void> {
  const columns = [...table.columns, ...table.indexes].map(({ column }) => column);
  const arrays = ["$1::uuid[]", ...columns.map((_column, index) => `$${index + 2}::text[]`)];
  await client.query(
    `update ${table.name} set ${columns.map((column) => `${column} = next.${column}`).join(", ")}
     from unnest(${arrays.join(", ")}) as next(id, ${columns.join(", ")}) where ${table.name}.id = next.id`,
    arrays.map((_array, index) => rows.map((row) => row[index])),
  );
}
