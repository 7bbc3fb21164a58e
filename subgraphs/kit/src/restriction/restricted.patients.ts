import type { EntityManager } from "@mikro-orm/postgresql";
import { CommandRefusal } from "../command/user.error.ts";
import { boundOrganization } from "../persistence/row.ts";
import { ownRecordsOf } from "../policy/policy.ts";
import { Role, type Viewer } from "../viewer/viewer.ts";

/** Notes that these records are kept and not used from now on, by a restriction of their patient. */
export async function markRestricted(em: EntityManager, restrictionId: string, patientIds: readonly string[]) {
  await em.execute(
    `insert into restricted_patient (organization_id, patient_id, restriction_id)
     select ?::uuid, id, ?::uuid from unnest(?::uuid[]) as id on conflict do nothing`,
    [boundOrganization(em), restrictionId, `{${patientIds.join()}}`],
  );
}

/** Notes that a restriction is in force no more. */
export async function unmarkRestricted(em: EntityManager, restrictionId: string): Promise<void> {
  await em.execute("delete from restricted_patient where organization_id = ? and restriction_id = ?", [
    boundOrganization(em),
    restrictionId,
  ]);
}

/** Forgets the marks of those among these patients who were erased: there is nothing of them to be kept from anybody. */
export async function unmarkErased(em: EntityManager, patientIds: readonly string[]): Promise<void> {
  await em.execute(
    `delete from restricted_patient using erased_patient erased
     where restricted_patient.organization_id = ? and restricted_patient.patient_id = any(?::uuid[])
       and erased.organization_id = restricted_patient.organization_id and erased.patient_id = restricted_patient.patient_id`,
    [boundOrganization(em), `{${patientIds.join()}}`],
  );
}

/**
 * The viewer, with the records that are kept from them: those of patients whose processing was restricted, who are none of their
 * own. Administration sees them, itself and not through an application.
 */
export async function withRestrictions(em: EntityManager, viewer: Viewer): Promise<Viewer> {
  if (viewer.roles.includes(Role.ADMIN) && viewer.clientId === undefined) return viewer;
  // Of themselves patients know everything, and others they do not see.
  if (viewer.roles.every((role) => role === Role.PATIENT)) return viewer;
  const rows = await em.execute<{ patient_id: string }[]>(
    "select distinct patient_id from restricted_patient where organization_id = ?",
    [viewer.organizationId],
  );
  const own = ownRecordsOf(viewer);
  const restricted = rows.map(({ patient_id }) => patient_id).filter((id) => !own.includes(id));
  return restricted.length === 0 ? viewer : { ...viewer, restricted };
}

/** How whoever is refused is told. */
export const restrictedSentence =
  "This patient's record is kept and not used: an administrator has to lift the restriction before anything is changed.";

/** @throws CommandRefusal when a restriction of one of these patients is in force */
export async function requireUnrestricted(
  em: EntityManager,
  patientIds: readonly string[],
  field: readonly string[],
): Promise<void> {
  const found = await em.execute<unknown[]>(
    "select from restricted_patient where organization_id = ? and patient_id = any(?::uuid[]) limit 1",
    [boundOrganization(em), `{${patientIds.join()}}`],
  );
  if (found.length > 0) throw new CommandRefusal("PATIENT_RESTRICTED", field, restrictedSentence);
}
