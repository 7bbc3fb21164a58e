import type { Client } from "pg";
import type { EventBus, Subscription } from "../events/event.bus.ts";
import type { ServiceLog } from "../telemetry/service.log.ts";
import { type LoggedEventRow, loggedEventColumns, loggedEventOf } from "./logged.event.ts";

const batchSize = 500;

interface Introduction {
  /** Holds the relay's lock, so that one process does this at a time. */
  readonly client: Client;
  readonly broker: Pick<EventBus, "publish">;
  readonly signal: AbortSignal;
  readonly log: ServiceLog;
}

/**
 * Gives queues that are new, or want types that they did not want before, what was published of these before they came;
 * archived months are missing. One that is interrupted begins again: consumers apply an event once.
 */
export async function introduceSubscribers(
  introduction: Introduction,
  subscriptions: readonly Subscription[],
): Promise<void> {
  const { client, signal, log } = introduction;
  for (const { queue, types } of await newAmong(client, subscriptions)) {
    const count = await publishHistory(introduction, { queue, types });
    if (signal.aborted) return;
    await client.query("insert into event_subscriber (queue, type) select $1, unnest($2::text[])", [queue, types]);
    if (count > 0) log.info({ queue, types, events: count }, "a new subscriber has the events that were before it");
  }
}

/** What of `subscriptions` is not known yet; what is known and no longer among them is forgotten. */
async function newAmong(client: Client, subscriptions: readonly Subscription[]): Promise<Subscription[]> {
  const queues = subscriptions.flatMap(({ queue, types }) => types.map(() => queue));
  const wanted = "unnest($1::text[], $2::text[]) as wanted (queue, type)";
  const values = [queues, subscriptions.flatMap(({ types }) => types)];
  await client.query(
    `delete from event_subscriber where not exists
       (select from ${wanted} where wanted.queue = event_subscriber.queue and wanted.type = event_subscriber.type)`,
    values,
  );
  const { rows } = await client.query<Subscription>(
    `select queue, array_agg(type) as types from (select * from ${wanted} except select queue, type from event_subscriber) missing
     group by queue order by queue`,
    values,
  );
  return rows;
}

/** @returns how many events were published */
async function publishHistory({ client, broker, signal }: Introduction, subscription: Subscription): Promise<number> {
  let count = 0;
  for (let after = "0"; !signal.aborted; ) {
    const { rows } = await client.query<LoggedEventRow>(
      `select ${loggedEventColumns} from outbox_event
       where position > $1 and position <= (select published from event_log) and type = any($2)
       order by position limit $3`,
      [after, subscription.types, batchSize],
    );
    const last = rows.at(-1);
    if (!last) break;
    await broker.publish(rows.map(loggedEventOf), [subscription]);
    count += rows.length;
    after = last.position;
  }
  return count;
}
