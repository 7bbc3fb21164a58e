import { knownUuid, notFound } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { UserRow } from "./user.entity.ts";

/**
 * The account `id`, which the transaction keeps to itself: whoever starts or ends its sessions does so one by one. Null
 * when there is none: a partner's machine has an id, and no account.
 */
export function lockUser(em: EntityManager, id: string): Promise<UserRow | null> {
  return em.findOne(UserRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}

/** {@link lockUser} of an account that is known to exist, such as that of whoever acts. */
export async function lockKnownUser(em: EntityManager, id: string): Promise<UserRow> {
  const user = await lockUser(em, id);
  if (!user) throw new Error("There is no such account.");
  return user;
}

/** {@link lockUser} of the account that the input's `id` names. @throws CommandRefusal NOT_FOUND */
export async function lockNamedUser(em: EntityManager, id: string): Promise<UserRow> {
  const user = await lockUser(em, knownUuid(id));
  if (!user) throw notFound("id");
  return user;
}
