import type { EntityMetadata } from "@mikro-orm/core";
import { type Entity, openOrm } from "../persistence/orm.ts";
import { BlindIndex } from "../sensitive/sensitive.column.ts";
import { kitSubjectRules } from "./kit.rules.ts";
import { retentionProperties, type SubjectRule, undecidedProperties } from "./subject.rules.ts";

/** What is declared of one table, as docs/privacy.md prints it. */
export interface SubjectEntry {
  readonly table: string;
  /** Whose its rows are; null when they say nothing about a patient. */
  readonly whose: string | null;
  /** The columns that an export has. */
  readonly exported: readonly string[];
  /** Why it has no others. */
  readonly unexported: readonly string[];
  /** What becomes of its rows when their patient is erased. */
  readonly erasure: string;
  readonly because: readonly string[];
  /** How long its rows keep their patient from being erased; empty when they do not. */
  readonly retained: string;
  /** What the declaration says nothing about, or what it names and the table does not have. */
  readonly faults: readonly string[];
}

const nowhere = "postgres://nobody@localhost/nothing";

/** What a subgraph declares of each of its tables, by their names. */
export async function subjectCatalogue(definition: {
  readonly entities: readonly Entity[];
  readonly unowned?: readonly Entity[];
  readonly subjectRules?: readonly SubjectRule[];
}): Promise<SubjectEntry[]> {
  const orm = await openOrm({
    url: nowhere,
    entities: definition.entities,
    ...(definition.unowned && { unowned: definition.unowned }),
  });
  try {
    const rules = [...(definition.subjectRules ?? []), ...kitSubjectRules];
    const byTable = Map.groupBy(rules, ({ entity }) => orm.getMetadata().get(entity as never).tableName);
    return [...orm.getMetadata().getAll().values()]
      .map((meta) => entryOf(meta, byTable.get(meta.tableName) ?? []))
      .sort((one, other) => (one.table < other.table ? -1 : 1));
  } finally {
    await orm.close(true);
  }
}

function entryOf(meta: EntityMetadata, [rule, ...more]: readonly SubjectRule[]): SubjectEntry {
  const table = meta.tableName;
  if (!rule) return { ...nothing, table, faults: ["has no rule"] };
  if (more.length > 0) return { ...nothing, table, faults: ["has two rules"] };
  const exported = exportedProperties(meta, rule).map((name) => columnOf(meta, name));
  return {
    table,
    whose: whoseRows(meta, rule),
    exported,
    unexported: [
      ...(rule.unexported ? [rule.unexported] : []),
      ...(rule.confided ? [`to the patient alone: ${rule.confided.because}`] : []),
      ...reasonsOf(meta, rule.hidden ?? {}),
      ...conditionalReasonsOf(meta, rule),
    ],
    ...erasureOf(meta, rule),
    retained: retentionOf(meta, rule),
    faults: [
      ...undecidedProperties(meta, rule).map((name) => `says of ${name} neither what replaces it nor why it may stay`),
      ...namedProperties(rule)
        .filter((name) => !(name in meta.properties))
        .map((name) => `names ${name}, which it does not have`),
      ...(exported.length > 0 && !("id" in meta.properties) ? ["is exported and has no id to read on after"] : []),
      ...(rule.whose && !rule.erasure ? ["says not what becomes of it when its patient is erased"] : []),
      ...(isErased(rule) && !rule.retention ? ["says not whether its rows are retained"] : []),
    ],
  };
}

const nothing = { whose: null, exported: [], unexported: [], erasure: "", because: [], retained: "" };

/** The properties of a patient's row that an export has: all but what is hidden, hashes, which say nothing, and what is computed. */
export function exportedProperties(meta: EntityMetadata, rule: SubjectRule): string[] {
  if (!rule.whose || rule.unexported) return [];
  return meta.props
    .filter(({ formula, customType }) => !formula && !(customType instanceof BlindIndex))
    .filter(({ name }) => !(name in (rule.hidden ?? {})))
    .map(({ name }) => name);
}

function whoseRows(meta: EntityMetadata, { whose }: SubjectRule): string | null {
  if (!whose) return null;
  if ("inWords" in whose) return whose.inWords;
  const named = "patientBy" in whose ? [whose.patientBy, ...(whose.orBy ? [whose.orBy] : [])] : [whose.parentBy];
  return named.map((property) => `\`${columnOf(meta, property)}\``).join(", ");
}

function erasureOf(meta: EntityMetadata, { erasure }: SubjectRule): Pick<SubjectEntry, "erasure" | "because"> {
  if (!erasure) return { erasure: "", because: [] };
  if (erasure.kind === "delete") return { erasure: "deleted", because: [] };
  if (erasure.kind !== "replace") {
    return { erasure: erasure.kind === "keep" ? "kept" : "gone by then", because: [erasure.because] };
  }
  const columns = Object.keys(erasure.values).map((name) => `\`${columnOf(meta, name)}\``);
  return {
    erasure: `pseudonymised: ${columns.join(", ")}`,
    because: [erasure.because, ...reasonsOf(meta, erasure.kept)],
  };
}

/** Whether an erasure takes something of the rows away, which has to be old enough for it. */
function isErased({ erasure }: SubjectRule): boolean {
  return erasure?.kind === "delete" || erasure?.kind === "replace";
}

function retentionOf(meta: EntityMetadata, { retention }: SubjectRule): string {
  if (!retention) return "";
  if (!("since" in retention)) return `no: ${retention.none}`;
  return retentionProperties(retention)
    .map((property, index) => `${index === 0 ? "since" : "or"} \`${columnOf(meta, property)}\``)
    .join(", ");
}

/** What is said of properties, once for all of which the same is said. */
function reasonsOf(meta: EntityMetadata, reasons: Readonly<Partial<Record<string, string>>>): string[] {
  const names = Map.groupBy(Object.keys(reasons), (name) => reasons[name]);
  return [...names].map(
    ([reason, some]) => `${some.map((name) => `\`${columnOf(meta, name)}\``).join(", ")}: ${reason}`,
  );
}

/** What is said of properties that some rows hide. */
function conditionalReasonsOf(meta: EntityMetadata, { hiddenWithout = {} }: SubjectRule): string[] {
  return Object.entries(hiddenWithout).flatMap(([name, condition]) =>
    condition
      ? [`\`${columnOf(meta, name)}\` without \`${columnOf(meta, condition.property)}\`: ${condition.because}`]
      : [],
  );
}

function namedProperties({ whose, hidden, hiddenWithout, erasure, retention }: SubjectRule): string[] {
  return [
    ...(whose && "patientBy" in whose ? [whose.patientBy, ...(whose.orBy ? [whose.orBy] : [])] : []),
    ...(retention ? retentionProperties(retention) : []),
    ...(whose && "parentBy" in whose ? [whose.parentBy] : []),
    ...Object.keys(hidden ?? {}),
    ...Object.entries(hiddenWithout ?? {}).flatMap(([name, condition]) => [name, condition?.property ?? name]),
    ...(erasure?.kind === "replace" ? [...Object.keys(erasure.values), ...Object.keys(erasure.kept)] : []),
  ];
}

function columnOf(meta: EntityMetadata, property: string): string {
  return meta.properties[property as never]?.fieldNames?.[0] ?? property;
}
