import { boundEntityManager, ConfigurationError } from "@careconnect/kit";
import type { MikroORM } from "@mikro-orm/postgresql";
import { recountRatings } from "./rating.tally.ts";

/**
 * Makes the averages of all providers anew from the log of events, one organization after the other.
 * @returns how many ratings were counted
 * @throws ConfigurationError when the log does not have all of them
 */
export async function rebuildAverages(orm: MikroORM): Promise<number> {
  const em = orm.em.fork();
  const [log] = await em.execute<{ archived: string }[]>("select archived from event_log");
  if (Number(log?.archived) > 0) {
    throw new ConfigurationError(
      "The oldest events were archived: attach the archived months to outbox_event again, then rebuild.",
    );
  }
  const organizations = await em.execute<{ id: string }[]>("select distinct organization_id as id from provider");
  for (const { id } of organizations) {
    await boundEntityManager(orm, id).transactional(async (bound) => {
      await bound.execute("set local statement_timeout = 0");
      await recountRatings(bound);
    });
  }
  const [counted] = await em.execute<{ ratings: number }[]>("select count(*)::int as ratings from counted_rating");
  return counted?.ratings ?? 0;
}
