import { Pool } from "pg";
import { keepSession } from "../persistence/database.session.ts";
import { describeFault } from "../telemetry/fault.ts";
import type { ServiceLog } from "../telemetry/service.log.ts";
import { createBell } from "../time/bell.ts";
import { createFollower, type Follower } from "./event.follower.ts";
import { positionedChannel } from "./event.relay.ts";
import { type LoggedEvent, type LoggedEventRow, loggedEventColumns, loggedEventOf } from "./logged.event.ts";

export interface ReadOptions {
  /** A position; events after it are read. */
  readonly after: number;
  readonly limit: number;
  /** These types alone; undefined means all. */
  readonly types?: readonly string[];
  /** This organization's events alone; undefined means all. */
  readonly organizationId?: string;
}

export interface FollowOptions {
  /** A position; 0 for the whole log, {@link EventLog.head} for what is to come. */
  readonly after: number;
  /** These types alone; undefined means all. */
  readonly types?: readonly string[];
  readonly organizationId: string;
  /** Ends the iteration. */
  readonly signal: AbortSignal;
}

/** The subgraph's own events, by position. */
export interface EventLog {
  /** Changes when the log was made anew: a cursor of another epoch cannot be resumed. */
  readonly epoch: string;
  /** The position of the newest event; 0 when there is none. */
  head(): Promise<number>;
  /** The smallest cursor that can be resumed: what follows it can all be read. 0 until history is archived. */
  tail(): Promise<number>;
  /**
   * Events after `after` in order, then those to come, until `signal` aborts. A follower that is slow or loses its
   * database reads on from where it was: nothing is skipped or repeated.
   */
  follow(options: FollowOptions): AsyncIterable<LoggedEvent>;
  /** One page of the log, for replay. */
  read(options: ReadOptions): Promise<LoggedEvent[]>;
}

/** How far the relay is behind. */
export interface EventLag {
  /** Events without a position. */
  readonly withoutPosition: number;
  /** Age of the oldest of them; 0 when there is none. */
  readonly withoutPositionSeconds: number;
  /** Events with a position that the broker does not have. */
  readonly unpublished: number;
  /** Age of the oldest of them; 0 when there is none. */
  readonly unpublishedSeconds: number;
}

export interface OpenEventLog extends EventLog {
  lag(): Promise<EventLag>;
  close(): Promise<void>;
}

const pageSize = 500;
/** How long to wait for a notification before looking for oneself, in milliseconds. */
const pollInterval = 1_000;

/** Opens the log: one LISTEN connection feeds all followers of this process. */
export async function openEventLog(options: { databaseUrl: string; log: ServiceLog }): Promise<OpenEventLog> {
  const pool = new Pool({
    connectionString: options.databaseUrl,
    application_name: "careconnect log",
    max: 2,
    idleTimeoutMillis: 30_000,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 15_000,
    query_timeout: 16_000,
  });
  pool.on("error", (error) => options.log.warn({ fault: describeFault(error) }, "a connection to the log was lost"));
  const followers = new Set<Follower>();
  const closing = new AbortController();

  const state = async () => {
    const { rows } = await pool.query<{ epoch: string; head: string; archived: string }>(
      "select epoch, head, archived from event_log",
    );
    const [row] = rows;
    if (!row) throw new Error("The log of events has no state: its migration has not run.");
    return { epoch: row.epoch, head: Number(row.head), tail: Number(row.archived) };
  };

  const read = async ({ after, limit, types, organizationId }: ReadOptions): Promise<LoggedEvent[]> => {
    const { rows } = await pool.query<LoggedEventRow>(
      `select ${loggedEventColumns} from outbox_event
       where position > $1 and ($3::text[] is null or type = any($3)) and ($4::uuid is null or organization_id = $4)
       order by position limit $2`,
      [after, limit, types ?? null, organizationId ?? null],
    );
    return rows.map(loggedEventOf);
  };

  const { epoch, head } = await state().catch(async (error: unknown) => {
    await pool.end();
    throw error;
  });
  /** Up to here, followers were told of everything. */
  let told = head;

  const listener = keepSession({
    url: options.databaseUrl,
    name: "careconnect listener",
    onFault: (error) => options.log.warn({ fault: describeFault(error) }, "the log's listener stopped; it tries again"),
    work: async (client, signal) => {
      const bell = createBell();
      client.on("notification", () => bell.ring());
      await client.query(`listen ${positionedChannel}`);
      while (!signal.aborted) {
        // With nobody to tell, nothing is read: whoever comes later reads for itself what was before.
        if (followers.size === 0) {
          const { rows } = await client.query<{ head: string }>("select head from event_log");
          if (followers.size === 0) told = Math.max(told, Number(rows[0]?.head));
        } else if ((await tellNext()) === pageSize) continue;
        await bell.wait(pollInterval, signal);
      }
    },
  });

  async function tellNext(): Promise<number> {
    const events = await read({ after: told, limit: pageSize });
    for (const follower of followers) follower.tell(events);
    told = events.at(-1)?.position ?? told;
    return events.length;
  }

  return {
    epoch,
    head: async () => (await state()).head,
    tail: async () => (await state()).tail,
    read,
    async lag() {
      const { rows } = await pool.query<EventLag>(
        `select waiting.count as "withoutPosition", (log.head - log.published)::int as unpublished,
           coalesce(extract(epoch from now() - waiting.oldest), 0)::float8 as "withoutPositionSeconds",
           coalesce(extract(epoch from now() - next.occurred_at), 0)::float8 as "unpublishedSeconds"
         from event_log log
         cross join (
           -- Of what withholds who acted, the moment is not known.
           select count(*)::int as count, min(occurred_at) filter (where actor_id is not null) as oldest
           from outbox_event where position is null) waiting
         left join lateral (
           select occurred_at from outbox_event where position > log.published and actor_id is not null
           order by position limit 1) next on true`,
      );
      const [lag] = rows;
      if (!lag) throw new Error("The log of events has no state: its migration has not run.");
      return lag;
    },
    async *follow(wanted) {
      const signal = AbortSignal.any([wanted.signal, closing.signal]);
      const follower = createFollower({ ...wanted, signal }, { read, pageSize, log: options.log });
      followers.add(follower);
      try {
        yield* follower.events();
      } finally {
        followers.delete(follower);
      }
    },
    async close() {
      closing.abort();
      await listener.stop();
      await pool.end();
    },
  };
}
