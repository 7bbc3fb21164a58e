import type { MikroORM } from "@mikro-orm/postgresql";
import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { applyOnce } from "../inbox/inbox.ts";
import { openOrm } from "../persistence/orm.ts";
import { createTestBroker } from "../testing/test.broker.ts";
import { createTestDatabase, type TestDatabase } from "../testing/test.database.ts";
import { testLoggedEvent, testOrganization } from "../testing/test.events.ts";
import { createTestLog } from "../testing/test.log.ts";
import { type Poison, poisonAmqp, poisonPgBoss } from "../testing/test.poison.ts";
import { findRabbitmq, startTestRabbitmq } from "../testing/test.rabbitmq.ts";
import { systemUserId } from "../viewer/system.viewer.ts";
import { openAmqpBus } from "./amqp.bus.ts";
import { brokerDefinitions, brokerOwner } from "./amqp.permissions.ts";
import { ensureSubscriptions, migrateBroker, openEventBus } from "./configured.bus.ts";
import { readDeadLetterArguments } from "./dead-letter.arguments.ts";
import { workOnDeadLetters } from "./dead-letter.work.ts";
import type { EventBus } from "./event.bus.ts";

const definition = { name: "letters", entities: [], migrations: [], resolvers: [], references: {} };
const subgraph = "letters";
const queue = "letters.things";
const queues = [queue];
const subscriptions = [{ queue, types: ["thing.changed"] }];

interface Broker {
  readonly url: string;
  openWithoutRetries(): Promise<EventBus>;
  readonly poison: Poison;
  drop(): Promise<unknown>;
}

async function pgBoss(): Promise<Broker> {
  const { url, drop } = await createTestBroker();
  await ensureSubscriptions({ url }, subgraph, subscriptions);
  return {
    url,
    async openWithoutRetries() {
      const { Client } = await import("pg");
      const client = new Client({ connectionString: url });
      await client.connect();
      await client.query("update pgboss.queue set retry_limit = 0 where name = $1", [queue]);
      await client.end();
      return openEventBus({ url, subgraph, log: createTestLog() });
    },
    poison: poisonPgBoss(url),
    drop,
  };
}

async function rabbit(): Promise<Broker> {
  const users = [{ subgraph, types: ["thing.changed"], password: "test" }];
  const rabbitmq = await startTestRabbitmq(brokerDefinitions(users, "test"));
  const ownerUrl = rabbitmq.urlFor(brokerOwner, "test");
  await migrateBroker(ownerUrl, "");
  const url = rabbitmq.urlFor(subgraph, "test");
  await ensureSubscriptions({ url, ownerUrl }, subgraph, subscriptions);
  return {
    url,
    openWithoutRetries: () => openAmqpBus({ url, subgraph, log: createTestLog(), retries: 0 }),
    poison: poisonAmqp(url, "thing.changed"),
    drop: rabbitmq.close,
  };
}

const isLeftOut = !findRabbitmq(process.env) && !process.env.REQUIRE_ALL;

describe.each([
  { name: "pg-boss", start: pgBoss, isLeftOut: false },
  { name: "RabbitMQ", start: rabbit, isLeftOut },
])("dead letters over $name", ({ start, isLeftOut }) => {
  if (isLeftOut) return it.skip("there is no RabbitMQ");
  let broker: Broker;
  let database: TestDatabase;
  let orm: MikroORM;
  let bus: EventBus;
  const toStop: EventBus[] = [];
  beforeAll(async () => {
    broker = await start();
    database = await createTestDatabase(definition);
    orm = await openOrm({ url: database.url, entities: [] });
  });
  afterAll(async () => {
    await orm.close(true);
    await database.drop();
    await broker.drop();
  });
  afterEach(async () => {
    for (const one of toStop.splice(0)) await one.stop();
  });

  /** Runs the command in what would be a process of its own. */
  async function run(...given: string[]): Promise<string[]> {
    const said: string[] = [];
    const asking = await openEventBus({ url: broker.url, subgraph, log: createTestLog() });
    try {
      const order = readDeadLetterArguments(given, queues);
      await workOnDeadLetters({ subgraph, queues, order, bus: asking, orm, say: (line) => said.push(line) });
    } finally {
      await asking.stop();
    }
    return said;
  }

  const audited = () =>
    orm.em
      .fork()
      .execute<{ actions: string[]; actor_id: string; entity_ids: string[]; subject_ids: string[] }[]>(
        "select actions, actor_id, entity_ids, subject_ids from audit_entry order by occurred_at",
      );

  it("are listed, shown, tried again and discarded, and what waits behind them goes on", async () => {
    bus = await broker.openWithoutRetries();
    toStop.push(bus);
    let isMended = false;
    const applied: number[] = [];
    await bus.consume({ queue, types: ["thing.changed"] }, 1, async (events) => {
      await applyOnce({ orm, consumer: "things" }, events, async (_unit, fresh) => {
        for (const { aggregateVersion } of fresh) {
          // The first one is poisoned for good, the third until it is mended.
          if (aggregateVersion === 1 || (aggregateVersion === 3 && !isMended))
            throw new RangeError("the secret diagnosis");
          applied.push(aggregateVersion);
        }
      });
    });
    expect(await run()).toEqual([]);
    const aggregateId = uuidv7();
    const patientId = uuidv7();
    const events = [1, 2, 3, 4].map((version) =>
      testLoggedEvent({ aggregateId, aggregateVersion: version, position: version, payload: { patientId } }),
    );
    const ids = events.map(({ id }) => id);
    await bus.publish(events, subscriptions);
    await expect.poll(() => bus.blocked(queue)).toEqual([aggregateId]);
    await expect.poll(async () => (await bus.deadLetters(queue))[0]?.waiting).toBe(3);

    const [line, ...more] = await run();
    expect(more).toEqual([]);
    expect(line).toMatch(
      new RegExp(`^${queue} {2}${ids[0]} {2}thing\\.changed {2}failed \\S+ {2}RangeError {2}3 waiting behind$`),
    );
    const [shown = ""] = await run("show", queue, String(ids[0]));
    expect(JSON.parse(shown)).toMatchObject({
      queue,
      event: { id: ids[0], aggregateId },
      reason: { name: "RangeError", at: expect.arrayContaining([expect.stringContaining("dead-letter.work.test")]) },
    });
    expect(shown + line).not.toContain("secret");
    await expect(run("show", queue, String(ids[1]))).rejects.toThrow(`${ids[1]} is no dead letter of ${queue}.`);
    expect(await audited()).toEqual([]);

    await expect(run("discard", queue, String(ids[0]))).rejects.toThrow(/say --yes/);
    expect(await run("discard", queue, String(ids[0]), "--yes")).toEqual([
      `${queue}: 1 event is discarded, and what waits behind goes on.`,
    ]);
    await expect.poll(async () => (await bus.deadLetters(queue))[0]?.event.id).toBe(ids[2]);
    expect(applied).toEqual([2]);

    // Of no use before the reason is mended.
    expect(await run("retry", queue)).toEqual([expect.stringMatching(/^letters\.things: 1 event is tried again/)]);
    await expect.poll(async () => (await bus.deadLetters(queue)).map(({ event }) => event.id)).toEqual([ids[2]]);
    isMended = true;
    await expect
      .poll(async () => {
        await run("retry", queue);
        return applied;
      })
      .toEqual([2, 3, 4]);
    await expect.poll(() => bus.blocked(queue)).toEqual([]);
    expect(await run()).toEqual([]);

    const entries = await audited();
    expect(entries[0]).toEqual({
      actions: ["event.discard"],
      actor_id: systemUserId,
      entity_ids: [aggregateId],
      subject_ids: [patientId],
    });
    expect(new Set(entries.slice(1).flatMap(({ actions }) => actions))).toEqual(new Set(["event.retry"]));
    // What was discarded stays so, whoever publishes it again.
    await bus.publish([{ ...(events[0] as (typeof events)[0]) }], subscriptions);
    await bus.publish([testLoggedEvent({ aggregateId, aggregateVersion: 5, position: 5 })], subscriptions);
    await expect.poll(() => applied).toEqual([2, 3, 4, 5]);
    expect(testOrganization).toBe(events[0]?.organizationId);
  });

  it("have among them what is no event: it is listed with why, shown without what it says, tried again and discarded", async () => {
    bus = await broker.openWithoutRetries();
    toStop.push(bus);
    await bus.consume({ queue, types: ["thing.changed"] }, 1, async () => undefined);
    await broker.poison(queue, '{"diagnosis":"secret"}');
    await expect.poll(async () => (await bus.refused(queue)).length).toBe(1);
    const before = await audited();
    const [line = "", ...more] = await run();
    expect(more).toEqual([]);
    const [, id = ""] = line.split("  ");
    expect(line).toMatch(/^letters\.things {2}\S+ {2}(thing\.changed|of no type) {2}refused \S+ {2}NOT_AN_EVENT$/);
    const [shown = ""] = await run("show", queue, id);
    expect(JSON.parse(shown)).toMatchObject({ queue, id, reason: { name: "RefusedMessage", code: "NOT_AN_EVENT" } });
    expect(line + shown).not.toContain("secret");
    expect(await run("retry", queue, id)).toEqual([expect.stringMatching(/^letters\.things: 1 event is tried again/)]);
    await expect.poll(() => run()).toEqual([expect.stringContaining(id)]);
    expect(await run("discard", queue, id, "--yes")).toEqual([expect.stringMatching(/1 event is discarded/)]);
    await expect.poll(() => run()).toEqual([]);
    await expect(run("discard", queue, id, "--yes")).rejects.toThrow(`${id} is no dead letter of ${queue}.`);
    // Nobody knows of which organization it would be.
    expect(await audited()).toEqual(before);
  });
});

describe("what is asked of dead letters", () => {
  it.each([
    [["burn"]],
    [["list", "too", "much"]],
    [["show", queue]],
    [["discard", queue, "--yes"]],
    [["--everything"]],
  ])("is refused for %j with what can be asked", (given) => {
    expect(() => readDeadLetterArguments(given, queues)).toThrow(/^Usage: dead-letters/);
  });

  it("names the queues where it names none of them", () => {
    expect(() => readDeadLetterArguments(["retry", "letters.nothing"], queues)).toThrow(
      "letters.nothing is no queue of this subgraph, which has letters.things.",
    );
  });
});
