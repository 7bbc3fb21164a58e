import type { MikroORM } from "@mikro-orm/postgresql";

/** In which organizations a document is to be checked by `now`. */
export async function organizationsWithChecks(orm: MikroORM, now: Date): Promise<string[]> {
  return organizations(orm, "check_at <= ?", [now]);
}

/** In which organizations a file is awaited whose link ended by `ended`, or was last tried to be scanned by `tried`. */
export async function organizationsWithUploads(orm: MikroORM, ended: Date, tried: Date): Promise<string[]> {
  const due = "state = 'AWAITING_UPLOAD' and upload_ends_at <= ? or state = 'UNSCANNABLE' and updated_at <= ?";
  return organizations(orm, due, [ended, tried]);
}

async function organizations(orm: MikroORM, due: string, parameters: readonly Date[]): Promise<string[]> {
  const rows = await orm.em
    .getConnection()
    .execute<{ organization_id: string }[]>(`select distinct organization_id from document where ${due} order by 1`, [
      ...parameters,
    ]);
  return rows.map((row) => row.organization_id);
}
