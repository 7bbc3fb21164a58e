import { boundOrganization, recordArray } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";

/** Two visits of which a patient can keep one. */
export interface Overlap {
  readonly appointmentId: string;
  readonly otherId: string;
}

/** How many are named to whoever would merge: the others are found when these are solved. */
const mostNamed = 5;

/** The states in which a visit takes its patient's time, as the appointment subgraph has them. */
const active = "('REQUESTED', 'BOOKED', 'CONFIRMED', 'CHECKED_IN', 'IN_PROGRESS')";

/** A visit of whose end nobody told takes no more than its beginning. */
const time = "tstzrange(starts_at, coalesce(ends_at, starts_at + interval '1 minute'))";

/**
 * The visits of the one record that overlap visits of the other, or of any that was merged into it, as far as it is known
 * here. What was booked a moment ago is not; the appointment subgraph, which knows, says of such visits that they overlap.
 */
export async function overlappingVisits(em: EntityManager, patientId: string, intoId: string): Promise<Overlap[]> {
  const organizationId = boundOrganization(em);
  const records = recordArray(organizationId, [intoId]);
  const rows = await em.execute<{ id: string; other_id: string }[]>(
    `select visit.appointment_id as id, other.appointment_id as other_id
     from (select appointment_id, starts_at, ${time} as time from care_visit
           where organization_id = ? and patient_id = ? and status in ${active}) as visit
     join (select appointment_id, ${time} as time from care_visit
           where organization_id = ? and patient_id = any(${records.sql}) and status in ${active}) as other
       on other.time && visit.time
     order by visit.starts_at, 1, 2 limit ${mostNamed}`,
    [organizationId, patientId, organizationId, ...records.parameters],
  );
  return rows.map((row) => ({ appointmentId: row.id, otherId: row.other_id }));
}
