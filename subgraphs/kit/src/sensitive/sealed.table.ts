import type { EntityMetadata } from "@mikro-orm/core";
import { BlindIndex, SensitiveText } from "./sensitive.column.ts";

export interface SensitiveColumn {
  readonly property: string;
  readonly table: string;
  readonly column: string;
}

const known = new WeakMap<EntityMetadata, readonly SensitiveColumn[]>();

/** The sensitive columns of an entity. */
export function sensitiveColumnsOf(meta: EntityMetadata): readonly SensitiveColumn[] {
  const columns = known.get(meta) ?? findColumns(meta);
  known.set(meta, columns);
  return columns;
}

function findColumns(meta: EntityMetadata): SensitiveColumn[] {
  return meta.props
    .filter(({ customType }) => customType instanceof SensitiveText)
    .map(({ name, fieldNames }) => ({ property: name, table: meta.tableName, column: fieldNames[0] ?? name }));
}

/** A table with sensitive columns, and the indexes that are computed from them. */
export interface SealedTable {
  readonly name: string;
  readonly columns: readonly SensitiveColumn[];
  readonly indexes: readonly { readonly column: string; readonly type: BlindIndex }[];
}

/** The tables that a rotation goes through. */
export function sealedTablesOf(entities: Iterable<EntityMetadata>): SealedTable[] {
  return [...entities].flatMap((meta) => {
    const columns = sensitiveColumnsOf(meta);
    if (columns.length === 0) return [];
    const indexes = meta.props.flatMap(({ customType, fieldNames, name }) =>
      customType instanceof BlindIndex ? [{ column: fieldNames[0] ?? name, type: customType }] : [],
    );
    return [{ name: meta.tableName, columns, indexes }];
  });
}
