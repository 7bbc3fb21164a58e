import type { EntityManager } from "@mikro-orm/postgresql";
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
