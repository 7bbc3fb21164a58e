import { erasedAmong } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";

/**
 * What is said in words beside a patient's money: of one who was erased, or is to be, nothing, since it may say whose it is.
 * Their money still comes and goes.
 */
export async function unlessErased<Text extends string | null>(
  em: EntityManager,
  patientId: string,
  text: Text,
): Promise<Text | null> {
  return (await erasedAmong(em, [patientId])).length > 0 ? null : text;
}
