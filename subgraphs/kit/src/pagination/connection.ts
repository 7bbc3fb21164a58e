import type { EntityName, FilterQuery } from "@mikro-orm/core";
import { type EntityManager, raw } from "@mikro-orm/postgresql";
import DataLoader from "dataloader";
import type { AuditedRecord } from "../audit/audit.entries.ts";
import { BadUserInputError } from "../errors/errors.ts";
import type { RequestContext } from "../graphql/request.context.ts";
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
 * that ask in the same tick with the same arguments, one more for their `totalCount`s.
 */
export function connectionBelow<Row extends object>(
  context: RequestContext,
  entity: EntityName<Row>,
  parent: { readonly key: keyof Row & string; readonly id: string },
  options: ListOptions<Row>,
): Connection<Row> {
  const position = readPosition(context, options);
  const batches = batchesOf(context, entity, parent.key, options, position);
  return lazyConnection(
    position,
    () => batches.rows.load(parent.id),
    () => batches.count.load(parent.id),
    auditOf(context, options),
  );
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
      const rows = await firstOfEach(context.em.fork(), entity, parentKey, parents, options, position);
      const groups = new Map<string, Row[]>();
      for (const row of rows) {
        const parent = String(row[parentKey]);
        groups.set(parent, [...(groups.get(parent) ?? []), row]);
      }
      return parents.map((parent) => groups.get(parent) ?? []);
    }),
    count: new DataLoader(async (parents) => {
      const counts = await countEach(context.em.fork(), entity, parentKey, parents, options.where);
      return parents.map((parent) => counts.get(parent) ?? 0);
    }),
  };
  known.set(signature, created as unknown as Batches<never>);
  return created;
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
  const columns = em.getMetadata().get(entity).properties;
  const column = (key: string) => `r.${columns[key as keyof typeof columns]?.fieldNames[0] ?? key}`;
  const order = options.orderBy.map(([key, direction]) => `${column(key)} ${direction}`).join(", ");
  const ranked = em
    .createQueryBuilder(entity, "r")
    .select([
      "id" as never,
      raw(`row_number() over (partition by ${column(parentKey)} order by ${order})`).as("place") as never,
    ])
    .where(allOf({ [parentKey]: { $in: parents } }, options.where, position.condition));
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
): Promise<Map<string, number>> {
  const counting = em
    .createQueryBuilder(entity, "r")
    .select([parentKey as never, raw("count(*)::int").as("total") as never])
    .where(allOf({ [parentKey]: { $in: parents } }, where))
    .groupBy(parentKey as never);
  await counting.applyFilters();
  const rows = await counting.execute<Record<string, unknown>[]>("all");
  return new Map(rows.map((row) => [String(row[parentKey]), Number(row.total)]));
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
