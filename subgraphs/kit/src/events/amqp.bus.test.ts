import { type Channel, type ChannelModel, connect } from "amqplib";
import { v7 as uuidv7 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { LoggedEvent } from "../outbox/logged.event.ts";
import { deliveredTypes, subgraph, testDelivery } from "../testing/delivery.suite.ts";
import { testLoggedEvent } from "../testing/test.events.ts";
import { createTestLog } from "../testing/test.log.ts";
import { poisonAmqp } from "../testing/test.poison.ts";
import { findRabbitmq, startTestRabbitmq, type TestRabbitmq } from "../testing/test.rabbitmq.ts";
import { openAmqpBus } from "./amqp.bus.ts";
import { brokerDefinitions, brokerOwner } from "./amqp.permissions.ts";
import {
  announcingKeys,
  deadLetterKeys,
  deadLetterStream,
  ensureAmqpSubscriptions,
  eventKey,
  exchanges,
  migrateAmqp,
  receivingKey,
  subscriberStream,
} from "./amqp.topology.ts";

const password = "test";
const users = [
  { subgraph, types: deliveredTypes, password },
  { subgraph: "others", types: ["other.changed"], password },
];

async function start(): Promise<TestRabbitmq> {
  const rabbitmq = await startTestRabbitmq(brokerDefinitions(users, password));
  await migrateAmqp(rabbitmq.urlFor(brokerOwner, password));
  return rabbitmq;
}

// Left out where there is no RabbitMQ, unless everything is to be there: then it says what to install.
const isLeftOut = !findRabbitmq(process.env) && !process.env.REQUIRE_ALL;

describe.skipIf(isLeftOut)("over RabbitMQ", () => {
  testDelivery(async () => {
    const rabbitmq = await start();
    const url = rabbitmq.urlFor(subgraph, password);
    return {
      ...{ url, ownerUrl: rabbitmq.urlFor(brokerOwner, password) },
      open: ({ log, retries }) => openAmqpBus({ url, subgraph, log, ...(retries !== undefined && { retries }) }),
      withoutRetries: async () => undefined,
      poison: poisonAmqp(url, "thing.changed"),
      // It never knows what it has delivered.
      forget: async () => undefined,
      drop: rabbitmq.close,
    };
  });
});

describe.skipIf(isLeftOut)("a RabbitMQ", () => {
  let rabbitmq: TestRabbitmq;
  let url: string;
  let log: ReturnType<typeof createTestLog>;
  const queue = `${subgraph}.all`;
  const subscriptions = [{ queue, types: ["thing.changed"] }];
  const toClose: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    rabbitmq = await start();
    url = rabbitmq.urlFor(subgraph, password);
    await provide();
  });
  afterAll(() => rabbitmq?.close());
  afterEach(async () => {
    for (const close of toClose.splice(0).reverse()) await close();
  });

  /** Makes what there is, where it is not. */
  async function provide(): Promise<void> {
    const owner = rabbitmq.urlFor(brokerOwner, password);
    await migrateAmqp(owner);
    await ensureAmqpSubscriptions(owner, subgraph, subscriptions);
    await ensureAmqpSubscriptions(owner, "others", [{ queue: "others.all", types: ["thing.changed"] }]);
  }

  async function open(retries = 8) {
    log = createTestLog();
    const bus = await openAmqpBus({ url, subgraph, log, retries });
    toClose.push(bus.stop);
    return bus;
  }

  /** Does something over a channel as `user`. @returns the server's answer where it refuses */
  async function attempt(user: string, work: (channel: Channel) => Promise<unknown>): Promise<string> {
    const connection: ChannelModel = await connect(rabbitmq.urlFor(user, password));
    connection.on("error", () => undefined);
    try {
      const channel = await connection.createChannel();
      const refused = new Promise<string>((resolve) => channel.on("error", (error) => resolve(error.message)));
      const done = work(channel).then(
        // The server answers what is published after what it is asked next.
        async () => {
          await channel.checkExchange(exchanges.events);
          return "done";
        },
        (error: Error) => error.message,
      );
      return await Promise.race([refused, done]);
    } finally {
      await connection.close().catch(() => undefined);
    }
  }
  const publish = (exchange: string, key: string) => async (channel: Channel) =>
    channel.publish(exchange, key, Buffer.from("{}"));

  it("lets only the owner publish a type of event, and nobody write past the exchanges", async () => {
    expect(await attempt("others", publish(exchanges.events, eventKey("thing.changed", queue)))).toMatch(
      /ACCESS_REFUSED/,
    );
    expect(await attempt("others", publish(exchanges.events, eventKey("other.changed", queue)))).toBe("done");
    expect(await attempt("others", publish(exchanges.events, eventKey("retry", queue)))).toMatch(/ACCESS_REFUSED/);
    expect(await attempt("others", publish(exchanges.events, eventKey("other.changed.evil", queue)))).toMatch(
      /ACCESS_REFUSED/,
    );
    for (const [exchange, key] of [
      ["", queue],
      [exchanges.subscribers, announcingKeys(subgraph)],
      [exchanges.deadLetters, deadLetterKeys(subgraph)],
    ] as const)
      expect(await attempt("others", publish(exchange, key)), exchange).toMatch(/ACCESS_REFUSED/);
  });

  it("lets nobody make what would publish in another one's name: an exchange that flows on, or a queue that dead-letters", async () => {
    const forged = { deadLetterExchange: exchanges.events, deadLetterRoutingKey: eventKey("thing.changed", queue) };
    for (const make of [
      (channel: Channel) => channel.assertExchange("others.mine", "topic"),
      (channel: Channel) => channel.assertQueue("others.mine", { ...forged, messageTtl: 1 }),
      (channel: Channel) => channel.assertQueue("", { ...forged, messageTtl: 1 }),
      ...[exchanges.subscribers, exchanges.deadLetters].map(
        (from) => (channel: Channel) => channel.bindExchange(exchanges.events, from, "#"),
      ),
      (channel: Channel) => channel.bindQueue(queue, exchanges.events, "other.changed"),
    ])
      expect(await attempt("others", make), String(make)).toMatch(/ACCESS_REFUSED/);
  });

  it("lets nobody read, change or listen to what is another one's", async () => {
    for (const foreign of [queue, deadLetterStream(subgraph)]) {
      expect(await attempt("others", (channel) => channel.get(foreign))).toMatch(/ACCESS_REFUSED/);
      expect(await attempt("others", (channel) => channel.purgeQueue(foreign))).toMatch(/ACCESS_REFUSED/);
      expect(await attempt("others", (channel) => channel.deleteQueue(foreign))).toMatch(/ACCESS_REFUSED/);
    }
    for (const key of [receivingKey(queue), "#", "thing.changed.to.#"])
      expect(await attempt("others", (channel) => channel.bindQueue("others.all", exchanges.events, key)), key).toMatch(
        /ACCESS_REFUSED/,
      );
    expect(await attempt("others", (channel) => channel.assertQueue("things.mine"))).toMatch(/ACCESS_REFUSED/);
    expect(await attempt("others", (channel) => channel.deleteExchange(exchanges.events))).toMatch(/ACCESS_REFUSED/);
  });

  it("refuses what says to be of another type than it was published as, tells of it, and goes on", async () => {
    const bus = await open();
    const seen: LoggedEvent[] = [];
    await bus.consume({ queue, types: ["thing.changed"] }, 1, async (events) => void seen.push(...events));
    const forged = Buffer.from(JSON.stringify({ ...testLoggedEvent(), type: "thing.changed" }));
    expect(
      await attempt("others", async (channel) =>
        channel.publish(exchanges.events, eventKey("other.changed", queue), forged),
      ),
    ).toBe("done");
    const event = testLoggedEvent();
    await bus.publish([event], subscriptions);
    await expect.poll(() => seen.map(({ id }) => id)).toEqual([event.id]);
    expect(log.lines).toContainEqual({
      level: "error",
      message: expect.stringContaining("is refused"),
      facts: { queue, type: "other.changed", fault: { name: "RefusedMessage", code: "ANOTHER_TYPE" } },
    });
  });

  it.each([
    ["a queue", queue],
    ["the stream of dead letters", deadLetterStream(subgraph)],
    ["the stream of subscribers", subscriberStream],
  ])(
    "of which %s is taken away is used again by itself, once that is there again",
    async (_what, name) => {
      const bus = await open(0);
      const seen: string[] = [];
      await bus.consume({ queue, types: ["thing.changed"] }, 1, async (events) => {
        seen.push(...events.map(({ id }) => id));
      });
      const [before, after] = [testLoggedEvent(), testLoggedEvent()];
      await bus.publish([before], subscriptions);
      await expect.poll(() => seen).toEqual([before.id]);
      expect(await attempt(brokerOwner, (channel) => channel.deleteQueue(name))).toBe("done");
      await expect
        .poll(() => log.lines)
        .toContainEqual(expect.objectContaining({ level: "warn", facts: expect.objectContaining({ queue: name }) }));
      await provide();
      await expect
        .poll(
          async () => {
            await bus.publish([after], subscriptions).catch(() => undefined);
            return seen;
          },
          { timeout: 30_000 },
        )
        .toContain(after.id);
      expect(await bus.deadLetters(queue)).toEqual([]);
      expect((await bus.subscriptions()).map((one) => one.queue).sort()).toEqual(["others.all", queue].sort());
    },
    60_000,
  );

  it("that is short of memory takes nothing, is sent nothing more, and takes all of it when it is not", async () => {
    const bus = await open();
    const seen: string[] = [];
    await bus.consume({ queue, types: ["thing.changed"] }, 1, async (events) => {
      seen.push(...events.map(({ id }) => id));
    });
    const event = testLoggedEvent();
    await rabbitmq.control("set_vm_memory_high_watermark", "absolute", "1");
    try {
      for (let time = 0; time < 20; time += 1)
        await expect(bus.publish([event], subscriptions)).rejects.toThrow(/short of memory or disk/);
    } finally {
      await rabbitmq.control("set_vm_memory_high_watermark", "absolute", "512MB");
    }
    await expect
      .poll(
        async () => {
          await bus.publish([event], subscriptions).catch(() => undefined);
          return seen;
        },
        { timeout: 30_000 },
      )
      .toContain(event.id);
  }, 120_000);

  it("takes nothing for a queue that is not there, and says so", async () => {
    const bus = await open();
    const nobody = { queue: `${subgraph}.nobody`, types: ["thing.changed"] };
    await expect(bus.publish([testLoggedEvent()], [nobody])).rejects.toThrow(/No queue is bound/);
    await bus.publish([testLoggedEvent({ type: "thing.made" })], [nobody]);
  });

  it("is told of the others' subscriptions while it is connected", async () => {
    const bus = await open();
    const other = async () => (await bus.subscriptions()).find((one) => one.queue === "others.all")?.types;
    expect(await other()).toEqual(["thing.changed"]);
    const owner = rabbitmq.urlFor(brokerOwner, password);
    await ensureAmqpSubscriptions(owner, "others", [{ queue: "others.all", types: ["thing.changed", "thing.made"] }]);
    await expect.poll(other).toEqual(["thing.changed", "thing.made"]);
  });

  it.each(["kill", "halt"] as const)(
    "that was ended by %s has what it confirmed, is connected to again, and keeps order and blocked keys",
    async (ending) => {
      const bus = await open(0);
      const aggregateId = uuidv7();
      const failing = uuidv7();
      let isBroken = true;
      const seen: number[] = [];
      const consumed: string[] = [];
      await bus.consume({ queue, types: ["thing.changed"] }, 10, async (events) => {
        if (isBroken && events.some((event) => event.aggregateId === failing)) throw new Error("not understood");
        for (const event of events) {
          if (event.aggregateId === aggregateId && !consumed.includes(event.id)) seen.push(event.aggregateVersion);
          consumed.push(event.id);
        }
      });
      await bus.publish([testLoggedEvent({ aggregateId: failing })], subscriptions);
      await expect.poll(() => bus.blocked(queue)).toEqual([failing]);
      const publishOne = async (aggregateVersion: number) => {
        const event = testLoggedEvent({ aggregateId, aggregateVersion, position: 10 + aggregateVersion });
        // As the relay does: again and again, until the broker has it.
        for (;;)
          try {
            return await bus.publish([event], subscriptions);
          } catch {
            await new Promise((resolve) => setTimeout(resolve, 50));
          }
      };
      const publishing = (async () => {
        for (let version = 1; version <= 200; version += 1) await publishOne(version);
      })();
      await expect.poll(() => seen.length).toBeGreaterThan(20);
      await rabbitmq[ending]();
      await expect.poll(() => log.lines.map(({ level }) => level)).toContain("warn");
      await rabbitmq.start();
      await publishing;
      await expect.poll(() => seen.length, { timeout: 20_000 }).toBe(200);
      expect(seen).toEqual(Array.from({ length: 200 }, (_, index) => index + 1));

      expect(await bus.blocked(queue)).toEqual([failing]);
      isBroken = false;
      expect(await bus.retryBlocked(queue)).toBe(1);
      await expect.poll(() => bus.blocked(queue)).toEqual([]);
    },
    90_000,
  );

  it("gives a queue to the next process when one ends, which knows what is blocked", async () => {
    const first = await open(0);
    const [failing, other] = [uuidv7(), uuidv7()];
    let isBroken = true;
    const seen: string[] = [];
    const handle = (name: string) => async (events: readonly LoggedEvent[]) => {
      if (isBroken && events.some((event) => event.aggregateId === failing)) throw new Error("not understood");
      seen.push(...events.map((event) => `${name} ${event.aggregateVersion}`));
    };
    await first.consume({ queue, types: ["thing.changed"] }, 1, handle("first"));
    const second = await open(0);
    await second.consume({ queue, types: ["thing.changed"] }, 1, handle("second"));
    await first.publish([testLoggedEvent({ aggregateId: failing, aggregateVersion: 1 })], subscriptions);
    await first.publish([testLoggedEvent({ aggregateId: other, aggregateVersion: 5 })], subscriptions);
    await expect.poll(() => seen).toEqual(["first 5"]);
    await expect.poll(() => second.blocked(queue)).toEqual([failing]);
    await first.stop();
    isBroken = false;
    await second.publish(
      [
        testLoggedEvent({ aggregateId: failing, aggregateVersion: 2, position: 2 }),
        testLoggedEvent({ aggregateId: other, aggregateVersion: 6, position: 3 }),
      ],
      subscriptions,
    );
    await expect.poll(() => seen).toEqual(["first 5", "second 6"]);
    await expect.poll(() => second.deadLetters(queue)).toMatchObject([{ waiting: 1 }]);
    expect(await second.retryBlocked(queue)).toBe(1);
    await expect.poll(() => seen).toEqual(["first 5", "second 6", "second 1", "second 2"]);
  });

  it("is not opened where it does not answer, or does not know the password", async () => {
    const refused = openAmqpBus({ url: rabbitmq.urlFor(subgraph, "wrong"), subgraph, log });
    await expect(refused).rejects.toThrow(/ACCESS[_-]REFUSED|403/i);
    await expect(openAmqpBus({ url: "amqp://127.0.0.1:1/x", subgraph, log })).rejects.toThrow(/ECONNREFUSED/);
  });
});
