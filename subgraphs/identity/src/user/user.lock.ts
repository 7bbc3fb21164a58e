import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import { UserRow } from "./user.entity.ts";

/** The account `id`, which the transaction keeps to itself: whoever starts or ends its sessions does so one by one. */
export function lockUser(em: EntityManager, id: string): Promise<UserRow> {
  return em.findOneOrFail(UserRow, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
}
