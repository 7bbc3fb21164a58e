import type { MikroORM } from "@mikro-orm/postgresql";

/** In which organizations an export waits for somebody to work on it, by `now`. */
export async function organizationsWithExports(orm: MikroORM, now: Date): Promise<string[]> {
  const due = "status in ('REQUESTED', 'GATHERING') and (leased_until is null or leased_until <= ?)";
  return organizations(orm, due, now);
}

/** In which organizations an export is over by `now`. */
export async function organizationsWithExpired(orm: MikroORM, now: Date): Promise<string[]> {
  return organizations(orm, "status = 'READY' and expires_at <= ?", now);
}

async function organizations(orm: MikroORM, due: string, now: Date): Promise<string[]> {
  const rows = await orm.em
    .getConnection()
    .execute<{ organization_id: string }[]>(
      `select distinct organization_id from patient_export where ${due} order by 1`,
      [now],
    );
  return rows.map((row) => row.organization_id);
}
