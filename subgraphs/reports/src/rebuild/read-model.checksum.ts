import type { EntityManager } from "@mikro-orm/postgresql";
import { readModelTables } from "./read-model.tables.ts";

/** A checksum of each table over all of its rows, whatever their order: equal when, and only when, their content is. */
export async function checksumsOf(em: EntityManager): Promise<Record<string, string>> {
  const checksums: Record<string, string> = {};
  for (const table of readModelTables) {
    const [row] = await em.execute<{ checksum: string }[]>(
      `select count(*) || ':' || coalesce(encode(sha256(convert_to(string_agg(one::text, E'\\n' order by one::text), 'UTF8')), 'hex'), '') as checksum
       from ${table} one`,
    );
    checksums[table] = row?.checksum ?? "";
  }
  return checksums;
}
