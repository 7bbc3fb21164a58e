import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import type { MikroORM } from "@mikro-orm/postgresql";
import { Client } from "pg";
import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ensureSubscriptions } from "../events/configured.bus.ts";
import type { EventBus, Subscription } from "../events/event.bus.ts";
import { faultOfRefusal } from "../events/event.message.ts";
import type { EventHandler } from "../inbox/consumer.definition.ts";
import { applyOnce } from "../inbox/inbox.ts";
import { startEventRelay } from "../outbox/event.relay.ts";
import type { LoggedEvent } from "../outbox/logged.event.ts";
import { openOrm } from "../persistence/orm.ts";
import type { ServiceLog } from "../telemetry/service.log.ts";
import { createTestDatabase, type TestDatabase } from "./test.database.ts";
import { createTestEffects, testEffect } from "./test.effect.ts";
import { insertTestEvent, type TestEvent } from "./test.events.ts";
import { createTestLog } from "./test.log.ts";
import type { Poison } from "./test.poison.ts";

/** A broker as the suite needs it. */
export interface DeliveryBroker {
  readonly url: string;
  /** Where another than who consumes and publishes makes the queues. */
  readonly ownerUrl?: string;
  open(options: { readonly log: ServiceLog; readonly retries: number | undefined }): Promise<EventBus>;
  /** Lets the queue's events fail for good at their first failure, where that is a matter of the queue. */
  withoutRetries(queue: string): Promise<void>;
  readonly poison: Poison;
  /** Forgets which events the queue has had. */
  forget(queue: string): Promise<void>;
  drop(): Promise<void>;
}

/** Whose queues and events those of the suite are. */
export const subgraph = "things";
const type = "thing.changed";
export const deliveredTypes = [type, "thing.made", "thing.ignored"];

/** What every broker has to do, told as what becomes of events. */
export function testDelivery(start: () => Promise<DeliveryBroker>): void {
  const definition = { name: "delivery", entities: [], migrations: [], resolvers: [], references: {} };

  let broker: DeliveryBroker;
  let database: TestDatabase;
  let client: Client;
  let orm: MikroORM;
  let queue: string;
  let subscriptions: readonly Subscription[];
  let log: ReturnType<typeof createTestLog>;
  const toClose: (() => Promise<unknown>)[] = [];

  beforeAll(async () => {
    broker = await start();
  });
  afterAll(() => broker.drop());

  beforeEach(async () => {
    log = createTestLog();
    database = await createTestDatabase(definition);
    await database.asOwner(createTestEffects("test_delivery_app"));
    client = await connect(database.url);
    orm = await openOrm({ url: database.url, entities: [] });
    toClose.push(() => orm.close(true));
    queue = `${subgraph}.${uuidv7()}`;
    subscriptions = [{ queue, types: [type] }];
    await ensureSubscriptions(broker, subgraph, subscriptions);
  });
  afterEach(async () => {
    for (const close of toClose.splice(0).reverse()) await close();
    await ensureSubscriptions(broker, subgraph, []);
    await database.drop();
  });

  async function connect(url: string): Promise<Client> {
    const opened = new Client({ connectionString: url });
    await opened.connect();
    toClose.push(() => opened.end());
    return opened;
  }

  async function openBus(retries?: number): Promise<EventBus> {
    const bus = await broker.open({ log, retries });
    toClose.push(bus.stop);
    return bus;
  }

  async function relay(): Promise<void> {
    const bus = await openBus();
    toClose.push(startEventRelay({ databaseUrl: database.url, log, broker: bus, subscriberInterval: 200 }).stop);
  }

  async function consume(handler: EventHandler = testEffect, bus?: EventBus): Promise<EventBus> {
    const used = bus ?? (await openBus());
    await used.consume({ queue, types: [type] }, 1, async (events) => {
      await applyOnce({ orm, consumer: queue }, events, handler);
    });
    return used;
  }

  /** Starts a relay or consumer that kills itself at `step`. */
  function crashing(role: "relay" | "consumer", step: string): ChildProcess {
    const program = fileURLToPath(new URL("../testing/crash.process.ts", import.meta.url));
    const args = [
      "--conditions=@careconnect/source",
      "--import=tsx",
      program,
      role,
      database.url,
      broker.url,
      queue,
      step,
    ];
    const child = spawn(process.execPath, args, { stdio: ["ignore", "inherit", "inherit"] });
    toClose.push(async () => child.kill("SIGKILL"));
    return child;
  }

  interface Effect {
    readonly event_id: string;
    readonly aggregate_id: string;
    readonly aggregate_version: number;
  }
  const effects = async (): Promise<Effect[]> => (await client.query("select * from effect order by number")).rows;

  async function untilEffects(count: number, patience = 10_000): Promise<Effect[]> {
    for (const giveUpAt = Date.now() + patience; ; await delay(10)) {
      const found = await effects();
      if (found.length >= count) return found;
      if (Date.now() > giveUpAt)
        throw new Error(`There are ${found.length} effects, not ${count}: ${JSON.stringify(log.lines.slice(-3))}`);
    }
  }

  async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
    for (const giveUpAt = Date.now() + 20_000; !(await condition()); await delay(20))
      if (Date.now() > giveUpAt) throw new Error(`This did not come true: ${condition}`);
  }

  async function insertMany(count: number, event: TestEvent = {}): Promise<string[]> {
    const writer = await connect(database.url);
    const ids: string[] = [];
    for (let version = 1; version <= count; version += 1)
      ids.push(await insertTestEvent(writer, { ...event, aggregateVersion: version }));
    return ids;
  }

  const published = async (): Promise<number> =>
    Number((await client.query("select published from event_log")).rows[0].published);

  describe("an event", () => {
    it("has its effect once at every consumer, and none where nobody subscribed to it", async () => {
      await relay();
      const bus = await consume();
      const second = `${queue}-others`;
      await ensureSubscriptions(
        broker,
        subgraph,
        [queue, second].map((name) => ({ queue: name, types: [type] })),
      );
      const seen: LoggedEvent[] = [];
      await bus.consume({ queue: second, types: [type] }, 1, async (events) => void seen.push(...events));
      await insertTestEvent(client, { type: "thing.ignored" });
      const id = await insertTestEvent(client, { payload: { thingId: "one" } });
      expect(await untilEffects(1)).toMatchObject([{ event_id: id }]);
      while (seen.length === 0) await delay(10);
      expect(seen).toMatchObject([{ id, position: 2, payload: { thingId: "one" }, occurredAt: expect.any(Date) }]);
      expect(await effects()).toHaveLength(1);

      await ensureSubscriptions(broker, subgraph, [{ queue, types: [type] }]);
      await insertTestEvent(client);
      await untilEffects(2);
      expect(seen).toHaveLength(1);
    });

    it("is not published before it is committed, nor ever when it is rolled back", async () => {
      const batches: string[][] = [];
      const recorder = startEventRelay({
        databaseUrl: database.url,
        log,
        broker: {
          subscriptions: async () => [],
          publish: async (events) => void batches.push(events.map(({ id }) => id)),
        },
      });
      toClose.push(recorder.stop);
      const [committing, abandoning] = [await connect(database.url), await connect(database.url)];
      await committing.query("begin");
      await abandoning.query("begin");
      const open = await insertTestEvent(committing);
      await insertTestEvent(abandoning);
      const other = await insertTestEvent(client);
      while (batches.length === 0) await delay(10);
      await delay(1_200);
      expect(batches.flat()).toEqual([other]);
      await committing.query("commit");
      await abandoning.query("rollback");
      while (batches.flat().length === 1) await delay(10);
      await delay(1_200);
      expect(batches.flat()).toEqual([other, open]);
    });

    it("that is published twice has one effect", async () => {
      const bus = await consume();
      const published: LoggedEvent[][] = [];
      toClose.push(
        startEventRelay({
          databaseUrl: database.url,
          log,
          broker: {
            ...bus,
            publish: async (events) => {
              published.push([...events]);
              await bus.publish(events, subscriptions);
            },
          },
        }).stop,
      );
      const aggregateId = uuidv7();
      await insertMany(5, { aggregateId });
      await untilEffects(5);
      const again = [...published];
      for (const events of again) await bus.publish(events, subscriptions);
      // Even when the broker has forgotten that it had them.
      await broker.forget(queue);
      for (const events of again) await bus.publish(events, subscriptions);
      // What comes after them is applied after them.
      await insertTestEvent(client, { aggregateId, aggregateVersion: 6 });
      await untilEffects(6);
      expect((await effects()).map((effect) => effect.aggregate_version)).toEqual([1, 2, 3, 4, 5, 6]);
    });

    it("waits while the broker is away, and does not keep positions and live updates waiting", async () => {
      let isAway = true;
      const bus = await consume();
      toClose.push(
        startEventRelay({
          databaseUrl: database.url,
          log,
          broker: {
            ...bus,
            publish: async (events) => {
              if (isAway) throw new Error("away");
              await bus.publish(events, subscriptions);
            },
          },
        }).stop,
      );
      const ids = await insertMany(3);
      const heads = async () => Number((await client.query("select head from event_log")).rows[0].head);
      while ((await heads()) < 3) await delay(10);
      expect(await published()).toBe(0);
      isAway = false;
      expect((await untilEffects(3)).map(({ event_id }) => event_id).sort()).toEqual(ids.sort());
    });
  });

  describe("a new subscriber", () => {
    const second = () => `${queue}-second`;
    /** Events of the queue that comes second, in the order in which they came. */
    async function join(types: readonly string[], bus: EventBus): Promise<LoggedEvent[]> {
      const seen: LoggedEvent[] = [];
      const joined = { queue: second(), types };
      await ensureSubscriptions(broker, subgraph, [...subscriptions, joined]);
      await bus.consume(joined, 1, async (events) => void seen.push(...events));
      return seen;
    }

    it("is given what was before it, in order, before what is new, and nobody else is given anything twice", async () => {
      const bus = await openBus();
      const told: [string, number][] = [];
      toClose.push(
        startEventRelay({
          databaseUrl: database.url,
          log,
          broker: {
            ...bus,
            publish: async (events, to) => {
              told.push(...to.map((one): [string, number] => [one.queue, events.length]));
              await bus.publish(events, to);
            },
          },
        }).stop,
      );
      const aggregateId = uuidv7();
      await insertTestEvent(client, { type: "thing.ignored" });
      await insertMany(4, { aggregateId });
      await until(async () => (await published()) === 5);
      told.length = 0;
      const seen = await join([type], bus);
      await insertTestEvent(client, { aggregateId, aggregateVersion: 5 });
      await until(() => seen.length >= 5);
      expect(seen.map((event) => event.aggregateVersion)).toEqual([1, 2, 3, 4, 5]);
      expect(told.filter(([name]) => name === queue)).toEqual([[queue, 1]]);
    });

    it("is noticed where nothing happens, and one that wants a further type is given that type alone", async () => {
      await relay();
      await insertTestEvent(client, { type: "thing.made" });
      await insertMany(2);
      await until(async () => (await published()) === 3);
      const bus = await openBus();
      const seen = await join([type], bus);
      await until(() => seen.length === 2);
      await ensureSubscriptions(broker, subgraph, [...subscriptions, { queue: second(), types: [type, "thing.made"] }]);
      await until(() => seen.length === 3);
      expect(seen.map((event) => event.type)).toEqual([type, type, "thing.made"]);
    });

    it("is given a long history step by step, while live events and positions go on", async () => {
      await client.query(
        `insert into outbox_event (id, organization_id, type, type_version, aggregate_type, aggregate_id, aggregate_version,
           occurred_at, actor_id, correlation_id, imported, payload)
         select gen_random_uuid(), '0199a000-0000-7000-8000-000000000001', case when n % 100 = 0 then $1 else 'thing.ignored' end,
           1, 'Thing', gen_random_uuid(), 1, now(), gen_random_uuid(), 'test', false, '{}' from generate_series(1, 5000) n`,
        [type],
      );
      await relay();
      await until(async () => (await published()) === 5_000);
      const bus = await openBus();
      const seen = await join([type], bus);
      await until(() => seen.length === 50);
      expect(seen.map(({ position }) => position)).toEqual(Array.from({ length: 50 }, (_, index) => (index + 1) * 100));
      await insertTestEvent(client);
      await until(() => seen.length === 51);
    });

    it("that was interrupted begins again", async () => {
      const bus = await openBus();
      await insertMany(3);
      const first = startEventRelay({ databaseUrl: database.url, log, broker: bus });
      await until(async () => (await published()) === 3);
      await first.stop();
      const seen = await join([type], bus);
      let isAway = true;
      toClose.push(
        startEventRelay({
          databaseUrl: database.url,
          log,
          broker: {
            ...bus,
            publish: async (events, to) => {
              await bus.publish(events, to);
              if (isAway) throw new Error("away");
            },
          },
        }).stop,
      );
      await until(() => seen.length === 3);
      const known = async () =>
        (await client.query("select type, behind from event_subscriber where queue = $1", [second()])).rows;
      expect(await known()).toEqual([{ type, behind: "0" }]);
      isAway = false;
      await until(async () => (await known())[0]?.behind === null);
    });
  });

  describe("the events of one aggregate", () => {
    it("are applied in order while some fail and are tried again, and others are not held up", async () => {
      await relay();
      const failures = new Map<string, number>();
      const [stumbling, smooth] = [uuidv7(), uuidv7()];
      await consume(async (unit, events) => {
        await testEffect(unit, events);
        for (const event of events) {
          const failed = failures.get(event.id) ?? 0;
          if (event.aggregateId === stumbling && event.aggregateVersion % 3 === 2 && failed < 1) {
            failures.set(event.id, failed + 1);
            throw new Error("not now");
          }
        }
      });
      await Promise.all([insertMany(6, { aggregateId: stumbling }), insertMany(20, { aggregateId: smooth })]);
      const found = await untilEffects(26, 25_000);
      expect(found).toHaveLength(26);
      const versions = (aggregateId: string) =>
        found.filter((effect) => effect.aggregate_id === aggregateId).map((effect) => effect.aggregate_version);
      expect(versions(stumbling)).toEqual([1, 2, 3, 4, 5, 6]);
      expect(versions(smooth)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
      expect(found.slice(0, 20).some((effect) => effect.aggregate_id === smooth)).toBe(true);
      expect(failures.size).toBe(2);
    });

    it("are applied in order by two consumers at once", async () => {
      await relay();
      await Promise.all([consume(), consume()]);
      const aggregates = [uuidv7(), uuidv7(), uuidv7(), uuidv7()];
      await Promise.all(aggregates.map((aggregateId) => insertMany(15, { aggregateId })));
      const found = await untilEffects(60);
      for (const aggregateId of aggregates)
        expect(
          found.filter((effect) => effect.aggregate_id === aggregateId).map((effect) => effect.aggregate_version),
        ).toEqual(Array.from({ length: 15 }, (_, index) => index + 1));
    });

    it("wait behind one that failed for good, which is told and counted, until it is tried again", async () => {
      await broker.withoutRetries(queue);
      await relay();
      const aggregateId = uuidv7();
      let isBroken = true;
      const bus = await consume(
        async (unit, events) => {
          if (isBroken && events.some(({ aggregateVersion }) => aggregateVersion === 2))
            throw new Error("a payload that nobody understands");
          await testEffect(unit, events);
        },
        await openBus(0),
      );
      await insertMany(4, { aggregateId });
      const free = await insertTestEvent(client);
      expect((await untilEffects(2)).map(({ event_id }) => event_id)).toContain(free);
      while ((await bus.blocked(queue)).length === 0) await delay(10);
      expect(await bus.blocked(queue)).toEqual([aggregateId]);
      expect(log.lines).toContainEqual({
        level: "error",
        message: expect.stringContaining("failed for good"),
        facts: expect.objectContaining({ queue, aggregateId }),
      });
      expect(JSON.stringify(log.lines)).not.toContain("nobody understands");
      await expect
        .poll(() => bus.deadLetters(queue))
        .toMatchObject([
          {
            event: { aggregateId, aggregateVersion: 2, occurredAt: expect.any(Date) },
            reason: { name: "Error" },
            failedAt: expect.any(Date),
            waiting: 2,
          },
        ]);
      expect(JSON.stringify(await bus.deadLetters(queue))).not.toContain("nobody understands");
      expect(await effects()).toHaveLength(2);

      // Tried once more while the reason is still there, it fails again, and what comes meanwhile waits, too.
      expect(await bus.retryBlocked(queue)).toBe(1);
      await insertTestEvent(client, { aggregateId, aggregateVersion: 5 });
      await until(async () => log.lines.filter(({ level }) => level === "error").length === 2);
      await expect.poll(() => bus.deadLetters(queue)).toMatchObject([{ event: { aggregateVersion: 2 }, waiting: 3 }]);
      expect(await bus.retryBlocked(queue, [free])).toBe(0);

      isBroken = false;
      const [dead] = await bus.deadLetters(queue);
      expect(await bus.retryBlocked(queue, [dead?.event.id ?? ""])).toBe(1);
      const found = await untilEffects(6);
      expect(
        found.filter((effect) => effect.aggregate_id === aggregateId).map((effect) => effect.aggregate_version),
      ).toEqual([1, 2, 3, 4, 5]);
      await expect.poll(() => bus.blocked(queue)).toEqual([]);
      expect(await bus.deadLetters(queue)).toEqual([]);
    });
  });

  describe("what is no event", () => {
    it("is refused, keeps nothing else waiting, and stays listed with its reason until it is discarded", async () => {
      await broker.withoutRetries(queue);
      const bus = await consume(testEffect, await openBus(0));
      await relay();
      for (const content of ['"not an event"', '{"id":1}']) await broker.poison(queue, content);
      const id = await insertTestEvent(client);
      expect(await untilEffects(1)).toMatchObject([{ event_id: id }]);
      await expect
        .poll(async () => (await bus.refused(queue)).map(({ reason }) => reason))
        .toEqual(Array.from({ length: 2 }, () => faultOfRefusal("NOT_AN_EVENT")));
      expect(await bus.deadLetters(queue)).toEqual([]);
      const lines = log.lines.filter(({ level }) => level === "error");
      expect(lines).toHaveLength(2);
      expect(JSON.stringify(lines)).not.toContain("not an event");

      // It is what it was, whoever looks at it.
      const [first, second] = (await bus.refused(queue)).map((message) => message.id);
      expect(await bus.retryBlocked(queue, [String(first)])).toBe(1);
      await expect.poll(async () => (await bus.refused(queue)).length).toBe(2);
      expect(await bus.discardRefused(queue, [String(first), uuidv7()])).toBe(1);
      await expect.poll(async () => (await bus.refused(queue)).map((message) => message.id)).toEqual([second]);
      // Another process knows as much.
      await bus.stop();
      const next = await openBus(0);
      await expect.poll(async () => (await next.refused(queue)).map((message) => message.id)).toEqual([second]);
      expect(await next.discardRefused(queue, [String(second)])).toBe(1);
      await expect.poll(() => next.refused(queue)).toEqual([]);
    });
  });

  describe("events that are applied together", () => {
    it("are of one organization, each of another aggregate, and each has its effect once", async () => {
      await relay();
      const ids: string[] = [];
      const other = "0199a000-0000-7000-8000-000000000002";
      for (let index = 0; index < 40; index += 1)
        ids.push(await insertTestEvent(client, index % 4 === 0 ? { organizationId: other } : {}));
      await insertMany(3, { aggregateId: uuidv7() });
      await until(async () => (await published()) === 43);
      const batches: (readonly LoggedEvent[])[] = [];
      const bus = await openBus();
      await bus.consume({ queue, types: [type] }, 20, async (events) => {
        await applyOnce({ orm, consumer: queue }, events, async (unit, fresh) => {
          batches.push(fresh);
          await testEffect(unit, fresh);
        });
      });
      const found = await untilEffects(43);
      expect(new Set(found.map(({ event_id }) => event_id)).size).toBe(43);
      expect(ids.filter((id) => !found.some(({ event_id }) => event_id === id))).toEqual([]);
      expect(Math.max(...batches.map(({ length }) => length))).toBe(20);
      for (const batch of batches) {
        expect(new Set(batch.map(({ organizationId }) => organizationId)).size).toBe(1);
        expect(new Set(batch.map(({ aggregateId }) => aggregateId)).size).toBe(batch.length);
      }
    });

    it("are applied each for itself where one of them fails, and that one is tried again", async () => {
      const ids: string[] = [];
      for (let index = 0; index < 10; index += 1) ids.push(await insertTestEvent(client));
      await relay();
      await until(async () => (await published()) === 10);
      let failures = 0;
      const bus = await openBus();
      await bus.consume({ queue, types: [type] }, 20, async (events) => {
        await applyOnce({ orm, consumer: queue }, events, async (unit, fresh) => {
          await testEffect(unit, fresh);
          if (!fresh.some(({ id }) => id === ids[4]) || failures >= 2) return;
          failures += 1;
          throw new Error("not now");
        });
      });
      const found = await untilEffects(10);
      expect(found.map(({ event_id }) => event_id).sort()).toEqual(ids.toSorted());
      // What failed came last: with the others, alone, and then alone again.
      expect(found.at(-1)?.event_id).toBe(ids[4]);
      expect(failures).toBe(2);
    });
  });

  describe("kill -9", () => {
    it.each(["positioned", "published"])(
      "of the relay after its step %s leaves one effect of each event",
      async (step) => {
        const child = crashing("relay", step);
        const ids = await insertMany(30);
        await once(child, "exit");
        expect(child.signalCode).toBe("SIGKILL");
        expect(await published()).toBe(0);
        const later = await insertMany(5);
        await relay();
        await consume();
        const found = await untilEffects(35);
        while ((await published()) < 35) await delay(10);
        await delay(300);
        expect(await effects()).toHaveLength(35);
        expect(new Set(found.map(({ event_id }) => event_id))).toEqual(new Set([...ids, ...later]));
      },
    );

    it.each(["effect", "commit"])(
      "of a consumer after its step %s leaves one effect, and the aggregate's order",
      async (step) => {
        await relay();
        const aggregateId = uuidv7();
        const ids = await insertMany(3, { aggregateId });
        const child = crashing("consumer", step);
        await once(child, "exit");
        expect(child.signalCode).toBe("SIGKILL");
        expect(await effects()).toHaveLength(step === "effect" ? 0 : 1);
        await consume();
        const found = await untilEffects(3, 45_000);
        expect(found.map(({ event_id }) => event_id)).toEqual(ids);
        await delay(500);
        expect(await effects()).toHaveLength(3);
      },
      60_000,
    );
  });
}
