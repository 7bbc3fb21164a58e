import { boundOrganization } from "@careconnect/kit";
import { type EntityManager, raw } from "@mikro-orm/postgresql";
import { visitTime } from "../booking/booking.entity.ts";
import { takesTimeNow } from "../booking/booking.status.ts";

/**
 * Of one record, a constraint lets no two visits overlap; of two records, nobody could know until they were merged. Such
 * visits are found whenever they are asked for, and are none any more as soon as one is moved, or the records are apart again.
 */
const visits = `select id, organization_id, patient_id, ${visitTime} as time from appointment where ${takesTimeNow}`;

/** Each record of those who have several, under the one that stands for them. */
const records = `
  select organization_id, surviving_id as current_id, patient_id from patient_alias where ended_at is null
  union all
  select organization_id, surviving_id, surviving_id from patient_alias where ended_at is null`;

const pairs = `
  from (${visits}) as visit
  join (${records}) as own on own.organization_id = visit.organization_id and own.patient_id = visit.patient_id
  join (${records}) as others on others.organization_id = own.organization_id and others.current_id = own.current_id
    and others.patient_id <> own.patient_id
  join (${visits}) as other on other.organization_id = others.organization_id and other.patient_id = others.patient_id
    and other.time && visit.time
  where visit.organization_id = ?`;

/** The visits of the same patient at the same time as each of these, by their ids. */
export async function overlapsOf(
  em: EntityManager,
  appointmentIds: readonly string[],
): Promise<{ readonly id: string; readonly otherId: string }[]> {
  const rows = await em.execute<{ id: string; other_id: string }[]>(
    `select distinct visit.id, other.id as other_id ${pairs} and visit.id = any(?::uuid[]) order by 1, 2`,
    [boundOrganization(em), `{${appointmentIds.join()}}`],
  );
  return rows.map((row) => ({ id: row.id, otherId: row.other_id }));
}

/** The condition that a visit overlaps another one of its patient. */
export function overlapsAnother(organizationId: string): object {
  return { id: { $eq: raw(`any(array(select visit.id ${pairs}))`, [organizationId]) } };
}
