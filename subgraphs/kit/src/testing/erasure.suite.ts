import type { EntityMetadata, EntityProperty } from "@mikro-orm/core";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll, expect, it } from "vitest";
import { erasureOrderedType } from "../erasure/erasure.consumer.ts";
import { type SubjectTable, subjectTables } from "../erasure/erasure.plan.ts";
import { applyOnce } from "../inbox/inbox.ts";
import type { LoggedEvent } from "../outbox/logged.event.ts";
import { boundEntityManager } from "../persistence/orm.ts";
import { BlindIndex } from "../sensitive/sensitive.column.ts";
import type { SubgraphDefinition } from "../subgraph.definition.ts";
import { testOrganization } from "./test.events.ts";
import { startTestSubgraph, type TestSubgraph } from "./test.subgraph.ts";

/** What a test tells of an event; the rest is as of any. */
type ToldEvent = Pick<LoggedEvent, "type" | "payload"> & Partial<LoggedEvent>;

/** Lets the consumers of `definition` apply an event that was told by whichever subgraph. @returns how many did */
export async function deliver(
  definition: Pick<SubgraphDefinition, "consumers">,
  orm: MikroORM,
  told: ToldEvent,
): Promise<number> {
  const event: LoggedEvent = {
    ...{ position: 1, id: uuidv7(), typeVersion: 1, organizationId: testOrganization, aggregateType: "Thing" },
    ...{ aggregateId: uuidv7(), aggregateVersion: 1, occurredAt: new Date(), actorId: uuidv7() },
    ...{ correlationId: "test", imported: false, ...told },
  };
  let applied = 0;
  for (const { name, handles } of definition.consumers ?? []) {
    const handle = handles[event.type];
    if (handle) applied += await applyOnce({ orm, consumer: name }, [event], handle);
  }
  return applied;
}

/** By table and property. */
export type KnownValues = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

interface FilledTable extends SubjectTable {
  /** What its row was made of. */
  readonly given: Readonly<Record<string, unknown>>;
}

/**
 * Fills every table that is declared to have rows of patients with one of somebody who is then erased, whatever the table is,
 * and looks for what is left of it: what was declared to stay, and nothing else anywhere.
 * @param known what is not made up, where something depends on it
 */
export function testErasure(definition: SubgraphDefinition, known: KnownValues = {}): void {
  let subgraph: TestSubgraph;
  let tables: readonly SubjectTable[];
  beforeAll(async () => {
    subgraph = await startTestSubgraph(definition);
    tables = subjectTables(subgraph.orm.getMetadata(), definition.subjectRules ?? []);
    await forgetConstraints(subgraph, tables);
  });
  afterAll(() => subgraph.close());

  it("leaves of a patient what every table declares, and nothing else anywhere", async () => {
    const [patientId, stranger] = [uuidv7(), uuidv7()];
    await watchTables(subgraph, tables, false);
    const rows = await fillTables(subgraph.orm, definition, { patientId, mark: "canary", known });
    const others = await fillTables(subgraph.orm, definition, { patientId: stranger, mark: "stranger", known });
    await watchTables(subgraph, tables, true);
    const before = await Promise.all(others.map((table) => readRow(subgraph.orm, table)));
    const kept = await Promise.all(rows.map((table) => readRow(subgraph.orm, table)));
    expect(rows.filter((_table, index) => !kept[index]).map(({ name }) => name)).toEqual([]);

    const payload = { erasureId: uuidv7(), patientId, patientIds: [patientId] };
    expect(await deliver(definition, subgraph.orm, { type: erasureOrderedType, payload })).toBe(1);

    const wrong: string[] = [];
    for (const [index, table] of rows.entries()) {
      const row = await readRow(subgraph.orm, table);
      wrong.push(...faultsOf(table, kept[index] ?? {}, row));
    }
    expect(wrong).toEqual([]);
    expect(await Promise.all(others.map((table) => readRow(subgraph.orm, table)))).toEqual(before);
    const allowed = new Set(rows.flatMap(stayingTexts));
    expect((await textsOf(subgraph, "canary")).filter((text) => !allowed.has(text))).toEqual([]);
  });
}

/** Rows are made up: what the database knows of their values, and of rows that are no patient's, does not matter here. */
export async function forgetConstraints({ database }: TestSubgraph, tables: readonly SubjectTable[]): Promise<void> {
  const names = tables.map(({ name }) => `'${name}'`).join(", ");
  await database.asOwner(`
    do $$ declare known record; begin
      for known in
        select conrelid::regclass as tab, conname from pg_constraint
        where conrelid::regclass::text in (${names})
          and (contype = 'c' or contype = 'f' and confrelid::regclass::text not in (${names}))
      loop
        execute format('alter table %s drop constraint %I', known.tab, known.conname);
      end loop;
    end $$`);
}

/** Lets the triggers of these tables see what is done, or not: they refuse rows that are made up, and must let them be erased. */
export async function watchTables(
  { database }: TestSubgraph,
  tables: readonly SubjectTable[],
  on: boolean,
): Promise<void> {
  for (const { name } of tables)
    await database.asOwner(`alter table "${name}" ${on ? "enable" : "disable"} trigger user`);
}

interface Filling {
  readonly patientId: string;
  /** What made-up texts begin with. */
  readonly mark: string;
  readonly known: KnownValues;
  /** Tables that are left as they are. */
  readonly except?: readonly string[];
}

/** One row of each table, those first that others refer to. */
export async function fillTables(
  orm: MikroORM,
  { subjectRules = [] }: SubgraphDefinition,
  { patientId, mark, known, except = [] }: Filling,
): Promise<FilledTable[]> {
  const em = boundEntityManager(orm, testOrganization);
  const filled: FilledTable[] = [];
  for (const table of subjectTables(em.getMetadata(), subjectRules).toReversed()) {
    if (except.includes(table.name)) continue;
    const given = { ...valuesOf(table, filled, patientId, mark), ...known[table.name] };
    em.create(table.rule.entity as never, given as never);
    await em.flush();
    em.clear();
    filled.push({ ...table, given });
  }
  return filled;
}

function valuesOf(
  { meta, name, rule: { whose } }: SubjectTable,
  filled: readonly FilledTable[],
  patientId: string,
  mark: string,
): Record<string, unknown> {
  const named = whose && "patientBy" in whose ? [whose.patientBy, whose.orBy] : [];
  const idOf = (table: string | undefined) => filled.find((row) => row.name === table)?.given.id;
  const values: Record<string, unknown> = {};
  for (const property of meta.props) {
    const { name: key, formula, customType, targetMeta, version, onCreate } = property;
    if (formula || customType instanceof BlindIndex || version) continue;
    if (onCreate && key !== "id" && key !== "organizationId") continue;
    if (key === "id") values.id = named[0] === "id" ? patientId : uuidv7();
    // The second of two patients is another one.
    else if (key === named[0] && named[1] === undefined) values[key] = patientId;
    else if (key === named[1]) values[key] = patientId;
    else if (whose && "parentBy" in whose && key === whose.parentBy) values[key] = idOf(parentOf(filled, whose.parent));
    else if (targetMeta) values[key] = idOf(targetMeta.tableName) ?? uuidv7();
    else values[key] = madeUp(property, `${mark}-${name}-${key}`);
  }
  return values;
}

function parentOf(filled: readonly FilledTable[], parent: unknown): string | undefined {
  return filled.find(({ rule }) => rule.entity === parent)?.name;
}

function madeUp({ name, columnTypes, runtimeType, items }: EntityProperty, text: string): unknown {
  if (items?.length) return items[0];
  if (name === "organizationId") return testOrganization;
  const type = columnTypes[0] ?? "text";
  if (type.endsWith("[]")) return type.startsWith("uuid") ? [uuidv7()] : [text];
  if (type.startsWith("uuid")) return uuidv7();
  if (type.startsWith("timestamp")) return new Date();
  if (type === "date") return "2001-01-01";
  if (type.startsWith("json")) return { text };
  if (type.startsWith("bool")) return true;
  if (/int|numeric|double|real/.test(type) || runtimeType === "number") return 1;
  return text;
}

/** The row of a table as somebody reads it, opened; null when there is none. */
async function readRow(orm: MikroORM, { rule, meta, given }: FilledTable): Promise<Record<string, unknown> | null> {
  const em: EntityManager = boundEntityManager(orm, testOrganization);
  const where = Object.fromEntries(meta.primaryKeys.map((key) => [key, given[key]]));
  const row = (await em.findOne(rule.entity as never, where as never, { filters: false })) as object | null;
  return row && plain(meta, row);
}

function plain(meta: EntityMetadata, row: object): Record<string, unknown> {
  const values = row as Record<string, unknown>;
  return Object.fromEntries(
    meta.props.filter(({ formula }) => !formula).map(({ name }) => [name, values[name] ?? null]),
  );
}

/** What is not as it was declared of a table. */
function faultsOf(
  { name, rule: { erasure } }: FilledTable,
  before: Record<string, unknown>,
  after: Record<string, unknown> | null,
): string[] {
  const is = after === null ? "gone" : JSON.stringify(after) === JSON.stringify(before) ? "kept" : "changed";
  if (erasure?.kind !== "replace") {
    const wanted = erasure?.kind === "keep" ? "kept" : "gone";
    return is === wanted ? [] : [`${name} is ${is}`];
  }
  if (!after) return [`${name} is gone`];
  const kept = Object.keys(erasure.kept).filter((key) => JSON.stringify(after[key]) !== JSON.stringify(before[key]));
  const left = Object.keys(erasure.values).filter(
    (key) => before[key] !== null && JSON.stringify(after[key]) === JSON.stringify(before[key]),
  );
  return [...kept.map((key) => `${name}.${key} was changed`), ...left.map((key) => `${name}.${key} is left`)].filter(
    (fault) => !changedByTheWay.has(fault),
  );
}

/** So that what was proved for a sign-in counts no more, an account says so. */
const changedByTheWay = new Set(["user_account.signInGeneration was changed"]);

/** The made-up texts that may stay. */
function stayingTexts({ rule: { erasure }, given }: FilledTable): string[] {
  const names =
    erasure?.kind === "keep" ? Object.keys(given) : erasure?.kind === "replace" ? Object.keys(erasure.kept) : [];
  return names.flatMap((name) => JSON.stringify(given[name] ?? null).match(/canary-[\w-]+/g) ?? []);
}

/** Every made-up text that is anywhere in the database in the clear. */
async function textsOf({ orm }: TestSubgraph, mark: string): Promise<string[]> {
  const connection = orm.em.getConnection();
  const tables = await connection.execute<{ name: string }[]>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'
       and table_name <> 'mikro_orm_migrations'`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const rows = await connection.execute<{ text: string }[]>(
      `select to_jsonb(t)::text as text from "${name}" t where to_jsonb(t)::text like ?`,
      [`%${mark}-%`],
    );
    for (const { text } of rows) found.push(...(text.match(new RegExp(`${mark}-[\\w-]+`, "g")) ?? []));
  }
  return [...new Set(found)].sort();
}
