import { Role, type UnitOfWork } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { endSignIns } from "../session/session.service.ts";
import { UserRow } from "../user/user.entity.ts";
import { userRolesChanged } from "../user/user.events.ts";

/**
 * Ends what somebody who is to be erased can still do here: their sign-ins, and access tokens that were issued to them. Who
 * works here, too, goes on with what is theirs as a colleague: their account is a patient's no more, and nobody erases it.
 */
export async function endAccountsOf(unit: UnitOfWork, patientIds: readonly string[]): Promise<void> {
  const users = await unit.em.find(
    UserRow,
    { patientId: { $in: [...patientIds] } },
    { orderBy: { id: "asc" }, lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  for (const user of users) {
    if (worksHere(user)) endPatienthood(unit, user);
    else await endSignIns(unit, { userId: user.id }, "REVOKED");
  }
}

function worksHere({ roles, providerId }: UserRow): boolean {
  return providerId !== null || roles.some((role) => role !== Role.PATIENT);
}

function endPatienthood({ emit, touch }: UnitOfWork, user: UserRow): void {
  user.patientId = null;
  user.roles = user.roles.filter((role) => role !== Role.PATIENT);
  // Also where the role was not theirs: tokens that name the record are refused from then on, and renewed without it.
  emit(() => userRolesChanged(user));
  touch(user.id);
}
