import type { EntityData, EntityName, RequiredEntityData } from "@mikro-orm/core";
import type { UnitOfWork } from "../outbox/unit.of.work.ts";
import type { RowOutcome } from "./import.definition.ts";

export interface SavedRow<Row> {
  readonly row: Row;
  readonly outcome: "created" | "updated" | "unchanged";
}

/**
 * Inserts or updates imported rows by their ids: one read for the batch, and a write only for what differs,
 * so that a second import of the same file changes nothing and tells nobody.
 */
export async function saveImportedRows<Row extends { id: string; updatedAt: Date }>(
  unit: UnitOfWork,
  entity: EntityName<Row>,
  incoming: readonly (EntityData<Row> & { id: string })[],
  options: {
    readonly populate?: readonly string[];
    /** Fills in what only new rows need, such as a number of their own, before they are created. */
    readonly completeNew?: (created: EntityData<Row>[]) => Promise<void>;
    /** What a row that is there takes on of the `incoming` one: all of it unless told. */
    readonly changesOf?: (row: Row, incoming: EntityData<Row>) => EntityData<Row>;
    /**
     * Saves what belongs to the rows in tables of its own, such as an invoice's lines.
     * Answers with the ids of the rows for which something changed.
     */
    readonly saveParts?: (rows: readonly Row[]) => Promise<ReadonlySet<string>>;
  } = {},
): Promise<SavedRow<Row>[]> {
  const ids = incoming.map(({ id }) => id);
  const found = await unit.em.find(entity, { id: { $in: ids } } as never, {
    populate: [...(options.populate ?? [])] as never,
  });
  const existing = new Map(found.map((row) => [row.id, row as Row]));
  const fresh = incoming.filter(({ id }) => !existing.has(id));
  await options.completeNew?.(fresh);
  const created = new Set<string>();

  const rows = incoming.map((data) => {
    const known = existing.get(data.id);
    if (known) return unit.em.assign(known as never, (options.changesOf?.(known, data) ?? data) as never) as Row;
    const row = unit.em.create(entity, data as RequiredEntityData<Row>);
    existing.set(data.id, row);
    created.add(data.id);
    return row;
  });

  const unitOfWork = unit.em.getUnitOfWork();
  unitOfWork.computeChangeSets();
  const changed = new Set<object>(unitOfWork.getChangeSets().map(({ entity: row }) => row));
  const withOtherParts = (await options.saveParts?.(rows)) ?? new Set<string>();
  for (const row of rows) {
    if (changed.has(row) || !withOtherParts.has(row.id)) continue;
    // A row's version has to tell that its parts changed.
    row.updatedAt = new Date();
    changed.add(row);
  }
  const told = new Set<Row>();
  return rows.map((row) => {
    // A batch may hold a row twice: what became of it is told once, or its event would be told twice.
    const known = told.has(row) || !changed.has(row);
    told.add(row);
    const outcome = known ? "unchanged" : created.has(row.id) ? "created" : "updated";
    if (outcome !== "unchanged") unit.touch(row.id);
    return { row, outcome };
  });
}

/** How a saved row is reported: the importer counts, it does not care whether a row is new. */
export function outcomeOf(saved: SavedRow<unknown>): RowOutcome {
  return saved.outcome === "unchanged" ? "unchanged" : "accepted";
}
