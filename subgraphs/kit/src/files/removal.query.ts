import type { MikroORM } from "@mikro-orm/postgresql";

/** In which organizations a file is to be removed by `now`. */
export async function organizationsWithRemovals(orm: MikroORM, now: Date): Promise<string[]> {
  const rows = await orm.em
    .getConnection()
    .execute<{ organization_id: string }[]>(
      "select distinct organization_id from file_removal where due_at <= ? order by 1",
      [now],
    );
  return rows.map((row) => row.organization_id);
}
