import "reflect-metadata";
import { setTimeout as delay } from "node:timers/promises";
import { Client } from "pg";
import { Registry } from "prom-client";
import { Query, Resolver } from "type-graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { handling } from "../inbox/consumer.definition.ts";
import type { EventLog } from "../outbox/event.log.ts";
import type { SubgraphDefinition } from "../subgraph.definition.ts";
import { createTestBroker, type TestBroker } from "../testing/test.broker.ts";
import { insertTestEvent, testOrganization } from "../testing/test.events.ts";
import { createTestLog } from "../testing/test.log.ts";
import { startTestSubgraph, type TestSubgraph } from "../testing/test.subgraph.ts";
import { startEventSpine } from "./event.spine.ts";

@Resolver()
class NothingResolver {
  @Query(() => Boolean, { description: "A schema needs a field." })
  nothing(): boolean {
    return true;
  }
}

const applied: { id: string; thing: string }[] = [];
let eventLog: EventLog | undefined;

/** How many events were applied at once, of those that are applied one by one. */
const applications: number[] = [];
const firstMayEnd = Promise.withResolvers<void>();

const definition: SubgraphDefinition = {
  name: "spine",
  entities: [],
  migrations: [],
  resolvers: [NothingResolver],
  references: {},
  consumers: [
    {
      name: "things",
      handles: {
        "thing.changed": handling(z.object({ thing: z.string() }), async (_unit, events) => {
          applied.push(...events.map(({ id, payload }) => ({ id, thing: payload.thing })));
        }),
      },
    },
    {
      name: "single-things",
      together: 1,
      handles: {
        "single.changed": async (_unit, events) => {
          applications.push(events.length);
          await firstMayEnd.promise;
        },
      },
    },
  ],
  routes: async (_app, services) => {
    eventLog = services.eventLog;
  },
};

let broker: TestBroker;
let subgraph: TestSubgraph;
let client: Client;
beforeAll(async () => {
  broker = await createTestBroker();
  subgraph = await startTestSubgraph(definition, { config: { brokerUrl: broker.url } });
  client = new Client({ connectionString: subgraph.database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await subgraph.close();
  await broker.drop();
});

async function metric(name: string): Promise<number> {
  const text = await (await fetch(`${subgraph.url}/metrics`)).text();
  return Number(new RegExp(`^${name}\\{[^}]*\\} (\\S+)$`, "m").exec(text)?.[1]);
}

describe("a subgraph with a broker", () => {
  it("applies events with its consumers, which ignore what they do not know of a payload", async () => {
    const id = await insertTestEvent(client, { payload: { thing: "one", added: "later" } });
    while (applied.length === 0) await delay(10);
    expect(applied).toEqual([{ id, thing: "one" }]);
    expect(await eventLog?.read({ after: 0, limit: 10 })).toMatchObject([{ id, position: 1 }]);
    while ((await metric("careconnect_events_unpublished")) !== 0) await delay(10);
    expect(await metric("careconnect_events_without_position")).toBe(0);
    expect(await metric("careconnect_events_relay_lag_seconds")).toBe(0);
    expect(await metric("careconnect_events_blocked_aggregates")).toBe(0);
  });

  it("counts aggregates that wait behind an event that failed for good", async () => {
    const queue = new Client({ connectionString: broker.url });
    await queue.connect();
    await queue.query("update pgboss.queue set retry_limit = 0 where name = 'spine.things'");
    await queue.end();
    await insertTestEvent(client, { payload: { thing: 7 } });
    while ((await metric("careconnect_events_blocked_aggregates")) === 0) await delay(20);
    expect(applied).toHaveLength(1);
  });

  it("applies no more events in one transaction than their consumer says", async () => {
    const insert = () => insertTestEvent(client, { type: "single.changed" });
    await insert();
    while (applications.length === 0) await delay(10);
    for (let count = 0; count < 6; count += 1) await insert();
    while ((await metric("careconnect_events_unpublished")) !== 0) await delay(10);
    firstMayEnd.resolve();
    const sum = () => applications.reduce((total, count) => total + count, 0);
    while (sum() < 7) await delay(10);
    expect(applications).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });

  it("answers requests and keeps its log while the broker is away, and says how much waits", async () => {
    const log = createTestLog();
    const registry = new Registry();
    const waiting = await startTestSubgraph({ ...definition, name: "waiting" });
    const spine = await startEventSpine({
      definition,
      config: { databaseUrl: waiting.database.url, brokerUrl: "postgres://nobody:nothing@127.0.0.1:1/broker" },
      orm: waiting.orm,
      log,
      registry,
    });
    const writer = new Client({ connectionString: waiting.database.url });
    await writer.connect();
    await insertTestEvent(writer);
    const ending = new AbortController();
    const { signal } = ending;
    for await (const event of spine.eventLog.follow({ after: 0, organizationId: testOrganization, signal })) {
      expect(event.position).toBe(1);
      ending.abort();
    }
    expect(await registry.metrics()).toMatch(/^careconnect_events_unpublished 1$/m);
    expect(log.lines).toContainEqual(
      expect.objectContaining({ level: "warn", message: expect.stringContaining("broker") }),
    );
    await writer.end();
    await spine.stop();
    await waiting.close();
  });
});
