import { boundOrganization } from "@careconnect/kit";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";

/** In which organizations somebody is to be reminded by `now`. */
export async function organizationsWithDue(orm: MikroORM, now: Date): Promise<string[]> {
  const rows = await orm.em
    .getConnection()
    .execute<{ organization_id: string }[]>(
      "select distinct organization_id from appointment_reminder where due_at <= ? order by 1",
      [now],
    );
  return rows.map((row) => row.organization_id);
}

/**
 * Visits of the organization of which somebody is to be reminded, the longest overdue first. They are locked, as
 * whoever changes one and its reminders has it; those that somebody else works on are left to them.
 */
export async function lockVisitsWithDue(em: EntityManager, now: Date, limit: number): Promise<string[]> {
  const organizationId = boundOrganization(em);
  const rows = await em.execute<{ id: string }[]>(
    `select id from appointment
     where organization_id = ? and id in (
       select appointment_id from appointment_reminder where organization_id = ? and due_at <= ? order by due_at limit ?
     )
     for update skip locked`,
    [organizationId, organizationId, now, limit],
  );
  return rows.map(({ id }) => id);
}

/** Takes what is due of these visits away, so that nobody is told of it again; answers with the latest of each. */
export async function takeDue(
  em: EntityManager,
  appointmentIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, Date>> {
  const rows = await em.execute<{ appointment_id: string; due_at: Date }[]>(
    `with taken as (
       delete from appointment_reminder
       where organization_id = ? and appointment_id = any(?::uuid[]) and due_at <= ?
       returning appointment_id, due_at
     )
     select appointment_id, max(due_at) as due_at from taken group by 1`,
    [boundOrganization(em), `{${appointmentIds.join()}}`, now],
  );
  return new Map(rows.map((row) => [row.appointment_id, new Date(row.due_at)]));
}
