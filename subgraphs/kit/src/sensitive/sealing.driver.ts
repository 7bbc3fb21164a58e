import type { EntityData, EntityMetadata, EntityName } from "@mikro-orm/core";
import { PostgreSqlConnection, PostgreSqlDriver } from "@mikro-orm/postgresql";
import { endingLostTransactions } from "../persistence/lost.transaction.ts";
import type { DataKeys } from "./data.keys.ts";
import { sensitiveColumnsOf } from "./sealed.table.ts";
import { dataKeyOf, openSealed, sealWith } from "./sealed.value.ts";

/** A driver for PostgreSQL: sensitive columns are plain in memory, and in the database sealed with `keys`. */
export function sealingDriver(keys: DataKeys): typeof PostgreSqlDriver {
  /** Has the keys of what was read at hand before it is mapped, which cannot wait. */
  class KeyLoadingConnection extends PostgreSqlConnection {
    override createKyselyDialect: PostgreSqlConnection["createKyselyDialect"] = (overrides) =>
      endingLostTransactions(super.createKyselyDialect(overrides));

    override execute: PostgreSqlConnection["execute"] = async (...args) => {
      const result = await super.execute(...args);
      await keys.load(dataKeysIn(Array.isArray(result) ? result : [result]));
      return result as never;
    };
  }

  return class SealingDriver extends PostgreSqlDriver {
    protected override readonly connection: PostgreSqlConnection = new KeyLoadingConnection(this.config);

    override mapResult: PostgreSqlDriver["mapResult"] = (result, meta, ...rest) => {
      const data = super.mapResult(result, meta, ...rest);
      if (data) open(data, meta, keys);
      return data;
    };

    override nativeInsert: PostgreSqlDriver["nativeInsert"] = async (entity, data, ...rest) =>
      super.nativeInsert(entity, await this.#sealed(entity, data), ...rest);

    override nativeInsertMany: PostgreSqlDriver["nativeInsertMany"] = async (entity, rows, ...rest) =>
      super.nativeInsertMany(entity, await Promise.all(rows.map((row) => this.#sealed(entity, row))), ...rest);

    override nativeUpdate: PostgreSqlDriver["nativeUpdate"] = async (entity, where, data, ...rest) =>
      super.nativeUpdate(entity, where, await this.#sealed(entity, data, where), ...rest);

    override nativeUpdateMany: PostgreSqlDriver["nativeUpdateMany"] = async (entity, where, rows, ...rest) => {
      const sealed = await Promise.all(rows.map((row, index) => this.#sealed(entity, row, where[index])));
      return super.nativeUpdateMany(entity, where, sealed, ...rest);
    };

    /** `row` with its sensitive values sealed; the row itself, of which MikroORM keeps a snapshot, stays plain. */
    async #sealed<Row extends object>(entity: EntityName<Row>, row: Row, where?: unknown): Promise<Row> {
      const meta = this.metadata.get(entity);
      const written = sensitiveColumnsOf(meta).filter(({ property }) => fieldOf(row, property) != null);
      if (written.length === 0) return row;
      const rowId = fieldOf(row, "id") ?? idIn(where);
      const organizationId = fieldOf(row, "organizationId");
      if (typeof rowId !== "string" || typeof organizationId !== "string")
        throw new Error(`A sensitive column of ${meta.className} is written through its row, not past it.`);
      const key = await keys.current(organizationId);
      const sealed = written.map(({ property, column, table }) => [
        property,
        sealWith(key, String(fieldOf(row, property)), { organizationId, table, column, rowId }),
      ]);
      return { ...row, ...Object.fromEntries(sealed) };
    }
  };
}

/** The data keys that the values of `rows` were sealed with. */
function dataKeysIn(rows: readonly unknown[]): Set<string> {
  const ids = new Set<string>();
  for (const row of rows) {
    if (typeof row !== "object" || row === null) continue;
    for (const value of Object.values(row)) {
      const id = typeof value === "string" ? dataKeyOf(value) : undefined;
      if (id !== undefined) ids.add(id);
    }
  }
  return ids;
}

const opened = new WeakSet<object>();

/** Opens the sensitive values of mapped data in place, those of rows joined to it too. */
function open(data: EntityData<object>, meta: EntityMetadata, keys: DataKeys): void {
  for (const { property, target } of relationsOf(meta)) {
    const joined = fieldOf(data, property);
    for (const row of Array.isArray(joined) ? joined : [joined])
      if (typeof row === "object" && row !== null && !opened.has(row)) open(row, target, keys);
  }
  const columns = sensitiveColumnsOf(meta);
  if (columns.length === 0) return;
  opened.add(data);
  for (const { property, column, table } of columns) {
    const value = fieldOf(data, property);
    if (typeof value !== "string") continue;
    const place = {
      organizationId: String(fieldOf(data, "organizationId")),
      table,
      column,
      rowId: String(fieldOf(data, "id")),
    };
    Object.assign(data, { [property]: openSealed(value, place, keys) });
  }
}

interface Relation {
  readonly property: string;
  readonly target: EntityMetadata;
}

const knownRelations = new WeakMap<EntityMetadata, readonly Relation[]>();

function relationsOf(meta: EntityMetadata): readonly Relation[] {
  const known = knownRelations.get(meta);
  if (known) return known;
  const relations = meta.relations.flatMap(({ name, mapToPk, targetMeta }) =>
    targetMeta && !mapToPk ? [{ property: name, target: targetMeta }] : [],
  );
  knownRelations.set(meta, relations);
  return relations;
}

function idIn(where: unknown): unknown {
  return typeof where === "object" && where !== null ? fieldOf(where, "id") : where;
}

function fieldOf(row: object, property: string): unknown {
  return (row as Record<string, unknown>)[property];
}
