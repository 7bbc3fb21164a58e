import type { UnitOfWork } from "@careconnect/kit";
import { endSignIns } from "../session/session.service.ts";
import { UserRow } from "../user/user.entity.ts";

/** Ends what somebody who is to be erased can still do here: their sign-ins, and access tokens that were issued to them. */
export async function endAccountsOf(unit: UnitOfWork, patientIds: readonly string[]): Promise<void> {
  const users = await unit.em.find(UserRow, { patientId: { $in: [...patientIds] } }, { orderBy: { id: "asc" } });
  for (const { id } of users) await endSignIns(unit, { userId: id }, "REVOKED");
}
