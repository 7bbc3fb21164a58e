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
  /** Told when it is not read any more, over this connection: the server may take a reader away, as when the queue moves. */
  readonly onLost?: (error: Error) => void;
}

const prefetch = 500;
/** For so long, in milliseconds, a stream may say nothing to whoever waits until everything has been read, however much that is. */
const silenceLimit = 60_000;
const markHeader = "x-careconnect-mark";

/** Reads a stream from its beginning, and on, as long as the connection stands. */
export async function openStream(connection: ChannelModel, options: StreamOptions): Promise<AmqpStream> {
  const { stream, exchange, key, onEntry, onLost } = options;
  const reading = await connection.createChannel();
  const own = await connection.createConfirmChannel();
  const marks = new Map<string, PromiseWithResolvers<void>>();
  const fail = () => {
    const error = new Error(`The stream ${stream} is not read any more.`);
    for (const { reject } of marks.values()) reject(error);
    marks.clear();
    onLost?.(error);
  };
  for (const channel of [reading, own]) channel.on("error", () => undefined).on("close", fail);
  let heardAt = performance.now();
  await reading.prefetch(prefetch);
  await reading.consume(
    stream,
    (message) => {
      if (!message) return fail();
      heardAt = performance.now();
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
      heardAt = performance.now();
      const silent = Promise.withResolvers<never>();
      const timer = setInterval(() => {
        if (performance.now() - heardAt > silenceLimit)
          silent.reject(new Error(`The stream ${stream} does not answer.`));
      }, 1_000);
      try {
        const published = publish(Buffer.alloc(0), { [markHeader]: mark }, channel);
        await Promise.race([Promise.all([published, seen.promise]), silent.promise]);
      } finally {
        clearInterval(timer);
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
