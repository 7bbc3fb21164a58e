import type { Client } from "pg";
import { type SubgraphName, subgraphNames } from "../src/supervisor/subgraph.names.ts";
import { inDatabase } from "./system.database.ts";

/** What a backup of one table has of somebody. */
interface BackedUpTable {
  readonly database: SubgraphName;
  readonly table: string;
  readonly rows: readonly object[];
}

/** What a backup has of a patient, in every database. */
export interface Backup {
  /** What a row says that is theirs: their id, their canary, or the id of a row that says one of these. */
  readonly marks: readonly string[];
  readonly tables: readonly BackedUpTable[];
}

/** What is written once and stays, whatever is erased. */
const logs = /^(outbox_event|audit_entry|inbox_receipt|idempotency_record|event_|mikro_orm_)/;

async function tablesOf(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE' order by 1`,
  );
  return rows.map(({ name }) => name).filter((name) => !logs.test(name));
}

const isMarked = "to_jsonb(t)::text ilike any($1)";
const patterns = (marks: readonly string[]) => marks.map((mark) => `%${mark}%`);

/** Copies every row that is about a patient, as a backup of all databases of this moment has them. */
export async function backUp(marks: readonly string[]): Promise<Backup> {
  const known = new Set(marks);
  const tables: BackedUpTable[] = [];
  for (const database of subgraphNames)
    await inDatabase(database, async (client) => {
      const names = await tablesOf(client);
      for (const table of names) {
        const { rows } = await client.query(
          `select to_jsonb(t) ->> 'id' as id from "${table}" t where ${isMarked} and to_jsonb(t) ? 'id'`,
          [patterns(marks)],
        );
        for (const { id } of rows) known.add(id);
      }
      for (const table of names) {
        const { rows } = await client.query(`select to_jsonb(t) as row from "${table}" t where ${isMarked}`, [
          patterns([...known]),
        ]);
        tables.push({ database, table, rows: rows.map(({ row }) => row) });
      }
    });
  return { marks: [...known], tables };
}

/** Has these databases say of the patient what they said when it was taken, and nothing that came later. */
export async function restore({ marks, tables }: Backup, databases: readonly SubgraphName[]): Promise<void> {
  for (const database of databases)
    await inDatabase(database, async (client) => {
      await client.query("begin");
      // As whoever restores a backup, past what watches the tables.
      await client.query("set local session_replication_role = replica");
      for (const one of tables.filter((table) => table.database === database)) {
        await client.query(`delete from "${one.table}" t where ${isMarked}`, [patterns(marks)]);
        await client.query(
          `insert into "${one.table}" select * from jsonb_populate_recordset(null::"${one.table}", $1)`,
          [JSON.stringify(one.rows)],
        );
      }
      await client.query("commit");
    });
}
