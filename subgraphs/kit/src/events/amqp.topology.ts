import { type Channel, type ChannelModel, connect } from "amqplib";
import { ConfigurationError } from "../config/config.ts";
import { describeFault } from "../telemetry/fault.ts";
import { openStream } from "./amqp.stream.ts";
import type { Subscription } from "./event.bus.ts";
import { announcementOf, createSubscriberList } from "./subscriber.list.ts";

/** What is published goes to one of these, and from there to whom its key names. */
export const exchanges = { events: "events", subscribers: "subscribers", deadLetters: "dead-letters" } as const;

/**
 * The key of an event on its way to a queue. One copy for each queue, so that a queue that comes later can be given the
 * history first: its owner decides when it is given what is new.
 */
export const eventKey = (type: string, queue: string) => `${eventKeys(type)}${queue}`;
export const eventKeys = (type: string) => `${type}${addressing}`;
/** The key of what a subgraph tells a queue of its own, see {@link Control}. */
export const controlKey = (queue: string) => eventKey(controlType, queue);
export const controlKeys = (subgraph: string) => `${eventKeys(controlType)}${queuesOf(subgraph)}`;
/** What a queue binds to receive everything that is addressed to it. */
export const receivingKey = (queue: string) => `#${addressing}${queue}`;
export const announcingKeys = (subgraph: string) => subgraph;
export const deadLetterKeys = (subgraph: string) => subgraph;
/** What all names of a subgraph's queues begin with. */
export const queuesOf = (subgraph: string) => `${subgraph}.`;
/** Where each subgraph announces what its consumers want. */
export const subscriberStream = "subscribers";
export const deadLetterStream = (subgraph: string) => `${queuesOf(subgraph)}dead-letters`;

const addressing = ".to.";
export const controlType = "retry";

/** The type of event that a key says, which its publisher was allowed to say. */
export function typeIn(key: string): string {
  return key.slice(0, key.indexOf(addressing));
}

/** Asserts what belongs to nobody alone: the exchanges, and the list of subscribers. */
export async function migrateAmqp(ownerUrl: string): Promise<void> {
  await once(ownerUrl, async (connection) => {
    const channel = await connection.createChannel();
    for (const exchange of Object.values(exchanges)) await channel.assertExchange(exchange, "topic", { durable: true });
    await assertStream(channel, subscriberStream);
    await channel.bindQueue(subscriberStream, exchanges.subscribers, "#");
  });
}

/** Makes, as the broker's owner, the queues of the consumers of `subgraph`, and announces what they want where that is new. */
export async function ensureAmqpSubscriptions(
  ownerUrl: string,
  subgraph: string,
  subscriptions: readonly Subscription[],
): Promise<void> {
  await once(ownerUrl, async (connection) => {
    const channel = await connection.createChannel();
    await assertStream(channel, deadLetterStream(subgraph));
    await channel.bindQueue(deadLetterStream(subgraph), exchanges.deadLetters, deadLetterKeys(subgraph));
    for (const { queue } of subscriptions) {
      await channel.assertQueue(queue, { durable: true, arguments: queueArguments(subgraph) });
      await channel.bindQueue(queue, exchanges.events, receivingKey(queue));
    }
    const list = createSubscriberList();
    const stream = await openStream(connection, {
      stream: subscriberStream,
      exchange: exchanges.subscribers,
      key: announcingKeys(subgraph),
      onEntry: list.note,
    });
    await stream.catchUp();
    const announcement = announcementOf(subscriptions);
    if (JSON.stringify(announcementOf(list.of(subgraph))) !== JSON.stringify(announcement))
      await stream.append(announcement);
  });
}

const queueArguments = (subgraph: string) => ({
  "x-queue-type": "quorum",
  // One process at a time, so that what it keeps in order is in order; the next one takes over when it is gone.
  "x-single-active-consumer": true,
  // How often one is delivered says nothing of the event: processes end. Newer servers would drop it after twenty times.
  "x-delivery-limit": 1_000_000,
  // What is refused because it is no event, or one in somebody else's name.
  "x-dead-letter-exchange": exchanges.deadLetters,
  "x-dead-letter-routing-key": deadLetterKeys(subgraph),
});

async function assertStream(channel: Channel, name: string): Promise<void> {
  await channel.assertQueue(name, { durable: true, arguments: { "x-queue-type": "stream" } });
}

async function once(url: string, work: (connection: ChannelModel) => Promise<void>): Promise<void> {
  const connection = await connect(url, { noDelay: true, timeout: 10_000 }).catch((error: unknown) => {
    const { code } = describeFault(error);
    throw new ConfigurationError(
      `RabbitMQ at ${new URL(url).host} cannot be used (${code ?? "it refuses the credentials or the virtual host"}): check the broker's URL.`,
    );
  });
  // The answer of what was under way says the same.
  connection.on("error", () => undefined);
  try {
    await work(connection);
  } finally {
    await connection.close().catch(() => undefined);
  }
}
