import { boundOrganization } from "@careconnect/kit";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";

// What was written down after it should have begun is history, of which an import says itself what became of it.
const isUnattended = "status in ('BOOKED', 'CONFIRMED') and ends_at < ? and starts_at > created_at";

/** In which organizations somebody has not come. */
export async function organizationsWithUnattended(orm: MikroORM, endedBefore: Date): Promise<string[]> {
  const rows = await orm.em
    .getConnection()
    .execute<{ organization_id: string }[]>(
      `select distinct organization_id from appointment where ${isUnattended} order by 1`,
      [endedBefore],
    );
  return rows.map((row) => row.organization_id);
}

/** Visits of the organization to which nobody has come, locked; those that somebody else works on are left to them. */
export async function unattended(em: EntityManager, endedBefore: Date, limit: number): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>(
    `select id from appointment where organization_id = ? and ${isUnattended}
     order by ends_at limit ? for update skip locked`,
    [boundOrganization(em), endedBefore, limit],
  );
  return rows.map(({ id }) => id);
}
