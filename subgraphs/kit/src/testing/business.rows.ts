import type { TestSubgraph } from "./test.subgraph.ts";

/** What commands, reads and events leave beside what they change, and who was merged with whom. */
const trace =
  /^(audit_entry|data_key|event_log|event_subscriber|idempotency_record|inbox|mikro_orm|outbox|patient_alias)/;

/** By table: every column of every row of the business, as it is stored, sealed values included. */
export async function businessRows({ orm }: Pick<TestSubgraph, "orm">): Promise<Record<string, unknown[]>> {
  const connection = orm.em.getConnection();
  const tables = await connection.execute<{ name: string }[]>(
    "select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1",
  );
  const rows: Record<string, unknown[]> = {};
  for (const { name } of tables)
    if (!trace.test(name))
      rows[name] = await connection.execute(`select to_jsonb(t)::text as row from "${name}" t order by 1`);
  return rows;
}

/** The tables that nothing was written to, but for those of which that is known: what was to be shown was not shown of them. */
export function unwrittenTables(rows: Readonly<Record<string, readonly unknown[]>>, known: Iterable<string>): string[] {
  const expected = new Set(known);
  return Object.keys(rows).filter((table) => rows[table]?.length === 0 && !expected.has(table));
}
