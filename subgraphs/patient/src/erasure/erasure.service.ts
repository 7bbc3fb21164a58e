import {
  anyRecordOf,
  assertMay,
  type Connection,
  connectionOf,
  defineLoader,
  groupedInOrderOf,
  knownUuid,
  type PageArgs,
  type RequestContext,
} from "@careconnect/kit";
import { readErasures } from "./erasure.policy.ts";
import type { ErasureStatus } from "./erasure.state.ts";
import { type ErasedPart, ErasureOutcome } from "./erasure.type.ts";
import { PatientErasureRow } from "./patient-erasure.entity.ts";
import { PatientErasureAnswerRow } from "./patient-erasure-answer.entity.ts";

const read = { action: readErasures.action, entityType: "PatientErasure" };

/** One erasure; null when there is none. */
export async function readErasure(context: RequestContext, id: string): Promise<PatientErasureRow | null> {
  assertMay(context, readErasures);
  const row = await context.em.fork().findOne(PatientErasureRow, { id: knownUuid(id) });
  if (row) context.audit.read({ ...read, records: [{ id: row.id, patientId: String(row.patientId) }] });
  return row;
}

/** The organization's erasures, the newest first, or those of one patient, whichever record they were asked for by. */
export function listErasures(
  context: RequestContext,
  page: PageArgs,
  { status, patientId }: { readonly status?: ErasureStatus | null; readonly patientId?: string | null },
): Connection<PatientErasureRow> {
  assertMay(context, readErasures);
  return connectionOf(context, PatientErasureRow, {
    name: "patientErasures",
    where: {
      ...(status == null ? {} : { status }),
      ...(patientId == null ? {} : { patientId: anyRecordOf(context.viewer.organizationId, [knownUuid(patientId)]) }),
    },
    orderBy: [
      ["createdAt", "desc"],
      ["id", "desc"],
    ],
    page,
    audit: read,
  });
}

/** What each subgraph did, by the erasures' ids. */
export const partsByErasure = defineLoader<string, ErasedPart[]>(async (context, erasureIds) => {
  assertMay(context, readErasures);
  const rows = await context.em
    .fork()
    .find(PatientErasureAnswerRow, { erasureId: { $in: [...erasureIds] } } as never, { orderBy: { subgraph: "asc" } });
  const parts = rows.map(({ erasureId, subgraph, erasedAt, tables }) => ({
    ...{ erasureId: String(erasureId), subgraph, erasedAt },
    tables: tables.map((table) => ({ ...table, outcome: ErasureOutcome[table.outcome] })),
  }));
  return groupedInOrderOf(erasureIds, parts, ({ erasureId }) => erasureId);
});
