import { type ChannelModel, connect } from "amqplib";
import { describeFault } from "../telemetry/fault.ts";
import type { ServiceLog } from "../telemetry/service.log.ts";
import { type ConsumerOptions, type Control, consumeInOrder, type QueueConsumer } from "./amqp.consumer.ts";
import { type AmqpPublisher, createAmqpPublisher } from "./amqp.publisher.ts";
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
import { createDeadLetterList, type DeadLetterEntry, type DeadLetterList, deadLettersIn } from "./dead.letters.ts";
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
  readonly publisher: AmqpPublisher;
  readonly subscribers: SubscriberList;
  readonly deadLetters: { readonly list: DeadLetterList; readonly stream: AmqpStream };
  readonly consumers: QueueConsumer[];
  /** Ends it, so that all of it is made anew. */
  readonly lose: Losing;
}

/** Told what of a session is gone, such as a queue. */
type Losing = (what: { readonly queue: string }, error: unknown) => void;

type Consuming = Pick<ConsumerOptions, "queue" | "together" | "handle">;

const defaultRetries = 8;
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
    let isLost = false;
    const end = () => {
      isLost = true;
      if (session?.connection === connection) session = undefined;
    };
    const lose: Losing = (what, error) => {
      if (isStopping || isLost) return;
      end();
      log.warn({ ...what, fault: describeFault(error) }, "the broker's session is made anew");
      connection.close().catch(() => undefined);
    };
    // It is closed, too, then, and made again.
    connection.on("error", () => undefined);
    connection.on("close", end);
    const opened = await openSession(connection, subgraph, lose);
    for (const one of consumed) await consumeWith(opened, one);
    if (isLost) throw new Error("The broker's session was lost while it was made.");
    session = opened;
  }

  async function consumeWith(
    { connection, deadLetters, consumers, lose }: Session,
    consuming: Consuming,
  ): Promise<void> {
    const { queue } = consuming;
    const onLost = (error: unknown) => lose({ queue }, error);
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
      await standing().publisher.publish(messages);
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

    async refused(queue) {
      const { list } = standing().deadLetters;
      return [...list.refused(queue).values()].map(({ id, type, fault, at }) => ({
        ...{ id, type, reason: fault, failedAt: new Date(at) },
      }));
    },

    async discardRefused(queue, ids) {
      const { list, stream } = standing().deadLetters;
      await stream.catchUp();
      const found = ids.filter((id) => list.refused(queue).has(id));
      for (const id of found) await stream.append({ kind: "applied", queue, id } satisfies DeadLetterEntry);
      return found.length;
    },

    async retryBlocked(queue, ids) {
      const { deadLetters, publisher } = standing();
      await deadLetters.stream.catchUp();
      const failed = deadLettersIn(deadLetters.list, queue).map(({ event }) => event.id);
      const retry = [...failed, ...deadLetters.list.refused(queue).keys()].filter((id) => ids?.includes(id) ?? true);
      if (retry.length > 0) await publisher.publish([{ key: controlKey(queue), content: { retry } satisfies Control }]);
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

async function openSession(connection: ChannelModel, subgraph: string, lose: Losing): Promise<Session> {
  const publishing = await connection.createConfirmChannel();
  publishing.on("error", () => connection.close().catch(() => undefined));
  const publisher = createAmqpPublisher(connection, publishing);
  const losing = (stream: string) => ({ stream, onLost: (error: Error) => lose({ queue: stream }, error) });
  const subscribers = createSubscriberList();
  const announcements = await openStream(connection, {
    ...losing(subscriberStream),
    exchange: exchanges.subscribers,
    key: announcingKeys(subgraph),
    onEntry: subscribers.note,
  });
  const list = createDeadLetterList();
  const stream = await openStream(connection, {
    ...losing(deadLetterStream(subgraph)),
    exchange: exchanges.deadLetters,
    key: deadLetterKeys(subgraph),
    onEntry: list.note,
  });
  await Promise.all([announcements.catchUp(), stream.catchUp()]);
  return { connection, publisher, subscribers, deadLetters: { list, stream }, consumers: [], lose };
}

function withHeartbeat(text: string): string {
  const url = new URL(text);
  url.searchParams.set("heartbeat", String(heartbeat));
  return url.href;
}
