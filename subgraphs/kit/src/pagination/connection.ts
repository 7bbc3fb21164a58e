import type { EntityName, FilterQuery } from "@mikro-orm/core";
import { type EntityManager, raw } from "@mikro-orm/postgresql";
import DataLoader from "dataloader";
import { anyRecordOf, recordsOf } from "../alias/patient.family.ts";
import type { AuditedRecord } from "../audit/audit.entries.ts";
import { BadUserInputError } from "../errors/errors.ts";
import type { RequestContext } from "../graphql/request.context.ts";
import { boundOrganization } from "../persistence/row.ts";
import { decodeCursor, encodeCursor } from "./cursor.ts";

export interface Edge<Row> {
  readonly cursor: string;
  readonly node: Row;
}

/** A Relay connection whose parts are asked of the database only when they are selected. */
export interface Connection<Row> {
  readonly edges: Promise<Edge<Row>[]>;
  readonly nodes: Promise<Row[]>;
  readonly pageInfo: Promise<{
    hasNextPage: boolean;
    hasPreviousPage: boolean;
    startCursor: string | null;
    endCursor: string | null;
  }>;
  readonly totalCount: Promise<number>;
}

/** One column of an order; the last one of a list's order is its unique id. */
export type OrderBy<Row> = readonly (readonly [keyof Row & string, "asc" | "desc"])[];

interface ListOptions<Row extends object> {
  /** The list's public name, e.g. `patients`, one for each `where`: cursors are bound to it, and pages below several parents are read together by it. */
  readonly name: string;
  readonly where: FilterQuery<NoInfer<Row>> & object;
  readonly orderBy: OrderBy<Row>;
  readonly page: { readonly first?: number | null; readonly after?: string | null };
  /** How the audit trail notes a read of patient data: of its rows, which have a `patientId` or are patients, and of their number. */
  readonly audit?: { readonly action: string; readonly entityType: string };
}

export const defaultPageSize = 20;
export const maximumPageSize = 100;

/** The page of a list: one statement for its rows, one more for `totalCount`, each only when selected. */
export function connectionOf<Row extends object>(
  context: RequestContext,
  entity: EntityName<Row>,
  options: ListOptions<Row>,
): Connection<Row> {
  const position = readPosition(context, options);
  return lazyConnection(
    position,
    () =>
      context.em.fork().find(entity, allOf(options.where, position.condition), {
        orderBy: orderByOf(options.orderBy) as never,
        limit: position.first + 1,
      }) as Promise<Row[]>,
    () => context.em.fork().count(entity, allOf(options.where)),
    auditOf(context, options),
  );
}

/**
 * The page of a list below each of several parents (`Patient.upcomingAppointments`): one statement for all parents
 * that ask in the same tick with the same arguments, one more for their `totalCount`s. Below patients, by the key
 * `currentPatientId`, are the rows of all their records; where some were merged, one more tells who stands for whom.
 * @param parent of several ids, the list has what is below any of them; then its order is one of numbers, times and ids
 */
export function connectionBelow<Row extends object>(
  context: RequestContext,
  entity: EntityName<Row>,
  parent: { readonly key: keyof Row & string; readonly id: string | readonly string[] },
  options: ListOptions<Row>,
): Connection<Row> {
  const position = readPosition(context, options);
  const batches = batchesOf(context, entity, parent.key, options, position);
  const ids = [parent.id].flat();
  return lazyConnection(
    position,
    async () => {
      const groups = await Promise.all(ids.map((id) => batches.rows.load(id)));
      // The first of all are among the first of each.
      return groups.length === 1 ? groups.flat() : groups.flat().sort(inOrder(options.orderBy));
    },
    async () => {
      const counts = await Promise.all(ids.map((id) => batches.count.load(id)));
      return counts.reduce((sum, count) => sum + count, 0);
    },
    auditOf(context, options),
  );
}

/** Compares rows as the database orders numbers, times and ids. */
function inOrder<Row extends object>(orderBy: OrderBy<Row>): (one: Row, other: Row) => number {
  return (one, other) => {
    const [key, direction] = orderBy.find(([by]) => +(one[by] > other[by]) !== +(one[by] < other[by])) ?? [];
    if (key === undefined) return 0;
    return one[key] > other[key] === (direction === "asc") ? 1 : -1;
  };
}

interface Position<Row> {
  readonly first: number;
  readonly after: string | null;
  readonly list: string;
  readonly condition: object;
  readonly cursorOf: (row: Row) => string;
}

function readPosition<Row extends object>(context: RequestContext, options: ListOptions<Row>): Position<Row> {
  const first = options.page.first ?? defaultPageSize;
  if (!Number.isInteger(first) || first < 0 || first > maximumPageSize) {
    throw new BadUserInputError(`\`first\` must be between 0 and ${maximumPageSize}.`, ["first"]);
  }
  const order = options.orderBy.map(([key, direction]) => `${key} ${direction}`).join(",");
  const list = `${context.viewer.organizationId}:${options.name}:${order}`;
  const after = options.page.after || null;
  const values = after === null ? undefined : decodeCursor(after, list);
  return {
    first,
    after,
    list,
    condition: values ? afterCondition(options.orderBy, values) : {},
    cursorOf: (row) =>
      encodeCursor(
        options.orderBy.map(([key]) => row[key]),
        list,
      ),
  };
}

/** (a, b, id) > (x, y, z) spelled so that every column may have its own direction. */
function afterCondition<Row extends object>(orderBy: OrderBy<Row>, values: readonly unknown[]): object {
  const alternatives = orderBy.map(([key, direction], index) => ({
    ...Object.fromEntries(orderBy.slice(0, index).map(([equal], at) => [equal, values[at]])),
    [key]: { [direction === "asc" ? "$gt" : "$lt"]: values[index] },
  }));
  return { $or: alternatives };
}

interface ReadAudit {
  rows(rows: readonly object[]): void;
  counted(): void;
}

function auditOf<Row extends object>({ audit }: RequestContext, options: ListOptions<Row>): ReadAudit | undefined {
  const note = options.audit;
  return (
    note && {
      rows: (rows) => audit.read({ ...note, records: rows as readonly AuditedRecord[] }),
      // How many there are of a search answers whether somebody is there: that is a read too.
      counted: () => audit.counted(note),
    }
  );
}

function lazyConnection<Row extends object>(
  position: Position<Row>,
  load: () => Promise<Row[]>,
  count: () => Promise<number>,
  audit: ReadAudit | undefined,
): Connection<Row> {
  let page: Promise<{ rows: Row[]; hasNextPage: boolean }> | undefined;
  const readPage = () => {
    page ??= load().then((rows) => {
      const visible = rows.slice(0, position.first);
      audit?.rows(visible);
      return { rows: visible, hasNextPage: rows.length > position.first };
    });
    return page;
  };
  const cursorOf = (row: Row | undefined) => (row === undefined ? null : position.cursorOf(row));
  return {
    get edges() {
      return readPage().then(({ rows }) => rows.map((node) => lazyEdge(position, node)));
    },
    get nodes() {
      return readPage().then(({ rows }) => rows);
    },
    get pageInfo() {
      return readPage().then(({ rows, hasNextPage }) => ({
        hasNextPage,
        hasPreviousPage: position.after !== null,
        get startCursor() {
          return cursorOf(rows.at(0));
        },
        get endCursor() {
          return cursorOf(rows.at(-1));
        },
      }));
    },
    get totalCount() {
      audit?.counted();
      return count();
    },
  };
}

/** Cursors are sealed, which costs as much as the rest of a row: only those that are selected are. */
function lazyEdge<Row extends object>(position: Position<Row>, node: Row): Edge<Row> {
  return {
    node,
    get cursor() {
      return position.cursorOf(node);
    },
  };
}

interface Batches<Row> {
  readonly rows: DataLoader<string, Row[]>;
  readonly count: DataLoader<string, number>;
}

const batchesByRequest = new WeakMap<RequestContext, Map<string, Batches<never>>>();

function batchesOf<Row extends object>(
  context: RequestContext,
  entity: EntityName<Row>,
  parentKey: keyof Row & string,
  options: ListOptions<Row>,
  position: Position<Row>,
): Batches<Row> {
  const known = batchesByRequest.get(context) ?? new Map<string, Batches<never>>();
  batchesByRequest.set(context, known);
  const signature = JSON.stringify([position.list, parentKey, position.first, position.after]);
  const existing = known.get(signature);
  if (existing) return existing as unknown as Batches<Row>;

  const created: Batches<Row> = {
    rows: new DataLoader(async (parents) => {
      const em = context.em.fork();
      const rows = await firstOfEach(em, entity, parentKey, parents, options, position);
      const groups = Map.groupBy(rows, (row) => String(row[parentKey]));
      const isMerged = rows.some((row) => wasMerged(row, parentKey));
      const found = await ofParents(em, parents, groups, isMerged);
      return found.map((group) => group ?? []);
    }),
    count: new DataLoader(async (parents) => {
      const em = context.em.fork();
      const { counts, isMerged } = await countEach(em, entity, parentKey, parents, options.where);
      const found = await ofParents(em, parents, counts, isMerged);
      return found.map((count) => count ?? 0);
    }),
  };
  known.set(signature, created as unknown as Batches<never>);
  return created;
}

/** The key of a row by whom its patient is now: what is computed from its `patientId`. */
const byPatient = "currentPatientId";

function wasMerged(row: object, parentKey: string): boolean {
  return parentKey === byPatient && (row as { patientId?: unknown }).patientId !== row[parentKey as keyof typeof row];
}

/**
 * What was found below each of the parents. Below one that another record stands for is what is found below that one.
 * @param isMerged whether any of what was found is of a record that was merged
 */
async function ofParents<Found>(
  em: EntityManager,
  parents: readonly string[],
  found: ReadonlyMap<string, Found>,
  isMerged: boolean,
): Promise<(Found | undefined)[]> {
  const asked = new Set(parents);
  const isOfOthers = isMerged || [...found.keys()].some((key) => !asked.has(key));
  const records = await recordsOf(em, isOfOthers ? parents.filter((id) => !found.has(id)) : []);
  return parents.map((parent) => found.get(parent) ?? found.get(records.get(parent)?.[0] ?? parent));
}

function isBelow(em: EntityManager, parentKey: string, parents: readonly string[]): object {
  return parentKey === byPatient
    ? { patientId: anyRecordOf(boundOrganization(em), parents) }
    : { [parentKey]: { $in: parents } };
}

/** A property of the entity as SQL, in a query that calls it `r`. */
function columnOf<Row extends object>(em: EntityManager, entity: EntityName<Row>, key: string): string {
  const metadata = em.getMetadata().get(entity);
  const { formula, fieldNames } = metadata.properties[key as keyof typeof metadata.properties] ?? {};
  if (!formula) return `r.${fieldNames?.[0] ?? key}`;
  const { tableName } = metadata;
  const table = { alias: "r", name: tableName, qualifiedName: tableName, toString: () => "r" };
  return String(formula(metadata.createColumnMappingObject("r") as never, table));
}

/** The first rows below each parent, by a window over the parents: one statement however many there are. */
async function firstOfEach<Row extends object>(
  em: EntityManager,
  entity: EntityName<Row>,
  parentKey: keyof Row & string,
  parents: readonly string[],
  options: ListOptions<Row>,
  position: Position<Row>,
): Promise<Row[]> {
  const column = (key: string) => columnOf(em, entity, key);
  const order = options.orderBy.map(([key, direction]) => `${column(key)} ${direction}`).join(", ");
  const ranked = em
    .createQueryBuilder(entity, "r")
    .select([
      "id" as never,
      raw(`row_number() over (partition by ${column(parentKey)} order by ${order})`).as("place") as never,
    ])
    .where(allOf(isBelow(em, parentKey, parents), options.where, position.condition));
  await ranked.applyFilters();
  const { sql, params } = ranked.toQuery();
  return em.find(
    entity,
    {
      id: {
        $in: raw(`(select id from (${numberedToPlain(sql)}) as ranked where place <= ?)`, [
          ...params,
          position.first + 1,
        ]),
      },
    } as never,
    { orderBy: orderByOf(options.orderBy) as never },
  ) as Promise<Row[]>;
}

async function countEach<Row extends object>(
  em: EntityManager,
  entity: EntityName<Row>,
  parentKey: keyof Row & string,
  parents: readonly string[],
  where: object,
): Promise<{ readonly counts: ReadonlyMap<string, number>; readonly isMerged: boolean }> {
  const parent = columnOf(em, entity, parentKey);
  const merged = parentKey === byPatient ? `bool_or(${columnOf(em, entity, "patientId")} <> ${parent})` : "false";
  const counting = em
    .createQueryBuilder(entity, "r")
    .select([
      raw(parent).as("parent") as never,
      raw("count(*)::int").as("total") as never,
      raw(merged).as("merged") as never,
    ])
    .where(allOf(isBelow(em, parentKey, parents), where))
    .groupBy(raw("1") as never);
  await counting.applyFilters();
  const rows = await counting.execute<Record<string, unknown>[]>("all");
  return {
    counts: new Map(rows.map((row) => [String(row.parent), Number(row.total)])),
    isMerged: rows.some((row) => row.merged === true),
  };
}

/** `toQuery()` numbers its parameters ($1); a raw fragment wants question marks. */
function numberedToPlain(sql: string): string {
  return sql.replaceAll(/\$\d+/g, "?");
}

function orderByOf<Row>(orderBy: OrderBy<Row>): Record<string, "asc" | "desc">[] {
  return orderBy.map(([key, direction]) => ({ [key]: direction }));
}

/** Conditions that must all hold; typed `never` since MikroORM cannot prove a filter for a row type that is still open. */
function allOf(...conditions: readonly object[]): never {
  return { $and: conditions.filter((condition) => Object.keys(condition).length > 0) } as never;
}
