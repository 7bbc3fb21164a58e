import type { Client } from "pg";
import type { EventBus, Subscription } from "../events/event.bus.ts";
import type { ServiceLog } from "../telemetry/service.log.ts";
import { type LoggedEventRow, loggedEventColumns, loggedEventOf } from "./logged.event.ts";

/** Positions of the log that are looked through in one step. */
const stepLength = 2_000;

/** A queue that is still to be given what was published before it came. */
export interface LateSubscriber extends Subscription {
  /** The position up to which it has been given that. */
  readonly behind: number;
}

/**
 * Notes which of `subscriptions` are new, and forgets those that are gone.
 * @returns those that lack a part of the history, the furthest behind first
 */
export async function lateSubscribers(
  client: Client,
  subscriptions: readonly Subscription[],
): Promise<LateSubscriber[]> {
  const queues = subscriptions.flatMap(({ queue, types }) => types.map(() => queue));
  const values = [queues, subscriptions.flatMap(({ types }) => types)];
  const wanted = "unnest($1::text[], $2::text[]) as wanted (queue, type)";
  await client.query(
    `delete from event_subscriber where not exists
       (select from ${wanted} where wanted.queue = event_subscriber.queue and wanted.type = event_subscriber.type)`,
    values,
  );
  await client.query(
    `insert into event_subscriber (queue, type, behind)
     select queue, type, case when (select published from event_log) > 0 then 0 end from ${wanted}
     on conflict do nothing`,
    values,
  );
  const { rows } = await client.query<Subscription & { readonly behind: string }>(
    `select queue, behind, array_agg(type order by type) as types from event_subscriber where behind is not null
     group by queue, behind order by behind, queue`,
  );
  return rows.map((row) => ({ ...row, behind: Number(row.behind) }));
}

/** `subscriptions` without what is late: that must not be given new events before older ones. */
export function withoutLate(
  subscriptions: readonly Subscription[],
  late: readonly LateSubscriber[],
): readonly Subscription[] {
  const isLate = (queue: string, type: string) => late.some((one) => one.queue === queue && one.types.includes(type));
  return subscriptions.map(({ queue, types }) => ({ queue, types: types.filter((type) => !isLate(queue, type)) }));
}

/**
 * Gives a queue the next step of what was published before it came; archived months are missing. A crash before the note
 * gives it again: consumers apply an event once.
 */
export async function catchUp(
  client: Client,
  broker: Pick<EventBus, "publish">,
  log: ServiceLog,
  { queue, types, behind }: LateSubscriber,
): Promise<void> {
  const { rows: logs } = await client.query<{ published: string }>("select published from event_log");
  const published = Number(logs[0]?.published);
  const until = Math.min(behind + stepLength, published);
  const { rows } = await client.query<LoggedEventRow>(
    `select ${loggedEventColumns} from outbox_event
     where position > $1 and position <= $2 and type = any($3) order by position`,
    [behind, until, types],
  );
  if (rows.length > 0) await broker.publish(rows.map(loggedEventOf), [{ queue, types }]);
  const isDone = until >= published;
  await client.query("update event_subscriber set behind = $3 where queue = $1 and type = any($2)", [
    queue,
    types,
    isDone ? null : until,
  ]);
  if (isDone) log.info({ queue, types }, "a new subscriber has the events that were before it");
}
