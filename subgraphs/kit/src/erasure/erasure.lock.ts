import type { EntityManager } from "@mikro-orm/postgresql";
import { boundOrganization } from "../persistence/row.ts";

/**
 * Who writes rows of a patient holds a lock until they commit, which the guards of the tables take; who marks the patient as
 * erased, or as restricted, has it alone. What was written before comes before, and what comes after sees the mark. There are as
 * many locks as slots, fewer than the table of locks has room for, so that no batch of patients fills it.
 */
export const lockClass = 0x65_72;

/** The slot of a patient of an organization: SQL of SQL expressions for the ids of both. */
export function lockSlot(organization: string, patient: string): string {
  return `hashtext((${organization})::text || (${patient})::text) & 4095`;
}

/** While it is `on`, guards let through what is written: of the erasure itself. */
export const erasingSetting = "careconnect.erasing";
/** While it is `on`, guards leave out what they would refuse: it was told by an event, which has to be done with. */
export const applyingSetting = "careconnect.applying";

/** Waits for whoever is writing about these patients; whoever will, waits. */
export function lockPatientsAlone(em: EntityManager, patientIds: readonly string[]): Promise<void> {
  return lockSlots(em, "pg_advisory_xact_lock", patientIds);
}

/** Waits for whoever marks these patients, and has them marked by nobody until the transaction ends. */
export function lockPatientsShared(em: EntityManager, patientIds: readonly string[]): Promise<void> {
  return lockSlots(em, "pg_advisory_xact_lock_shared", patientIds);
}

async function lockSlots(em: EntityManager, lock: string, patientIds: readonly string[]): Promise<void> {
  await em.execute(
    `select ${lock}(${lockClass}, slot)
     from (select distinct ${lockSlot("?::uuid", "id")} as slot from unnest(?::uuid[]) as id order by 1) as slots`,
    [boundOrganization(em), `{${patientIds.join()}}`],
  );
}

/** Marks patients as erased, after whoever is writing about them, and before whoever will. */
export async function markErased(em: EntityManager, patientIds: readonly string[]): Promise<void> {
  const ids = `{${patientIds.join()}}`;
  await lockPatientsAlone(em, patientIds);
  await em.execute(
    `insert into erased_patient (organization_id, patient_id, erased_at)
     select ?::uuid, id, now() from unnest(?::uuid[]) as id order by id on conflict do nothing`,
    [boundOrganization(em), ids],
  );
}

/** Which of these patients are erased, or are to be. */
export async function erasedAmong(em: EntityManager, patientIds: readonly string[]): Promise<string[]> {
  const rows = await em.execute<{ patient_id: string }[]>(
    "select patient_id from erased_patient where organization_id = ? and patient_id = any(?::uuid[])",
    [boundOrganization(em), `{${patientIds.join()}}`],
  );
  return rows.map(({ patient_id }) => patient_id);
}
