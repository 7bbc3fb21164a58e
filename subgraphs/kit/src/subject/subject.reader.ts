import type { EntityMetadata } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { BadUserInputError } from "../errors/errors.ts";
import { exportedProperties } from "./subject.catalogue.ts";
import type { SubjectRule } from "./subject.rules.ts";

/** Some of a patient's rows in one table, by the names of the columns. */
export interface SubjectPage {
  readonly table: string;
  readonly rows: readonly Readonly<Record<string, unknown>>[];
  /** Where the next page begins; null when this was the last of all tables. */
  readonly next: string | null;
}

/** Rows of one page at most. */
const pageSize = 200;

interface SubjectAsked {
  readonly patientIds: readonly string[];
  readonly isPatient: boolean;
}

interface ExportedTable {
  readonly rule: SubjectRule;
  readonly meta: EntityMetadata;
}

/**
 * A page of what `rules` say is the patient's, table after table, each by the ids of its rows.
 * @param patientIds of all records of the patient
 * @param isPatient whether the patient asks: others are not given what they say in confidence
 * @param from where the page before said that this one begins
 */
export async function readSubject(
  em: EntityManager,
  rules: readonly SubjectRule[],
  { patientIds, isPatient }: SubjectAsked,
  from: string | null,
): Promise<SubjectPage | null> {
  const tables = exportedTables(em, rules);
  const [name, after = null] = from?.split(":") ?? [tables[0]?.meta.tableName];
  const index = tables.findIndex(({ meta }) => meta.tableName === name);
  const found = tables[index];
  if (!found) {
    if (from !== null) throw new BadUserInputError("There is no such page.", ["from"]);
    return null;
  }
  const { rule, meta } = found;
  const whose = condition(rules, rule, { patientIds, isPatient });
  const where = { $and: [whose, after === null ? {} : { id: { $gt: after } }] };
  const rows: object[] = await em
    .fork()
    .find(rule.entity as never, where as never, { orderBy: { id: "asc" } as never, limit: pageSize });
  const last = rows.at(-1) as { id?: string } | undefined;
  const following = tables[index + 1]?.meta.tableName ?? null;
  return {
    table: meta.tableName,
    rows: rows.map((row) => exportedRow(meta, rule, row)),
    next: rows.length === pageSize ? `${meta.tableName}:${last?.id}` : following,
  };
}

function exportedTables(em: EntityManager, rules: readonly SubjectRule[]): ExportedTable[] {
  return rules
    .map((rule) => ({ rule, meta: em.getMetadata().get(rule.entity as never) as EntityMetadata }))
    .filter(({ rule, meta }) => exportedProperties(meta, rule).length > 0);
}

/** What is true of a patient's rows, over the rows that they belong to. */
function condition(rules: readonly SubjectRule[], rule: SubjectRule | undefined, asked: SubjectAsked): object {
  const { whose, confided } = rule ?? {};
  const told = confided && !asked.isPatient ? { $not: confided.where } : {};
  if (whose && "patientBy" in whose) return { $and: [{ [whose.patientBy]: { $in: [...asked.patientIds] } }, told] };
  if (whose && "parentBy" in whose) {
    const parent = rules.find(({ entity }) => entity === whose.parent);
    return { $and: [{ [whose.parentBy]: condition(rules, parent, asked) }, told] };
  }
  throw new Error("Rows that are nobody's by a column cannot be looked for.");
}

function exportedRow(meta: EntityMetadata, rule: SubjectRule, row: object): Record<string, unknown> {
  const values = row as Readonly<Record<string, unknown>>;
  const isHidden = (name: string) => {
    const condition = rule.hiddenWithout?.[name];
    return condition !== undefined && values[condition.property] == null;
  };
  return Object.fromEntries(
    exportedProperties(meta, rule).map((name) => [
      meta.properties[name as never]?.fieldNames?.[0] ?? name,
      isHidden(name) ? null : (values[name] ?? null),
    ]),
  );
}
