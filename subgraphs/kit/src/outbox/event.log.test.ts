import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { schemaDiff } from "../persistence/migrate.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test.database.ts";
import { insertTestEvent, testOrganization } from "../testing/test.events.ts";
import { createTestLog } from "../testing/test.log.ts";
import { type FollowOptions, type OpenEventLog, openEventLog } from "./event.log.ts";
import { startEventRelay } from "./event.relay.ts";
import type { LoggedEvent } from "./logged.event.ts";

const definition = { name: "log", entities: [], migrations: [], resolvers: [], references: {} };
const other = "0199a000-0000-7000-8000-000000000002";

let database: TestDatabase;
let client: Client;
const toClose: (() => Promise<void>)[] = [];

async function connect(url = database.url): Promise<Client> {
  const opened = new Client({ connectionString: url });
  opened.on("error", () => undefined);
  await opened.connect();
  toClose.push(() => opened.end());
  return opened;
}

function relay(options: Partial<Parameters<typeof startEventRelay>[0]> = {}) {
  const started = startEventRelay({ databaseUrl: database.url, log: createTestLog(), ...options });
  toClose.push(started.stop);
  return started;
}

async function openLog(): Promise<OpenEventLog> {
  const log = await openEventLog({ databaseUrl: database.url, log: createTestLog() });
  toClose.push(log.close);
  return log;
}

/** Follows the log into a list. */
function collect(log: OpenEventLog, options: Partial<FollowOptions> = {}): LoggedEvent[] {
  const seen: LoggedEvent[] = [];
  const ending = new AbortController();
  const all = (async () => {
    const follow = { after: 0, organizationId: testOrganization, signal: ending.signal, ...options };
    for await (const event of log.follow(follow)) seen.push(event);
  })();
  toClose.push(async () => {
    ending.abort();
    await all;
  });
  return seen;
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const giveUpAt = Date.now() + 10_000; !(await condition()); await delay(10))
    if (Date.now() > giveUpAt) throw new Error(`This did not come true: ${condition}`);
}

const positions = async (): Promise<{ id: string; position: string | null }[]> =>
  (await client.query("select id, position from outbox_event order by position, sequence")).rows;

async function insertMany(count: number, into = client): Promise<string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) ids.push(await insertTestEvent(into));
  return ids;
}

beforeEach(async () => {
  database = await createTestDatabase(definition);
  client = await connect();
});
afterEach(async () => {
  for (const close of toClose.splice(0).reverse()) await close();
  await database.drop();
});

describe("positions", () => {
  it("have no gaps and follow visibility, when an older transaction stays open while newer ones commit", async () => {
    const log = await openLog();
    const seen = collect(log);
    relay();
    const older = await connect();
    await older.query("begin");
    const late = await insertTestEvent(older);
    const abandoned = await connect();
    await abandoned.query("begin");
    await insertTestEvent(abandoned);
    const early = await insertMany(20);
    await until(() => seen.length === 20);
    expect(await log.head()).toBe(20);

    await abandoned.query("rollback");
    await older.query("commit");
    const last = await insertMany(3);
    await until(() => seen.length === 24);
    expect(seen.map(({ position }) => position)).toEqual(Array.from({ length: 24 }, (_, index) => index + 1));
    expect(seen.slice(0, 20).map(({ id }) => id)).toEqual(early);
    expect(new Set(seen.map(({ id }) => id))).toEqual(new Set([...early, late, ...last]));
    expect((await positions()).map(({ id }) => id)).toEqual(seen.map(({ id }) => id));
  });

  it("skip and double nothing under many writers, and keep each aggregate's order", async () => {
    relay();
    const seen = collect(await openLog());
    const aggregates = Array.from({ length: 8 }, (_, index) => `0199c000-0000-7000-8000-00000000000${index}`);
    await Promise.all(
      aggregates.map(async (aggregateId) => {
        const writer = await connect();
        for (let version = 1; version <= 60; version += 1) {
          await writer.query("begin");
          await insertTestEvent(writer, { aggregateId, aggregateVersion: version });
          await delay(Math.random() * 4);
          await writer.query("commit");
        }
      }),
    );
    await until(() => seen.length === 480);
    expect(seen.map(({ position }) => position)).toEqual(Array.from({ length: 480 }, (_, index) => index + 1));
    for (const aggregateId of aggregates) {
      const versions = seen.filter((event) => event.aggregateId === aggregateId).map((event) => event.aggregateVersion);
      expect(versions).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    }
  });

  it("are given once, by the relay, and never change", async () => {
    const owner = await connect(database.ownerUrl);
    relay();
    const id = await insertTestEvent(client);
    await until(async () => (await positions())[0]?.position === "1");
    for (const who of [client, owner])
      await expect(who.query("update outbox_event set position = 7 where id = $1", [id])).rejects.toThrow(/position/);
    await expect(owner.query("update outbox_event set position = null")).rejects.toThrow(/position/);
    await expect(client.query("insert into outbox_event select * from outbox_event")).rejects.toThrow(/position/);
    await expect(client.query("update outbox_event set payload = '{}'")).rejects.toThrow(/permission denied/);
    await expect(client.query("update event_log set epoch = gen_random_uuid()")).rejects.toThrow(/permission denied/);
    await expect(client.query("delete from event_log")).rejects.toThrow(/permission denied/);
    await expect(client.query("select * from log.event_default")).rejects.toThrow(/permission denied/);
  });

  it("are given by one relay at a time; another takes over when it dies", async () => {
    const leaders: string[] = [];
    const leading = (name: string) => ({
      afterStep: async (step: string) => {
        if (step === "leading") leaders.push(name);
      },
    });
    relay(leading("one"));
    await until(() => leaders.length === 1);
    relay(leading("two"));
    await insertMany(5);
    await until(async () => (await positions()).every(({ position }) => position !== null));
    expect(leaders).toEqual(["one"]);

    const owner = await connect(database.ownerUrl);
    const kill = "select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and granted";
    const admin = await connect(process.env.TEST_DATABASE_ADMIN_URL);
    const { rows } = await owner.query("select oid from pg_database where datname = current_database()");
    await admin.query(`${kill} and database = $1`, [rows[0].oid]);
    await until(() => leaders.length === 2);
    await insertMany(5);
    await until(async () => (await positions()).every(({ position }) => position !== null));
    expect((await positions()).map(({ position }) => position)).toEqual(
      Array.from({ length: 10 }, (_, index) => String(index + 1)),
    );
  });
});

describe("a follower", () => {
  it("resumes from a position without a gap or a repeat", async () => {
    relay();
    const log = await openLog();
    const all = collect(log);
    await insertMany(30);
    await until(() => all.length === 30);
    const resumed = collect(log, { after: 12 });
    await insertMany(30);
    await until(() => resumed.length === 48);
    expect(resumed.map(({ position }) => position)).toEqual(Array.from({ length: 48 }, (_, index) => index + 13));
  });

  it("gets its organization's events and the types it asked for, and no others", async () => {
    relay();
    const log = await openLog();
    const seen = collect(log, { types: ["thing.wanted"] });
    await insertTestEvent(client, { type: "thing.wanted", organizationId: other });
    await insertTestEvent(client, { type: "thing.other" });
    const wanted = await insertTestEvent(client, { type: "thing.wanted" });
    await until(() => seen.length > 0);
    expect(seen).toMatchObject([{ id: wanted, position: 3, organizationId: testOrganization }]);
    expect(await log.read({ after: 0, limit: 10, organizationId: other })).toHaveLength(1);
    expect((await log.read({ after: 1, limit: 1 })).map(({ position }) => position)).toEqual([2]);
  });

  it("that is slow, with more behind it than its buffer holds, misses nothing", async () => {
    relay();
    const log = await openLog();
    const slow: number[] = [];
    const gate = Promise.withResolvers<void>();
    const ending = new AbortController();
    const reading = (async () => {
      for await (const event of log.follow({ after: 0, organizationId: testOrganization, signal: ending.signal })) {
        slow.push(event.position);
        if (slow.length === 1) await gate.promise;
      }
    })();
    toClose.push(async () => {
      ending.abort();
      await reading;
    });
    await insertTestEvent(client);
    await until(() => slow.length === 1);
    const fast = collect(log);
    await client.query(
      `insert into outbox_event (id, organization_id, type, type_version, aggregate_type, aggregate_id, aggregate_version,
         occurred_at, actor_id, correlation_id, imported, payload)
       select gen_random_uuid(), $1, 'thing.changed', 1, 'Thing', gen_random_uuid(), 1, now(), $1, 'test', true, '{}'
       from generate_series(1, 3000)`,
      [testOrganization],
    );
    await until(() => fast.length === 3001);
    gate.resolve();
    await until(() => slow.length === 3001);
    expect(slow).toEqual(Array.from({ length: 3001 }, (_, index) => index + 1));
  });

  it("goes on when every connection was lost", async () => {
    relay();
    const log = await openLog();
    const seen = collect(log);
    await insertMany(3);
    await until(() => seen.length === 3);
    const admin = await connect(process.env.TEST_DATABASE_ADMIN_URL);
    await admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1 and application_name like 'careconnect%'",
      [new URL(database.url).pathname.slice(1)],
    );
    await insertMany(3);
    await until(() => seen.length === 6);
    expect(seen.map(({ position }) => position)).toEqual([1, 2, 3, 4, 5, 6]);
  });
});

describe("the log", () => {
  it("is what the entities declare", async () => {
    expect(await schemaDiff(definition, database.ownerUrl)).toBe("");
  });

  it("has a partition for this month and the next three, and moves what came without one into its own", async () => {
    const owner = await connect(database.ownerUrl);
    const partitions = async () =>
      (await owner.query("select tableoid::regclass::text as name from outbox_event order by sequence")).rows.map(
        ({ name }) => name,
      );
    await insertTestEvent(client);
    await insertTestEvent(client, { occurredAt: new Date("2031-05-31T23:59:59.999Z") });
    const month = new Date().toISOString().slice(0, 7).replace("-", "_");
    expect(await partitions()).toEqual([`log.event_${month}`, "log.event_default"]);
    await owner.query("select log.prepare_months(3)");
    expect(await partitions()).toEqual([`log.event_${month}`, "log.event_2031_05"]);
    relay();
    await until(async () => (await positions()).every(({ position }) => position !== null));
    await expect(owner.query("update outbox_event set position = 9 where position = 2")).rejects.toThrow(/position/);
    expect(await schemaDiff(definition, database.ownerUrl)).toBe("");
  });

  it("archives a month that is published, and says from where on it is whole", async () => {
    const owner = await connect(database.ownerUrl);
    const log = await openLog();
    await insertTestEvent(client, { occurredAt: new Date("2031-05-01T00:00:00Z") });
    await insertTestEvent(client);
    await owner.query("select log.prepare_months(3)");
    await expect(owner.query("select log.archive_month('2031-05-01')")).rejects.toThrow(/not published/);
    relay({ broker: { subscriptions: async () => [], publish: async () => undefined } });
    await until(async () => (await client.query("select published from event_log")).rows[0].published === "2");
    expect(await log.tail()).toBe(0);
    await owner.query("select log.archive_month('2031-05-01')");
    expect([await log.tail(), await log.head()]).toEqual([1, 2]);
    expect(await log.read({ after: 0, limit: 10 })).toMatchObject([{ position: 2 }]);
    expect((await owner.query("select position from log.event_2031_05")).rows).toEqual([{ position: "1" }]);
    await expect(client.query("select log.archive_month('2031-06-01')")).rejects.toThrow(/permission denied/);
  });
});
