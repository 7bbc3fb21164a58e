import { EventEmitter } from "node:events";
import type { ChannelModel, ConfirmChannel } from "amqplib";
import { expect, it } from "vitest";
import { createAmqpPublisher } from "./amqp.publisher.ts";

/** A broker that confirms when it is told to. */
function startBroker(limit?: number) {
  const connection = new EventEmitter();
  const sent: ((error: Error | null) => void)[] = [];
  const channel = Object.assign(new EventEmitter(), {
    publish: (...given: unknown[]) => sent.push(given[4] as (typeof sent)[number]),
  });
  const publisher = createAmqpPublisher(
    connection as unknown as ChannelModel,
    channel as unknown as ConfirmChannel,
    limit,
  );
  return {
    connection,
    sent,
    confirm: () => {
      for (const confirmed of sent.splice(0)) confirmed(null);
    },
    publish: (count = 3) =>
      publisher.publish(
        Array.from({ length: count }, (_, number) => ({ key: "thing.changed.to.x", content: { number } })),
      ),
  };
}

it("publishes when the broker confirms, one call after the other", async () => {
  const { sent, confirm, publish } = startBroker();
  const both = Promise.all([publish(2), publish(5)]);
  await expect.poll(() => sent.length).toBe(2);
  confirm();
  await expect.poll(() => sent.length).toBe(5);
  confirm();
  await both;
});

it("sends nothing to a broker that is short of memory or disk, refuses at once, and goes on when it is not", async () => {
  const { connection, sent, confirm, publish } = startBroker();
  const underWay = publish();
  await expect.poll(() => sent.length).toBe(3);
  connection.emit("blocked", "low on memory");
  await expect(underWay).rejects.toThrow(/short of memory or disk/);
  for (let time = 0; time < 1_000; time += 1) await expect(publish()).rejects.toThrow(/short of memory or disk/);
  expect(sent).toHaveLength(3);
  connection.emit("unblocked");
  await expect(publish()).rejects.toThrow(/not confirmed yet/);
  confirm();
  const again = publish();
  await expect.poll(() => sent.length).toBe(3);
  confirm();
  await again;
});

it("keeps no more than what was sent once of what a silent broker does not confirm", async () => {
  const { sent, confirm, publish } = startBroker(20);
  await expect(publish()).rejects.toThrow(/does not confirm/);
  for (let time = 0; time < 1_000; time += 1) await expect(publish()).rejects.toThrow(/not confirmed yet/);
  expect(sent).toHaveLength(3);
  confirm();
  const again = publish();
  await expect.poll(() => sent.length).toBe(3);
  confirm();
  await again;
});
