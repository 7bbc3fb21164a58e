import { boundOrganization } from "@careconnect/kit";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";

// What became of a visit that was imported, its source says.
const isUnattended = "status in ('BOOKED', 'CONFIRMED') and ends_at < ? and ends_at > ? and external_id is null";

/** When visits ended of which nobody has said what became of them. */
export interface EndedWithin {
  readonly after: Date;
  readonly before: Date;
}

/** In which organizations somebody has not come. */
export async function organizationsWithUnattended(orm: MikroORM, ended: EndedWithin): Promise<string[]> {
  const rows = await orm.em
    .getConnection()
    .execute<{ organization_id: string }[]>(
      `select distinct organization_id from appointment where ${isUnattended} order by 1`,
      [ended.before, ended.after],
    );
  return rows.map((row) => row.organization_id);
}

/** Visits of the organization to which nobody has come, locked; those that somebody else works on are left to them. */
export async function unattended(em: EntityManager, ended: EndedWithin, limit: number): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>(
    `select id from appointment where organization_id = ? and ${isUnattended}
     order by ends_at limit ? for update skip locked`,
    [boundOrganization(em), ended.before, ended.after, limit],
  );
  return rows.map(({ id }) => id);
}
