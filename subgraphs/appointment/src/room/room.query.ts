import type { MikroORM } from "@mikro-orm/postgresql";

/** In which organizations a room is closed by `now`, or somebody in one was not seen since `gone`. */
export async function organizationsWithEmptySeats(orm: MikroORM, now: Date, gone: Date): Promise<string[]> {
  const rows = await orm.em.getConnection().execute<{ organization_id: string }[]>(
    `select distinct organization_id from visit_room
     where closes_at <= ? or patient_seen_at <= ? or provider_seen_at <= ? order by 1`,
    [now, gone, gone],
  );
  return rows.map((row) => row.organization_id);
}

/** Removes what was sent before `sent` and never fetched, whoever's it is. */
export async function forgetOldSignals(orm: MikroORM, sent: Date): Promise<void> {
  await orm.em.getConnection().execute("delete from visit_signal where sent_at < ?", [sent]);
}
