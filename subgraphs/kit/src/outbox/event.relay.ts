import type { Client } from "pg";
import type { EventBus } from "../events/event.bus.ts";
import { type DatabaseSession, keepSession } from "../persistence/database.session.ts";
import { describeFault } from "../telemetry/fault.ts";
import type { ServiceLog } from "../telemetry/service.log.ts";
import { type Bell, createBell } from "../time/bell.ts";
import { catchUp, lateSubscribers, withoutLate } from "./event.subscribers.ts";
import { type LoggedEventRow, loggedEventColumns, loggedEventOf } from "./logged.event.ts";

export interface RelayOptions {
  readonly databaseUrl: string;
  readonly log: ServiceLog;
  /** Takes events that have their positions, in order, at least once; undefined when there is no broker. */
  readonly broker?: Broker | undefined;
  /** How long until an idle leader looks for new subscribers, in milliseconds. */
  readonly subscriberInterval?: number;
  /** Awaited between the steps of a round. */
  readonly afterStep?: (step: RelayStep) => Promise<void>;
}

export type Broker = Pick<EventBus, "subscriptions" | "publish">;

/** `leading`: this relay holds the lock. `positioned`: events have positions. `published`: the broker has them, which is not noted yet. */
export type RelayStep = "leading" | "positioned" | "published";

/** Followers of the log listen here; the payload is the newest position. */
export const positionedChannel = "event_log";

const lockKey = 4_021_337_601;
const batchSize = 500;
/** How long a relay that does not lead waits before it asks for the lead again, in milliseconds. */
const standbyInterval = 500;
/** How long a leader waits for a notification before it looks for itself, in milliseconds. */
const pollInterval = 1_000;
/** How long until an idle leader looks for new subscribers, in milliseconds. */
const defaultSubscriberInterval = 10_000;
/** Between attempts to publish, in milliseconds. */
const firstPause = 200;
const longestPause = 10_000;

/**
 * Gives committed events their positions and publishes them. Any number may run; the one that holds the database's
 * advisory lock works, the others stand by. Everything it writes goes over the connection that holds the lock, so that
 * one that lost the lead cannot write.
 */
export function startEventRelay(options: RelayOptions): DatabaseSession {
  return keepSession({
    url: options.databaseUrl,
    name: "careconnect relay",
    onFault: (error) => options.log.warn({ fault: describeFault(error) }, "the event relay stopped; it tries again"),
    work: (client, signal) => relay(client, signal, options),
  });
}

async function relay(client: Client, signal: AbortSignal, options: RelayOptions): Promise<void> {
  const bell = createBell();
  if (!(await lead(client, bell, signal))) return;
  options.log.info({}, "the event relay of this process leads");
  client.on("notification", () => bell.ring());
  await client.query("listen outbox_event");
  await options.afterStep?.("leading");
  const publisher = createPublisher(client, options);
  while (!signal.aborted) {
    const positioned = await givePositions(client);
    if (positioned > 0) await options.afterStep?.("positioned");
    const published = await publisher.publishNext();
    if (positioned < batchSize && published < batchSize) await bell.wait(pollInterval, signal);
  }
}

async function lead(client: Client, bell: Bell, signal: AbortSignal): Promise<boolean> {
  while (!signal.aborted) {
    const { rows } = await client.query<{ leads: boolean }>("select pg_try_advisory_lock($1) as leads", [lockKey]);
    if (rows[0]?.leads) return true;
    await bell.wait(standbyInterval, signal);
  }
  return false;
}

/**
 * One statement, so one transaction: events that are visible now get the next positions, in the order in which they
 * were written. An event that commits later, however old, comes later: whoever reads by position misses nothing.
 */
const positionStatement = `
  with batch as (
    select id, occurred_at, sequence from outbox_event
    where position is null order by sequence limit $1 for update skip locked
  ), numbered as (
    select id, occurred_at, row_number() over (order by sequence) as number from batch
  ), counter as (
    update event_log set head = head + (select count(*) from batch)
    where exists (select from batch) returning head
  ), positioned as (
    update outbox_event event
    set position = counter.head - (select count(*) from batch) + numbered.number
    from numbered, counter
    where event.id = numbered.id and event.occurred_at = numbered.occurred_at
    returning event.position
  )
  select count(*)::int as count,
    case when count(*) > 0 then pg_notify('${positionedChannel}', max(position)::text) end
  from positioned`;

/** @returns how many events got a position. */
async function givePositions(client: Client): Promise<number> {
  const { rows } = await client.query<{ count: number }>(positionStatement, [batchSize]);
  return rows[0]?.count ?? 0;
}

/**
 * Publishes what has a position and is not noted as published; a crash before the note publishes it again. A broker that
 * does not take it is asked again later: positions, and with them live updates, do not wait for it.
 */
function createPublisher(client: Client, options: RelayOptions) {
  const { broker, afterStep, log, subscriberInterval = defaultSubscriberInterval } = options;
  let pause = 0;
  let resumeAt = 0;
  let lookAt = 0;

  async function publish(broker: Broker): Promise<number> {
    const { rows } = await client.query<LoggedEventRow>(
      `select ${loggedEventColumns} from outbox_event
       where position > (select published from event_log) order by position limit $1`,
      [batchSize],
    );
    const last = rows.at(-1);
    if (!last && Date.now() < lookAt) return 0;
    const subscriptions = await broker.subscriptions();
    const late = await lateSubscribers(client, subscriptions);
    if (last) {
      await broker.publish(rows.map(loggedEventOf), withoutLate(subscriptions, late));
      await afterStep?.("published");
      await client.query("update event_log set published = $1 where published < $1", [last.position]);
    }
    // A step in each round, so that nothing else waits for a long history.
    const [latest] = late;
    if (!latest) lookAt = Date.now() + subscriberInterval;
    else await catchUp(client, broker, log, latest);
    return latest ? batchSize : rows.length;
  }

  return {
    /** @returns how many events were published, or a whole batch while there is more to do */
    async publishNext(): Promise<number> {
      if (!broker || Date.now() < resumeAt) return 0;
      try {
        const count = await publish(broker);
        pause = 0;
        return count;
      } catch (error) {
        pause = Math.min(Math.max(pause * 2, firstPause), longestPause);
        resumeAt = Date.now() + pause;
        log.warn({ fault: describeFault(error) }, "events could not be published; it is tried again");
        return 0;
      }
    },
  };
}
