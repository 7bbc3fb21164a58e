import type { EntityManager } from "@mikro-orm/postgresql";
import { LostError } from "../persistence/database.busy.ts";
import type { Viewer } from "../viewer/viewer.ts";
import { recordsOf } from "./patient.family.ts";

/**
 * The viewer, with all records of the patient that they are, and of those to whom they have emergency access: their token
 * names one of each, which may have been merged since. In one statement, none for who is and opened nobody.
 */
export async function withRecords(em: EntityManager, viewer: Viewer): Promise<Viewer> {
  const { patientId, breakGlass } = viewer;
  const opened = breakGlass.map((leave) => leave.patientId);
  const named = new Set(patientId === undefined ? opened : [patientId, ...opened]);
  if (named.size === 0) return viewer;
  const records = await recordsOf(em, [...named]);
  const allOf = (id: string) => records.get(id) ?? [id];
  return {
    ...viewer,
    ...(patientId !== undefined && { patientIds: allOf(patientId) }),
    breakGlass: breakGlass.flatMap((leave) => allOf(leave.patientId).map((id) => ({ ...leave, patientId: id }))),
  };
}

/**
 * The viewer with the records that are theirs as of now: those of whom they had several when they asked may be somebody else's
 * by then. No statement for who had one.
 */
export async function withRecordsOfNow(em: EntityManager, viewer: Viewer): Promise<Viewer> {
  const { patientId, patientIds = [] } = viewer;
  if (patientId === undefined || patientIds.length < 2) return viewer;
  return { ...viewer, patientIds: (await recordsOf(em, [patientId])).get(patientId) ?? [patientId] };
}

/**
 * Asked when a command has what it waited for: whether the viewer's records are theirs still.
 * @throws LostError
 */
export async function requireRecordsOf(em: EntityManager, viewer: Viewer): Promise<void> {
  const now = await withRecordsOfNow(em, viewer);
  if (now.patientIds?.join() !== viewer.patientIds?.join())
    throw new LostError("Records of whoever asks were merged or taken apart meanwhile.");
}
