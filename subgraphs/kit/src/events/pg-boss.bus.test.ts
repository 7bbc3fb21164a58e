import { Client } from "pg";
import { expect, it } from "vitest";
import { subgraph, testDelivery } from "../testing/delivery.suite.ts";
import { createTestBroker } from "../testing/test.broker.ts";
import { testLoggedEvent } from "../testing/test.events.ts";
import { createTestLog } from "../testing/test.log.ts";
import { poisonPgBoss } from "../testing/test.poison.ts";
import { deadLetterOf, ensurePgBossSubscriptions, openPgBossBus } from "./pg-boss.bus.ts";

async function sql(url: string, text: string, values: unknown[]) {
  const client = new Client({ connectionString: url });
  await client.connect();
  return client.query(text, values).finally(() => client.end());
}

testDelivery(async () => {
  const { url, drop } = await createTestBroker();
  return {
    url,
    drop,
    open: ({ log }) => openPgBossBus({ url, log }),
    withoutRetries: async (queue) =>
      void (await sql(url, "update pgboss.queue set retry_limit = 0 where name = $1", [queue])),
    poison: poisonPgBoss(url),
    forget: async (queue) => void (await sql(url, "delete from pgboss.job where name = $1", [queue])),
  };
});

it("what failed for good is in the queue of dead letters, too", async () => {
  const { url, drop } = await createTestBroker();
  const queue = `${subgraph}.poisoned`;
  const subscription = { queue, types: ["thing.changed"] };
  await ensurePgBossSubscriptions(url, subgraph, [subscription]);
  await sql(url, "update pgboss.queue set retry_limit = 0 where name = $1", [queue]);
  const bus = await openPgBossBus({ url, log: createTestLog() });
  await bus.consume(subscription, 1, async () => {
    throw new Error("not understood");
  });
  const event = testLoggedEvent();
  await bus.publish([event], [subscription]);
  const dead = async () => (await sql(url, "select data from pgboss.job where name = $1", [deadLetterOf(queue)])).rows;
  await expect.poll(dead).toMatchObject([{ data: { id: event.id } }]);
  await bus.stop();
  await drop();
});
