import { CommandRefusal, Role } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { UserRow } from "./user.entity.ts";

/** Locks whoever can administrate the organization, in one order: of two who end each other's power one comes second. */
export function lockAdministrators(em: EntityManager): Promise<UserRow[]> {
  return em.find(
    UserRow,
    { roles: { $contains: [Role.ADMIN] }, suspendedAt: null },
    { lockMode: LockMode.PESSIMISTIC_WRITE, orderBy: { id: "asc" } },
  );
}

/** Whether nobody but `user` is among the `administrators` that were locked. */
export function isLastAdministrator(administrators: readonly UserRow[], user: UserRow): boolean {
  return administrators.every(({ id }) => id === user.id);
}

/** @throws CommandRefusal when nobody but `user` is among the `administrators` that were locked */
export function requireAnotherAdministrator(administrators: readonly UserRow[], user: UserRow, field: string): void {
  if (isLastAdministrator(administrators, user)) {
    throw new CommandRefusal("LAST_ADMINISTRATOR", [field], "The organization would have no administrator left.");
  }
}
