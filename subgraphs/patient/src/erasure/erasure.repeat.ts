import { randomUUID } from "node:crypto";
import { boundEntityManager, markErased, runCommand, systemContext, type UnitOfWork } from "@careconnect/kit";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import { z } from "zod";
import { erasureOrderedEvent } from "./erasure.events.ts";
import { ErasureStatus } from "./erasure.state.ts";
import { PatientErasureRow } from "./patient-erasure.entity.ts";

const record = z.object({ organizationId: z.uuid(), patientId: z.uuid() });

/** A patient's record that was erased, as anybody knows of it. */
export type ErasedRecord = z.infer<typeof record>;

export const erasedRecords = z.array(record);

const repeating = { action: "patient.erasure.repeat", entityType: "PatientErasure" };

/** Whom an order is about. */
interface Order {
  readonly id: string;
  readonly version: number;
  readonly patientId: string;
  readonly patientIds: readonly string[];
}

/**
 * Orders anew, for everybody, what was ordered once of these records: who has carried it out finds nothing to do, and who was
 * restored from before does it again. @returns how many orders there are
 */
export async function repeatErasures(orm: MikroORM, records: readonly ErasedRecord[]): Promise<number> {
  let count = 0;
  for (const [organizationId, some] of Map.groupBy(records, (record) => record.organizationId)) {
    const em = boundEntityManager(orm, organizationId);
    const context = systemContext(em, `erasures-${randomUUID()}`);
    const ids = new Set(some.map(({ patientId }) => patientId));
    // One after the other, each with the locks of its own patient alone.
    for (const order of await ordersOf(em, ids)) {
      await runCommand(context, repeating, (unit) => giveOrder(unit, order));
      count += 1;
    }
  }
  return count;
}

async function giveOrder(unit: UnitOfWork, { id, version, patientId, patientIds }: Order): Promise<void> {
  await markErased(unit.em, patientIds);
  for (const record of patientIds) unit.touch(record, record);
  unit.emit(() => erasureOrderedEvent.of({ id, version }, { erasureId: id, patientId, patientIds: [...patientIds] }));
}

/** The erasures of these records that are known here; of those that are not, since this database is from before, one for each. */
async function ordersOf(em: EntityManager, ids: ReadonlySet<string>): Promise<Order[]> {
  const erasures = await em.find(
    PatientErasureRow,
    { status: { $in: [ErasureStatus.ORDERED, ErasureStatus.COMPLETED] } },
    // What is sealed stays so.
    { fields: ["id", "version", "patientId", "patientIds"], orderBy: { id: "asc" } },
  );
  const known = erasures
    .map(({ id, version, patientId, patientIds }) => ({ id, version, patientId: String(patientId), patientIds }))
    .filter(({ patientIds }) => patientIds.some((record) => ids.has(record)));
  const covered = new Set(known.flatMap(({ patientIds }) => patientIds));
  const others = [...ids].filter((id) => !covered.has(id)).sort();
  return [...known, ...others.map((id) => ({ id: randomUUID(), version: 1, patientId: id, patientIds: [id] }))];
}
