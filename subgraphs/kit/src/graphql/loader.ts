import DataLoader from "dataloader";
import type { RequestContext } from "./request.context.ts";

/**
 * Declares a batching loader that lives as long as its request: `const patientById = defineLoader((context, ids) => …)`.
 * Rows come back in the order of `keys`; null for what is not there or may not be seen.
 */
export function defineLoader<Key, Value>(
  load: (context: RequestContext, keys: readonly Key[]) => Promise<readonly (Value | null)[]>,
): (context: RequestContext) => DataLoader<Key, Value | null> {
  const loaders = new WeakMap<RequestContext, DataLoader<Key, Value | null>>();
  return (context) => {
    let loader = loaders.get(context);
    if (!loader) {
      loader = new DataLoader<Key, Value | null>((keys) => load(context, keys), { maxBatchSize: 1_000 });
      loaders.set(context, loader);
    }
    return loader;
  };
}

/** Puts `rows` into the order of `keys`, with null for the missing. */
export function inOrderOf<Key, Row>(
  keys: readonly Key[],
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): (Row | null)[] {
  const byKey = new Map(rows.map((row) => [keyOf(row), row]));
  return keys.map((key) => byKey.get(key) ?? null);
}

/** Groups `rows` into the order of `keys`, with an empty list for those that have none. */
export function groupedInOrderOf<Key, Row>(
  keys: readonly Key[],
  rows: readonly Row[],
  keyOf: (row: Row) => Key,
): Row[][] {
  const groups = new Map<Key, Row[]>(keys.map((key) => [key, []]));
  for (const row of rows) groups.get(keyOf(row))?.push(row);
  return keys.map((key) => groups.get(key) ?? []);
}
