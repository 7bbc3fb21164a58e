import { type ChannelModel, type ConfirmChannel, connect } from "amqplib";
import { describeFault } from "../telemetry/fault.ts";
import type { ServiceLog } from "../telemetry/service.log.ts";
import { type ConsumerOptions, type Control, consumeInOrder, type QueueConsumer } from "./amqp.consumer.ts";
import { type AmqpStream, openStream } from "./amqp.stream.ts";
import {
  announcingKeys,
  controlKey,
  deadLetterKeys,
  deadLetterStream,
  eventKey,
  exchanges,
  subscriberStream,
} from "./amqp.topology.ts";
import { createDeadLetterList, type DeadLetterList, deadLettersIn } from "./dead.letters.ts";
import type { EventBus } from "./event.bus.ts";
import { messageOf } from "./event.message.ts";
import { createSubscriberList, type SubscriberList } from "./subscriber.list.ts";

export interface AmqpBusOptions {
  readonly url: string;
  /** Whose consumers it serves. */
  readonly subgraph: string;
  readonly log: ServiceLog;
  /** How often an event that cannot be applied is tried again. */
  readonly retries?: number;
}

/** What there is as long as one connection stands. */
interface Session {
  readonly connection: ChannelModel;
  readonly publishing: ConfirmChannel;
  readonly subscribers: SubscriberList;
  readonly deadLetters: { readonly list: DeadLetterList; readonly stream: AmqpStream };
  readonly consumers: QueueConsumer[];
}

type Consuming = Pick<ConsumerOptions, "queue" | "together" | "handle">;

const defaultRetries = 8;
/** How long the broker may take to confirm, in milliseconds. */
const publishLimit = 30_000;
/** Seconds after which a peer that says nothing is taken for gone. */
const heartbeat = 10;

/**
 * Connects to a RabbitMQ whose exchanges and queues are there; a connection that is lost is made again, and what is
 * published or asked meanwhile fails. @throws when it does not answer
 */
export async function openAmqpBus(options: AmqpBusOptions): Promise<EventBus> {
  const { subgraph, log, retries = defaultRetries } = options;
  const consumed: Consuming[] = [];
  let session: Session | undefined;
  let isStopping = false;

  async function setUp(connection: ChannelModel): Promise<void> {
    // It is closed, too, then, and made again.
    connection.on("error", () => undefined);
    connection.on("close", () => {
      if (session?.connection === connection) session = undefined;
    });
    const opened = await openSession(connection, subgraph);
    for (const one of consumed) await consumeWith(opened, one);
    session = opened;
  }

  async function consumeWith({ connection, deadLetters, consumers }: Session, consuming: Consuming): Promise<void> {
    const onLost = (error: unknown) => {
      if (isStopping || session?.connection !== connection) return;
      log.warn({ queue: consuming.queue, fault: describeFault(error) }, "a queue is consumed anew");
      session = undefined;
      connection.close().catch(() => undefined);
    };
    consumers.push(await consumeInOrder(connection, { ...consuming, retries, deadLetters, log, onLost }));
  }

  const connection = await connect(withHeartbeat(options.url), {
    // Small frames would wait for each other's acknowledgement: a median of 53 ms instead of 2.
    noDelay: true,
    keepAlive: true,
    timeout: 5_000,
    clientProperties: { connection_name: `careconnect ${subgraph}` },
    recovery: { initialDelay: 100, maxDelay: 2_000, initialMaxRetries: 0, setup: setUp },
  });
  connection.on("error", () => undefined);
  connection.on("disconnect", (error) => {
    if (!isStopping) log.warn({ fault: describeFault(error) }, "the broker was lost; it is connected to again");
  });
  connection.on("connect-failed", (error) => {
    if (!isStopping) log.warn({ fault: describeFault(error) }, "the broker cannot be used yet; it is tried again");
  });

  const standing = (): Session => {
    if (!session) throw new Error("The broker is not connected.");
    return session;
  };

  return {
    subscriptions: async () => standing().subscribers.all(),

    async publish(events, subscriptions) {
      const messages = events.flatMap((event) =>
        subscriptions
          .filter(({ types }) => types.includes(event.type))
          .map(({ queue }) => ({ key: eventKey(event.type, queue), content: messageOf(event) })),
      );
      await publishAll(standing().publishing, messages);
    },

    async consume({ queue }, together, handle) {
      const consuming = { queue, together, handle };
      await consumeWith(standing(), consuming);
      consumed.push(consuming);
    },

    blocked: async (queue) => [...standing().deadLetters.list.stopped(queue).keys()],

    async deadLetters(queue) {
      const { list, stream } = standing().deadLetters;
      await stream.catchUp();
      return deadLettersIn(list, queue);
    },

    async retryBlocked(queue, eventIds) {
      const { deadLetters, publishing } = standing();
      await deadLetters.stream.catchUp();
      const failed = deadLettersIn(deadLetters.list, queue).map(({ event }) => event.id);
      const retry = failed.filter((id) => eventIds?.includes(id) ?? true);
      if (retry.length > 0)
        await publishAll(publishing, [{ key: controlKey(queue), content: { retry } satisfies Control }]);
      return retry.length;
    },

    async stop() {
      isStopping = true;
      // What is under way is done before its events can go to another process.
      await Promise.all(session?.consumers.map((consumer) => consumer.end()) ?? []);
      await connection.close();
    },
  };
}

async function openSession(connection: ChannelModel, subgraph: string): Promise<Session> {
  const publishing = await connection.createConfirmChannel();
  publishing.on("error", () => connection.close().catch(() => undefined));
  const subscribers = createSubscriberList();
  const announcements = await openStream(connection, {
    stream: subscriberStream,
    exchange: exchanges.subscribers,
    key: announcingKeys(subgraph),
    onEntry: subscribers.note,
  });
  const list = createDeadLetterList();
  const stream = await openStream(connection, {
    stream: deadLetterStream(subgraph),
    exchange: exchanges.deadLetters,
    key: deadLetterKeys(subgraph),
    onEntry: list.note,
  });
  await Promise.all([announcements.catchUp(), stream.catchUp()]);
  return { connection, publishing, subscribers, deadLetters: { list, stream }, consumers: [] };
}

/** Resolves when the broker has put each of them into its queue. */
async function publishAll(
  channel: ConfirmChannel,
  messages: readonly { readonly key: string; readonly content: object }[],
): Promise<void> {
  const unroutable: string[] = [];
  const onReturn = ({ fields }: { readonly fields: { readonly routingKey: string } }) =>
    unroutable.push(fields.routingKey);
  channel.on("return", onReturn);
  let timer: NodeJS.Timeout | undefined;
  try {
    const confirmed = messages.map(
      ({ key, content }) =>
        new Promise<void>((resolve, reject) => {
          const body = Buffer.from(JSON.stringify(content));
          channel.publish(exchanges.events, key, body, publishOptions, (error) => (error ? reject(error) : resolve()));
        }),
    );
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error("The broker does not confirm what is published.")), publishLimit);
    });
    await Promise.race([Promise.all(confirmed), late]);
  } finally {
    clearTimeout(timer);
    channel.off("return", onReturn);
  }
  if (unroutable.length > 0) throw new Error(`No queue is bound to ${unroutable[0]}.`);
}

// What nobody is bound to would vanish, and be confirmed.
const publishOptions = { persistent: true, mandatory: true, contentType: "application/json" } as const;

function withHeartbeat(text: string): string {
  const url = new URL(text);
  url.searchParams.set("heartbeat", String(heartbeat));
  return url.href;
}
