import { boundOrganization } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import { AppointmentRow } from "../booking/booking.entity.ts";

/**
 * Takes visits, which the open transaction is about to move, out of each other's way: the constraints look at every row
 * for itself, and one's new time may be another's old one. Nobody else sees them there.
 */
export async function parkVisits(em: EntityManager, visits: readonly AppointmentRow[]): Promise<void> {
  if (visits.length === 0) return;
  const ids = visits.map(({ id }) => id);
  const away = "+ interval '1000 years'";
  await em.execute(
    `update appointment set starts_at = starts_at ${away}, ends_at = ends_at ${away},
       blocked_from = blocked_from ${away}, blocked_until = blocked_until ${away}
     where organization_id = ? and id = any(?::uuid[])`,
    [boundOrganization(em), `{${ids.join()}}`],
  );
  // Only what differs from what was read is written: they are where they are parked, whatever they had before.
  await em.find(AppointmentRow, { id: { $in: ids } }, { refresh: true });
}
