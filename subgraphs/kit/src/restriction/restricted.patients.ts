import type { EntityManager } from "@mikro-orm/postgresql";
import { CommandRefusal, notFound } from "../command/user.error.ts";
import { lockPatientsAlone, lockPatientsShared } from "../erasure/erasure.lock.ts";
import { boundOrganization } from "../persistence/row.ts";
import { ownRecordsOf } from "../policy/policy.ts";
import { Role, type Viewer } from "../viewer/viewer.ts";

/** Notes that these records are kept and not used from now on, by a restriction of their patient: after whoever is writing about them. */
export async function markRestricted(em: EntityManager, restrictionId: string, patientIds: readonly string[]) {
  await lockPatientsAlone(em, patientIds);
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
 * The viewer, with whether records are kept from them: those of patients whose processing was restricted, who are none of their
 * own. Administration sees them, itself and not through an application.
 */
export async function withRestrictions(em: EntityManager, viewer: Viewer): Promise<Viewer> {
  if (isAdministration(viewer)) return viewer;
  // Of themselves patients know everything, and others they do not see.
  if (viewer.roles.every((role) => role === Role.PATIENT)) return viewer;
  const { organizationId } = viewer;
  const anybody = await em.execute<unknown[]>("select 1 from restricted_patient where organization_id = ? limit 1", [
    organizationId,
  ]);
  return anybody.length === 0 ? viewer : { ...viewer, restricted: { organizationId, but: ownRecordsOf(viewer) } };
}

function isAdministration({ roles, clientId }: Pick<Viewer, "roles" | "clientId">): boolean {
  return roles.includes(Role.ADMIN) && clientId === undefined;
}

/** How whoever is refused is told. */
export const restrictedSentence =
  "This patient's record is kept and not used: an administrator has to lift the restriction before anything is changed.";

interface RestrictedChange {
  /** The path of the input's field that says whom it is about. */
  readonly field: readonly string[];
  /** Whether it is done of whose record is restricted, too, for whoever may know of that. */
  readonly isDoneAllTheSame?: boolean;
}

/**
 * Asked when everything of a change was written: no restriction begins before it is committed.
 * @throws CommandRefusal when one of these patients is restricted; whoever may not know of it is told that there is nobody
 */
export async function requireUnrestricted(
  { em, viewer }: { readonly em: EntityManager; readonly viewer: Viewer },
  patientIds: readonly string[],
  { field, isDoneAllTheSame = false }: RestrictedChange,
): Promise<void> {
  await lockPatientsShared(em, patientIds);
  const found = await em.execute<{ patient_id: string }[]>(
    "select distinct patient_id from restricted_patient where organization_id = ? and patient_id = any(?::uuid[])",
    [boundOrganization(em), `{${patientIds.join()}}`],
  );
  if (found.length === 0) return;
  const own = ownRecordsOf(viewer);
  const mayKnow = isAdministration(viewer) || found.every(({ patient_id }) => own.includes(patient_id));
  if (!mayKnow) throw notFound(...field);
  if (!isDoneAllTheSame) throw new CommandRefusal("PATIENT_RESTRICTED", field, restrictedSentence);
}
