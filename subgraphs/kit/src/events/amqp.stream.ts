import { randomUUID } from "node:crypto";
import type { ChannelModel, ConfirmChannel } from "amqplib";

/** A stream of the broker: everybody reads all of it, and nothing that was read is gone. */
export interface AmqpStream {
  /** Resolves when the broker has it; it comes back as an entry. Over one channel, one after the other. */
  append(entry: object, channel?: ConfirmChannel): Promise<void>;
  /** Resolves when every entry has been read that was appended before, over this channel or by whoever is done. */
  catchUp(channel?: ConfirmChannel): Promise<void>;
}

export interface StreamOptions {
  readonly stream: string;
  /** Where what is appended is published. */
  readonly exchange: string;
  readonly key: string;
  /** Called with each entry in order, from the first on, and with the key under which it was published. */
  readonly onEntry: (entry: unknown, key: string) => void;
}

const prefetch = 500;
/** How long it may take until everything has been read, in milliseconds. */
const catchUpLimit = 600_000;
const markHeader = "x-careconnect-mark";

/** Reads a stream from its beginning, and on, as long as the connection stands. */
export async function openStream(connection: ChannelModel, options: StreamOptions): Promise<AmqpStream> {
  const { stream, exchange, key, onEntry } = options;
  const reading = await connection.createChannel();
  const own = await connection.createConfirmChannel();
  const marks = new Map<string, PromiseWithResolvers<void>>();
  const fail = () => {
    for (const { reject } of marks.values()) reject(new Error(`The stream ${stream} is not read any more.`));
    marks.clear();
  };
  for (const channel of [reading, own]) channel.on("error", () => undefined).on("close", fail);
  await reading.prefetch(prefetch);
  await reading.consume(
    stream,
    (message) => {
      if (!message) return fail();
      const mark: unknown = message.properties.headers?.[markHeader];
      if (typeof mark === "string") {
        marks.get(mark)?.resolve();
        marks.delete(mark);
      } else onEntry(parsed(message.content), message.fields.routingKey);
      reading.ack(message);
    },
    { arguments: { "x-stream-offset": "first" } },
  );

  const returned = new Set<string>();
  const listening = new WeakSet<ConfirmChannel>();
  const publish = (content: Buffer, headers: Record<string, string>, channel: ConfirmChannel) =>
    new Promise<void>((resolve, reject) => {
      const messageId = randomUUID();
      if (!listening.has(channel)) {
        listening.add(channel);
        channel.on("return", ({ properties }) => void returned.add(String(properties.messageId)));
      }
      const options = { persistent: true, mandatory: true, messageId, headers };
      channel.publish(exchange, key, content, options, (error) => {
        // What went nowhere is returned, and confirmed after that.
        const isReturned = returned.delete(messageId);
        if (error) reject(error);
        else if (isReturned) reject(new Error(`The stream ${stream} is not bound to ${exchange}.`));
        else resolve();
      });
    });
  return {
    append: async (entry, channel = own) => publish(Buffer.from(JSON.stringify(entry)), {}, channel),
    async catchUp(channel = own) {
      const mark = randomUUID();
      const seen = Promise.withResolvers<void>();
      // Where publishing fails, nobody waits for it.
      seen.promise.catch(() => undefined);
      marks.set(mark, seen);
      const timer = setTimeout(() => seen.reject(new Error(`The stream ${stream} does not answer.`)), catchUpLimit);
      try {
        await publish(Buffer.alloc(0), { [markHeader]: mark }, channel);
        await seen.promise;
      } finally {
        clearTimeout(timer);
        marks.delete(mark);
      }
    },
  };
}

/** Undefined for what is no JSON, and so none of ours. */
function parsed(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString("utf8"));
  } catch {
    return undefined;
  }
}
