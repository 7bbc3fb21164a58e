import { type JobInsert, type JobResult, type JobWithMetadata, PgBoss } from "pg-boss";
import type { LoggedEvent } from "../outbox/logged.event.ts";
import { describeFault } from "../telemetry/fault.ts";
import type { ServiceLog } from "../telemetry/service.log.ts";
import type { EventBus, Subscription } from "./event.bus.ts";
import {
  type EventMessage,
  eventOf,
  faultOfRefusal,
  messageOf,
  type Refusal,
  readEventMessage,
  refusedForGood,
} from "./event.message.ts";
import { failedForGood } from "./ordered.work.ts";

const schema = "pgboss";
// Finding the heads of all aggregates costs the broker as much as its backlog is long, whatever the batch: large ones keep
// what that costs altogether small, also when hundreds of thousands of events wait.
const batchSize = 2_000;
/** Events that are applied at once at most: requests need connections, too. */
const parallel = 5;
const connections = 4;
const cleaningInterval = 600_000;

const queueOptions = {
  policy: "key_strict_fifo",
  notify: true,
  retryLimit: 8,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
  /** For a whole batch. */
  expireInSeconds: 300,
  /** A consumer that was killed is noticed after this long. */
  heartbeatSeconds: 10,
  // Never: an event that waits too long, or failed, must not vanish and let its aggregate's later events pass.
  retentionSeconds: 10 * 365 * 86_400,
  deleteAfterSeconds: 0,
} as const;

const workOptions = {
  batchSize,
  burstWhenBatchFull: true,
  pollingIntervalSeconds: 0.5,
  notifyPollingIntervalSeconds: 1,
  includeMetadata: true,
  perJobResults: true,
} as const;

function createBoss(url: string, options: { readonly migrate?: boolean; readonly works?: boolean } = {}): PgBoss {
  return new PgBoss({
    connectionString: url,
    application_name: "careconnect broker",
    max: connections,
    connectionTimeoutMillis: 5_000,
    // A deep backlog on a busy machine takes a while to look through; a statement that never gets done would stop all.
    options: "-c statement_timeout=60000",
    schema,
    migrate: options.migrate ?? false,
    schedule: false,
    supervise: options.works ?? false,
    useListenNotify: options.works ?? false,
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    // Both need the owner of the tables.
    reindex: false,
    monitorVacuum: false,
  });
}

/** Makes or updates the broker's tables as their owner, and lets `applicationRole` work with them. */
export async function migratePgBoss(ownerUrl: string, applicationRole: string): Promise<void> {
  const boss = createBoss(ownerUrl, { migrate: true });
  boss.on("error", () => undefined);
  await boss.start();
  try {
    const role = `"${applicationRole.replaceAll('"', '""')}"`;
    await boss.getDb().executeSql(`
      grant usage on schema ${schema} to ${role};
      grant select, insert, update, delete on all tables in schema ${schema} to ${role};
      grant usage, select on all sequences in schema ${schema} to ${role};
      grant execute on all functions in schema ${schema} to ${role};
    `);
  } finally {
    await boss.stop();
  }
}

export async function ensurePgBossSubscriptions(
  url: string,
  subgraph: string,
  subscriptions: readonly Subscription[],
): Promise<void> {
  const boss = createBoss(url);
  boss.on("error", () => undefined);
  await boss.start();
  try {
    const { policy, ...changeable } = queueOptions;
    for (const { queue, types } of subscriptions) {
      const deadLetter = deadLetterOf(queue);
      await boss.createQueue(deadLetter, { retentionSeconds: queueOptions.retentionSeconds, deleteAfterSeconds: 0 });
      await boss.createQueue(queue, { policy, ...changeable, deadLetter });
      await boss.updateQueue(queue, { ...changeable, deadLetter });
      // At once, so that a relay that looks meanwhile does not find some of them.
      await boss
        .getDb()
        .executeSql(
          `insert into ${schema}.subscription (event, name) select unnest($1::text[]), $2 on conflict do nothing`,
          [types, queue],
        );
    }
    const wanted = new Map(subscriptions.map(({ queue, types }) => [queue, new Set(types)]));
    const { rows } = await boss
      .getDb()
      .executeSql(`select event, name from ${schema}.subscription where starts_with(name, $1)`, [`${subgraph}.`]);
    for (const { event, name } of rows) if (!wanted.get(name)?.has(event)) await boss.unsubscribe(event, name);
  } finally {
    await boss.stop();
  }
}

/** pg-boss reports copies of errors, which are none any more. */
function faultOf(report: unknown) {
  return describeFault(report instanceof Error ? report : Object.assign(new Error(), report));
}

export function deadLetterOf(queue: string): string {
  return `${queue}.dead`;
}

/** Connects to the broker in the database at `url`. @throws when it does not answer or was not migrated */
export async function openPgBossBus(options: { readonly url: string; readonly log: ServiceLog }): Promise<EventBus> {
  const { log } = options;
  const boss = createBoss(options.url, { works: true });
  boss.on("error", (error) => log.warn({ fault: faultOf(error) }, "the broker's client reports an error"));
  boss.on("warning", ({ message }) => log.warn({ warning: message }, "the broker's client warns"));
  await boss.start().catch(async (error: unknown) => {
    await boss.stop({ graceful: false });
    throw error;
  });
  const sql = async (text: string, values: unknown[]) => (await boss.getDb().executeSql(text, values)).rows;
  const consumed = new Set<string>();
  const cleaning = setInterval(() => {
    // Failed events stay, see queueOptions; completed ones are kept for a day, to be looked at.
    sql(
      `delete from ${schema}.job where name = any($1) and state = 'completed' and completed_on < now() - interval '1 day'`,
      [[...consumed]],
    ).catch((error: unknown) => log.warn({ fault: describeFault(error) }, "done events could not be removed"));
  }, cleaningInterval).unref();

  function refuse(queue: string, job: JobWithMetadata<unknown>, refusal: Refusal): JobResult {
    const fault = faultOfRefusal(refusal);
    if (job.retryCount >= job.retryLimit) log.error({ queue, type: null, fault }, refusedForGood);
    return { id: job.id, status: "failed", output: fault };
  }

  /** What failed for good: events, and what is none. */
  async function failedIn(queue: string) {
    const rows = await sql(
      `select id::text, data, output, completed_on, (select count(*)::int from ${schema}.job later
         where later.name = failed.name and later.singleton_key = failed.singleton_key and later.state < 'active') as waiting
       from ${schema}.job failed where name = $1 and state = 'failed' order by failed.id`,
      [queue],
    );
    return rows.map((row) => ({ ...row, read: readEventMessage(row.data) }));
  }

  return {
    async subscriptions() {
      const rows = await sql(`select name, array_agg(event) as types from ${schema}.subscription group by name`, []);
      return rows.map(({ name, types }) => ({ queue: name, types }));
    },

    async publish(events, subscriptions) {
      for (const { queue, types } of subscriptions) {
        const wanted = events.filter(({ type }) => types.includes(type));
        if (wanted.length > 0) await boss.insert(queue, wanted.map(jobOf));
      }
    },

    async consume({ queue }, together, handle) {
      consumed.add(queue);
      const work = async (jobs: readonly JobWithMetadata<EventMessage>[]): Promise<JobResult[]> => {
        try {
          await handle(jobs.map(({ data }) => eventOf(data)));
          return jobs.map(({ id }) => ({ id, status: "completed" }));
        } catch (error) {
          const [job, ...others] = jobs;
          if (!job) return [];
          // Which of them cannot be applied is found out by applying each for itself.
          if (others.length > 0) return (await inTurn(jobs, (one) => work([one]))).flat();
          const fault = describeFault(error);
          const { type, id: eventId, aggregateId } = job.data;
          const facts = { queue, type, eventId, aggregateId, fault };
          if (job.retryCount < job.retryLimit) log.warn(facts, "an event could not be applied; it is tried again");
          else log.error(facts, failedForGood);
          return [{ id: job.id, status: "failed", output: fault }];
        }
      };
      const worker = await boss.work(queue, workOptions, async (jobs: JobWithMetadata<EventMessage>[]) => {
        // A batch holds one event of each aggregate at most, so its events may be applied at once; the next events of
        // the same aggregates can be fetched as soon as this batch is done.
        const readings = jobs.map((job) => ({ job, read: readEventMessage(job.data) }));
        const results = readings.flatMap(({ job, read }) =>
          "refusal" in read ? refuse(queue, job, read.refusal) : [],
        );
        const events = readings.flatMap(({ job, read }) => ("event" in read ? job : []));
        const waiting = groupsOf(events, together).values();
        const takeTurns = async () => {
          for (const group of waiting) results.push(...(await work(group)));
        };
        await Promise.all(Array.from({ length: parallel }, takeTurns));
        boss.notifyWorker(worker);
        return results;
      });
    },

    blocked: (queue) => boss.getBlockedKeys(queue),

    async deadLetters(queue) {
      return (await failedIn(queue)).flatMap(({ read, output, completed_on, waiting }) =>
        "event" in read ? { event: eventOf(read.event), reason: output, failedAt: completed_on, waiting } : [],
      );
    },

    async refused(queue) {
      return (await failedIn(queue)).flatMap(({ id, read, completed_on }) =>
        "refusal" in read ? { id, type: null, reason: faultOfRefusal(read.refusal), failedAt: completed_on } : [],
      );
    },

    async discardRefused(queue, ids) {
      const refused = (await failedIn(queue)).flatMap(({ id, read }) =>
        "refusal" in read && ids.includes(id) ? [id] : [],
      );
      if (refused.length > 0) await boss.deleteJob(queue, refused);
      return refused.length;
    },

    async retryBlocked(queue, ids) {
      const rows = await sql(
        `select id from ${schema}.job where name = $1 and state = 'failed'
           and ($2::text[] is null or data ->> 'id' = any($2) or id::text = any($2))`,
        [queue, ids ?? null],
      );
      if (rows.length > 0)
        await boss.retry(
          queue,
          rows.map(({ id }) => id),
        );
      return rows.length;
    },

    async stop() {
      clearInterval(cleaning);
      await boss.stop({ graceful: true, timeout: 5_000 });
    },
  };
}

async function inTurn<Item, Result>(items: readonly Item[], work: (item: Item) => Promise<Result>): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

/** Jobs of one organization each, `size` at most. */
function groupsOf(jobs: readonly JobWithMetadata<EventMessage>[], size: number): JobWithMetadata<EventMessage>[][] {
  return [...Map.groupBy(jobs, ({ data }) => data.organizationId).values()].flatMap((ofOne) =>
    Array.from({ length: Math.ceil(ofOne.length / size) }, (_, index) => ofOne.slice(index * size, (index + 1) * size)),
  );
}

function jobOf(event: LoggedEvent): JobInsert<EventMessage> {
  return {
    id: jobIdOf(event),
    singletonKey: event.aggregateId,
    data: messageOf(event),
  };
}

/**
 * A UUID that is the same whenever the event is published, so that the broker keeps one of them, and that sorts by
 * position: events of one batch have the same time for the broker, which then goes by id.
 */
function jobIdOf({ position, id }: LoggedEvent): string {
  const order = position.toString(16).padStart(12, "0");
  return `${order.slice(0, 8)}-${order.slice(8)}-8${id.slice(15, 18)}-${id.slice(19)}`;
}
