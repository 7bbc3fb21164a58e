import { boundOrganization } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";

/**
 * Counts `bytes` more for the organization that `em` is bound to, in the open transaction, unless that would be more than
 * `most`. The counter's row is locked by it, so that two that come at once are counted one after the other.
 * @returns whether there was room
 */
export async function takeRoom(em: EntityManager, bytes: number, most: number): Promise<boolean> {
  const taken = await em.execute<unknown[]>(
    `insert into document_usage (organization_id, bytes) select ?::uuid, ?::bigint where ?::bigint <= ?::bigint
     on conflict (organization_id) do update set bytes = document_usage.bytes + excluded.bytes
       where document_usage.bytes + excluded.bytes <= ?::bigint
     returning 1`,
    [boundOrganization(em), bytes, bytes, most, most],
  );
  return taken.length > 0;
}

/** Counts `bytes` less: of files that were not kept. */
export async function giveRoomBack(em: EntityManager, bytes: number): Promise<void> {
  await em.execute("update document_usage set bytes = bytes - ?::bigint where organization_id = ?", [
    bytes,
    boundOrganization(em),
  ]);
}
