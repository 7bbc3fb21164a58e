import { boundOrganization, systemUserId } from "@careconnect/kit";
import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";

/** Whoever runs one says so again after each step; after so long without that, somebody else begins it anew. */
const lease = "10 minutes";

/** How many runs are kept, with what they found. */
const keptRuns = 60;

/** Has every organization compared once a day, whatever anybody asks for. */
export async function requestDaily(orm: MikroORM): Promise<void> {
  await orm.em.getConnection().execute(
    `insert into reconciliation (id, organization_id, created_at, updated_at, status, requested_by)
     select gen_random_uuid(), o.organization_id, now(), now(), 'PENDING', ?::uuid from organization_reference o
     where not exists (select from reconciliation r
       where r.organization_id = o.organization_id and r.created_at > now() - interval '1 day')
     on conflict do nothing`,
    [systemUserId],
  );
}

/** In which organizations a run is to be begun, or to be begun anew. */
export async function organizationsWithRuns(orm: MikroORM): Promise<string[]> {
  const rows = await orm.em
    .getConnection()
    .execute<{ organization_id: string }[]>(
      "select organization_id from reconciliation where status in ('PENDING', 'RUNNING') and coalesce(held_until, '-infinity') < now() order by 1",
    );
  return rows.map((row) => row.organization_id);
}

/** The run that is to be begun, taken; null when there is none, or somebody else is at it. */
export async function takeRun(em: EntityManager): Promise<string | null> {
  const [run] = await em.execute<{ id: string }[]>(
    `update reconciliation set status = 'RUNNING', held_until = now() + interval '${lease}', started_at = now(),
       steps_done = 0, gateway_count = 0, updated_at = now(), version = version + 1
     where id = (select id from reconciliation where organization_id = ? and status in ('PENDING', 'RUNNING')
       and coalesce(held_until, '-infinity') < now() limit 1 for update skip locked)
     returning id`,
    [boundOrganization(em)],
  );
  if (run) await em.execute("delete from reconciliation_difference where reconciliation_id = ?", [run.id]);
  return run?.id ?? null;
}

/** Says how far a run is, and that somebody is at it. @returns whether it is still theirs */
export async function report(
  em: EntityManager,
  id: string,
  progress: {
    readonly step: string;
    readonly done: number;
    readonly inAll: number;
    readonly gatewayCount: number;
    readonly startedAt: Date;
  },
): Promise<boolean> {
  const { step, done, inAll, gatewayCount, startedAt } = progress;
  const rows = await em.execute<unknown[]>(
    `update reconciliation set step = ?, steps_done = ?, steps_in_all = ?, gateway_count = ?,
       held_until = now() + interval '${lease}', updated_at = now(), version = version + 1
     where organization_id = ? and id = ? and status = 'RUNNING' and started_at = ? returning id`,
    [step, done, inAll, gatewayCount, boundOrganization(em), id, startedAt],
  );
  return rows.length > 0;
}

/** Forgets what the oldest runs found. */
export async function forgetOldRuns(em: EntityManager): Promise<void> {
  await em.execute(
    `delete from reconciliation where organization_id = ? and status in ('COMPLETED', 'INCOMPLETE') and id not in (
       select id from reconciliation where organization_id = ? order by created_at desc, id desc limit ?)`,
    [boundOrganization(em), boundOrganization(em), keptRuns],
  );
}
