import type { EntityMetadata, MetadataStorage } from "@mikro-orm/core";
import type { SubjectRule, Whose } from "../subject/subject.rules.ts";

/** A table with rows of patients, and what is declared of it. */
export interface SubjectTable {
  readonly rule: SubjectRule;
  readonly meta: EntityMetadata;
  readonly name: string;
  /** Whether an organization owns its rows. */
  readonly owned: boolean;
}

/**
 * The tables whose rows are found to be a patient's by a column, each before those that it refers to: what hangs on a row
 * goes before the row, and is found by it while it still says whose it is.
 * @throws when tables refer to each other in a circle
 */
export function subjectTables(metadata: MetadataStorage, rules: readonly SubjectRule[]): readonly SubjectTable[] {
  const waiting = new Map(
    rules
      .filter(({ whose }) => whose && !("inWords" in whose))
      .map((rule) => tableOf(metadata.get(rule.entity as never) as EntityMetadata, rule))
      .map((table) => [table.name, table]),
  );
  const referring = new Map([...waiting.values()].map((table) => [table.name, referencesOf(metadata, table)]));
  const ordered: SubjectTable[] = [];
  while (waiting.size > 0) {
    const free = [...waiting.values()].filter(
      ({ name }) => ![...waiting.keys()].some((other) => other !== name && referring.get(other)?.has(name)),
    );
    if (free.length === 0) throw new Error(`These tables refer to each other: ${[...waiting.keys()].join(", ")}.`);
    for (const table of free) waiting.delete(table.name);
    ordered.push(...free);
  }
  return ordered;
}

function tableOf(meta: EntityMetadata, rule: SubjectRule): SubjectTable {
  return { rule, meta, name: meta.tableName, owned: "organizationId" in meta.properties };
}

function referencesOf(metadata: MetadataStorage, { rule: { whose }, meta }: SubjectTable): ReadonlySet<string> {
  const parent = whose && "parentBy" in whose ? [metadata.get(whose.parent as never).tableName] : [];
  return new Set([...parent, ...meta.relations.flatMap(({ targetMeta }) => targetMeta?.tableName ?? [])]);
}

/** The columns of a row that are its patient's id. */
export function patientColumns(meta: EntityMetadata, whose: Whose | undefined): string[] {
  if (!whose || !("patientBy" in whose)) return [];
  return [whose.patientBy, ...(whose.orBy ? [whose.orBy] : [])].map((property) => columnOf(meta, property));
}

/** A condition on a table's rows, and its parameters. */
export interface RowCondition {
  readonly sql: string;
  readonly parameters: readonly unknown[];
}

/** What is true of the rows of these patients in a table of `tables`. */
export function rowsOf(
  tables: readonly SubjectTable[],
  { rule: { whose }, meta, name, owned }: SubjectTable,
  organizationId: string,
  patientIds: readonly string[],
): RowCondition {
  const own = owned ? { sql: `"organization_id" = ? and `, parameters: [organizationId] } : { sql: "", parameters: [] };
  if (whose && "parentBy" in whose) {
    const parent = tables.find(({ rule }) => rule.entity === whose.parent);
    if (!parent) throw new Error(`Whose the rows of ${name} are is said by a table without a declaration.`);
    const { sql, parameters } = rowsOf(tables, parent, organizationId, patientIds);
    return {
      sql: `${own.sql}"${columnOf(meta, whose.parentBy)}" in (select "id" from "${parent.name}" where ${sql})`,
      parameters: [...own.parameters, ...parameters],
    };
  }
  const columns = patientColumns(meta, whose);
  return {
    sql: `${own.sql}(${columns.map((column) => `"${column}" = any(?::uuid[])`).join(" or ")})`,
    parameters: [...own.parameters, ...columns.map(() => `{${patientIds.join()}}`)],
  };
}

/** The column that a property is kept in. */
export function columnOf(meta: EntityMetadata, property: string): string {
  return meta.properties[property as never]?.fieldNames?.[0] ?? property;
}
