import {
  anyRecordOf,
  boundOrganization,
  CommandRefusal,
  type CommandUnit,
  invalid,
  knownUuid,
  notFound,
  type Reach,
} from "@careconnect/kit";
import { type EntityName, LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { lockPatient } from "../patient/patient.lock.ts";
import { patientsWithin } from "../patient/patient.policy.ts";

/**
 * The id of the patient to whose history something is added, if they are within `reach`. They are locked until the command
 * ends, so that of two entries the second is counted with the first.
 */
export async function patientOfEntry(unit: CommandUnit, patientId: string, reach: Reach): Promise<string> {
  const patient = await lockPatient(unit.em, knownUuid(patientId), patientsWithin(reach));
  if (!patient) throw notFound("patientId");
  return patient.id;
}

/** An entry that is within the viewer's reach, locked until the command ends, which is about it. */
export async function lockEntry<Entry extends { readonly id: string; readonly patientId: unknown }>(
  unit: CommandUnit,
  entity: EntityName<Entry>,
  id: string,
  within: object,
): Promise<Entry> {
  const entry = (await unit.em.findOne(entity, { $and: [{ id: knownUuid(id) }, within] } as never, {
    lockMode: LockMode.PESSIMISTIC_WRITE,
  })) as Entry | null;
  if (!entry) throw notFound("id");
  unit.touch(entry.id, String(entry.patientId));
  return entry;
}

/** The condition that a row is of this patient, whichever of their records it was written for. */
export function ofPatient(em: EntityManager, patientId: string): { readonly patientId: object } {
  return { patientId: anyRecordOf(boundOrganization(em), [patientId]) };
}

/** Refuses one more entry to the `known` ones of a patient. */
export function requireRoom(known: number, most: number): void {
  if (known >= most)
    throw invalid(["patientId"], `The patient has ${most} of these: correct or end one that is there.`);
}

/** Refuses an entry that is over before it began, naming the day that was given. */
export function requireOrder(
  [beginning, began]: readonly [string, string | null | undefined],
  [end, ended]: readonly [string, string | null | undefined],
  given: object,
): void {
  if (!began || !ended || began <= ended) return;
  const field = end in given && (given as Record<string, unknown>)[end] ? end : beginning;
  throw new CommandRefusal("VALIDATION_FAILED", [field], "It cannot be over before it began.");
}

export function overAlready(): CommandRefusal {
  return new CommandRefusal("ILLEGAL_TRANSITION", ["id"], "It is over already: correct it instead.");
}
