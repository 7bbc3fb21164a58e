import { boundOrganization } from "@careconnect/kit";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";

const isExpired = "hold_expires_at <= now()";

/** In which organizations a time is held no more, and nobody has noted it. */
export async function organizationsWithExpired(orm: MikroORM): Promise<string[]> {
  const rows = await orm.em
    .getConnection()
    .execute<{ organization_id: string }[]>(
      `select distinct organization_id from appointment where ${isExpired} order by 1`,
    );
  return rows.map((row) => row.organization_id);
}

/** Whether there is such a visit in the organization. */
export async function hasExpired(em: EntityManager): Promise<boolean> {
  const rows = await em.execute<unknown[]>(
    `select 1 from appointment where organization_id = ? and ${isExpired} limit 1`,
    [boundOrganization(em)],
  );
  return rows.length > 0;
}

/** Such visits of the organization, locked; those that somebody else works on are left to them. */
export async function lockExpired(em: EntityManager, limit: number): Promise<string[]> {
  const rows = await em.execute<{ id: string }[]>(
    `select id from appointment where organization_id = ? and ${isExpired}
     order by hold_expires_at limit ? for update skip locked`,
    [boundOrganization(em), limit],
  );
  return rows.map(({ id }) => id);
}
