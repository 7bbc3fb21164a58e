import { boundOrganization } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";

/**
 * Takes visits, which the open transaction is about to move, out of each other's way: the constraints look at every row
 * for itself, and one's new time may be another's old one. Nobody else sees them there.
 */
export async function parkVisits(em: EntityManager, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const away = "+ interval '1000 years'";
  await em.execute(
    `update appointment set starts_at = starts_at ${away}, ends_at = ends_at ${away},
       blocked_from = blocked_from ${away}, blocked_until = blocked_until ${away}
     where organization_id = ? and id = any(?::uuid[])`,
    [boundOrganization(em), `{${ids.join()}}`],
  );
}
