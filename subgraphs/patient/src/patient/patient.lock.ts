import { lockStandingRecord } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { PatientRow } from "./patient.entity.ts";

/**
 * The record that stands for a patient, whichever of their records is named, locked until the command ends: of two
 * simultaneous changes the second sees what the first left. Null when there is none, or none that is `within`.
 */
export function lockPatient(em: EntityManager, id: string, within: object = {}): Promise<PatientRow | null> {
  return lockStandingRecord(em, id, (standing) =>
    em.findOne(
      PatientRow,
      { $and: [{ id: standing }, within] },
      { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
    ),
  );
}
