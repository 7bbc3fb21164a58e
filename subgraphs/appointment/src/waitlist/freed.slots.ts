import type { EntityManager } from "@mikro-orm/postgresql";
import { FreedSlotRow } from "./freed-slot.entity.ts";

/** A visit, or an offer, that takes its provider's time no more. */
interface Freed {
  readonly providerId: string;
  readonly startsAt: Date;
}

/** Notes in the open transaction that a provider has time again: somebody may wait for it. */
export function freeSlot(em: EntityManager, { providerId, startsAt }: Freed): void {
  if (startsAt > new Date()) em.create(FreedSlotRow, { providerId, startsAt } as never);
}
