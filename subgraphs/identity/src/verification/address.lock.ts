import { lockStandingRecord, recordsOf } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { emailIndexOf } from "../user/user.email.ts";

/** Of two who do something with one address at once, the second waits here, and then finds what the first has done. */
export async function lockAddress(em: EntityManager, email: string): Promise<void> {
  await lock(em, `identity.email:${emailIndexOf(email)}`);
}

/**
 * As {@link lockAddress}, of two who give one patient an address at once, by whichever of their records. Those do not become
 * others meanwhile.
 * @returns all records of the patient
 */
export async function lockAddressesOf(em: EntityManager, patientId: string): Promise<readonly string[]> {
  await lockStandingRecord(em, patientId, (standing) => lock(em, ofPatient(standing)));
  return (await recordsOf(em, [patientId])).get(patientId) ?? [patientId];
}

/** {@link lockAddressesOf} records that become those of one patient, or cease to be. */
export async function lockAddressesOfAll(em: EntityManager, patientIds: readonly string[]): Promise<void> {
  for (const patientId of [...new Set(patientIds)].sort()) await lock(em, ofPatient(patientId));
}

const ofPatient = (patientId: string) => `identity.patient:${patientId}`;

async function lock(em: EntityManager, name: string): Promise<void> {
  await em.execute("select pg_advisory_xact_lock(hashtextextended(?, 0))", [name]);
}
