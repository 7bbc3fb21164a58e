import type { EntityManager } from "@mikro-orm/postgresql";
import { boundOrganization } from "../persistence/row.ts";
import { retentionProperties, type SubjectRule } from "../subject/subject.rules.ts";
import { columnOf, rowsOf, subjectTables } from "./erasure.plan.ts";

/** The youngest of a patient's rows in a table, whose age decides until when they are kept. */
export interface YoungestRow {
  readonly table: string;
  readonly at: Date;
}

/** The youngest row of each table that declares by which column its rows are kept, where there are any. */
export async function youngestRows(
  em: EntityManager,
  rules: readonly SubjectRule[],
  patientIds: readonly string[],
): Promise<YoungestRow[]> {
  const tables = subjectTables(em.getMetadata(), rules);
  const found: YoungestRow[] = [];
  for (const table of tables) {
    const { retention } = table.rule;
    const since = (retention ? retentionProperties(retention) : []).map((property) => columnOf(table.meta, property));
    if (since.length === 0) continue;
    const { sql, parameters } = rowsOf(tables, table, boundOrganization(em), patientIds);
    const [row] = await em.execute<{ at: Date | string | null }[]>(
      `select max(coalesce(${since.map((column) => `"${column}"`).join(", ")})) as at from "${table.name}" where ${sql}`,
      [...parameters],
    );
    if (row?.at) found.push({ table: table.name, at: new Date(row.at) });
  }
  return found.sort((one, other) => other.at.getTime() - one.at.getTime());
}
