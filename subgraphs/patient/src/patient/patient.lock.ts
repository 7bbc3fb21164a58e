import { boundOrganization, currentRecordOf } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { PatientAliasRow } from "../merge/patient-alias.entity.ts";
import { PatientRow } from "./patient.entity.ts";

/**
 * The record that stands for a patient, whichever of their records is named, locked until the command ends: of two
 * simultaneous changes the second sees what the first left. Null when there is none, or none that is `within`.
 */
export async function lockPatient(em: EntityManager, id: string, within: object = {}): Promise<PatientRow | null> {
  const find = () =>
    em.findOne(
      PatientRow,
      { $and: [{ id: currentRecordOf(boundOrganization(em), id) }, within] },
      { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    );
  const found = await find();
  // While it was waited for, it may have been merged: then it is the other one.
  return found && (await em.count(PatientAliasRow, { patientId: found.id, endedAt: null })) > 0 ? find() : found;
}
