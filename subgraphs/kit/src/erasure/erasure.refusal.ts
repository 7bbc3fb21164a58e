import type { EntityManager } from "@mikro-orm/postgresql";
import { CommandRefusal } from "../command/user.error.ts";
import { erasedSentence } from "./erasure.guard.ts";
import { erasedAmong } from "./erasure.lock.ts";

/** Refuses what would be written of somebody who was erased, or is to be, where no guard of a table does. */
export async function requireNotErased(em: EntityManager, patientId: string, field: string): Promise<void> {
  if ((await erasedAmong(em, [patientId])).length === 0) return;
  throw new CommandRefusal("PATIENT_ERASED", [field], erasedSentence);
}
