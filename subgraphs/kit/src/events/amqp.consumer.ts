import { createHash } from "node:crypto";
import type { ChannelModel, ConsumeMessage } from "amqplib";
import { z } from "zod";
import type { LoggedEvent } from "../outbox/logged.event.ts";
import type { Fault } from "../telemetry/fault.ts";
import type { ServiceLog } from "../telemetry/service.log.ts";
import type { AmqpStream } from "./amqp.stream.ts";
import { controlType, typeIn } from "./amqp.topology.ts";
import type { DeadLetterEntry, DeadLetterList, RefusedEntry } from "./dead.letters.ts";
import { type EventMessage, eventOf, faultOfRefusal, readEventMessage, refusedForGood } from "./event.message.ts";
import { createOrderedWork, type Delivery } from "./ordered.work.ts";

export interface ConsumerOptions {
  readonly queue: string;
  /** Events that are applied in one transaction at most. */
  readonly together: number;
  /** How often an event that cannot be applied is tried again. */
  readonly retries: number;
  readonly handle: (events: readonly LoggedEvent[]) => Promise<void>;
  readonly deadLetters: { readonly list: DeadLetterList; readonly stream: AmqpStream };
  readonly log: ServiceLog;
  /** Told when the queue cannot be consumed any more, over this connection. */
  readonly onLost: (error: unknown) => void;
}

export interface QueueConsumer {
  /** Begins nothing more; resolves when what is under way is done. */
  end(): Promise<void>;
}

/** Events that are held at once, those that wait for another try included. */
const prefetch = 2_000;

/** So much of what is refused is kept of a queue, each no larger than so many bytes; of the rest, the log tells. */
const [mostRefused, largestRefused] = [1_000, 65_536];

/** What a subgraph tells whichever of its processes consumes a queue. */
const control = z.object({ retry: z.array(z.string()) });
export type Control = z.output<typeof control>;

/**
 * Consumes a queue of which one process is given events at a time. What cannot be applied is moved to the dead letters,
 * with what waits behind it, so that it keeps neither the queue nor its place in it.
 */
export async function consumeInOrder(connection: ChannelModel, options: ConsumerOptions): Promise<QueueConsumer> {
  const { queue, deadLetters, log, onLost } = options;
  const { list, stream } = deadLetters;
  const channel = await connection.createConfirmChannel();
  const work = createOrderedWork(options);
  channel.on("error", () => undefined);
  channel.on("close", () => {
    void work.end();
    onLost(new Error(`The queue ${queue} is not consumed any more.`));
  });
  const write = (entry: DeadLetterEntry) => stream.append(entry, channel);

  /** @param done said when it need not be handed over again */
  function delivered(event: EventMessage, done: () => unknown): Delivery {
    return {
      event: eventOf(event),
      retries: options.retries,
      async applied() {
        // Written by a process that was gone before the broker heard that it had been dealt with.
        if (list.has(queue, event.id)) await write({ kind: "applied", queue, id: event.id });
        await done();
      },
      failed: async (fault) => {
        await write({ kind: "failed", queue, event, fault, at: new Date().toISOString() });
        await done();
      },
      stopped: async () => {
        await write({ kind: "waiting", queue, event });
        await done();
      },
    };
  }

  /** It stays in the dead letters until it is applied. */
  function taken(event: EventMessage): Delivery {
    return {
      event: eventOf(event),
      retries: 0,
      applied: () => write({ kind: "applied", queue, id: event.id }),
      failed: (fault) => write({ kind: "failed", queue, event, fault, at: new Date().toISOString() }),
      stopped: async () => undefined,
    };
  }

  async function retry(eventIds: readonly string[]): Promise<void> {
    const wanted = new Set(eventIds);
    const before = [...list.stopped(queue).keys()].filter(work.isStopped);
    // Of what has stopped by now, all that waits is known then: what comes after this waits for its turn.
    await stream.catchUp(channel);
    const stopped = list.stopped(queue);
    for (const aggregateId of before) {
      const events = stopped.get(aggregateId) ?? [];
      if (events.some(({ event, failure }) => failure && wanted.has(event.id)))
        work.resume(
          aggregateId,
          events.map(({ event }) => taken(event)),
        );
    }
    for (const [id, refused] of list.refused(queue)) if (wanted.has(id)) readmit(refused);
  }

  /** It may have been refused by a version that did not know better. */
  function readmit({ id, type, content }: RefusedEntry): void {
    const read = readEventMessage(parsed(Buffer.from(content, "base64")), type);
    if ("event" in read) work.add(delivered(read.event, () => write({ kind: "applied", queue, id })));
  }

  async function refuse({ content }: ConsumeMessage, type: string, fault: Fault): Promise<boolean> {
    log.error({ queue, type, fault }, refusedForGood);
    if (content.length > largestRefused || list.refused(queue).size >= mostRefused) return false;
    const id = createHash("sha256").update(`${type}\n`).update(content).digest("hex").slice(0, 32);
    const at = new Date().toISOString();
    await write({ kind: "refused", queue, id, type, content: content.toString("base64"), fault, at });
    return true;
  }

  async function admit(message: ConsumeMessage): Promise<void> {
    const type = typeIn(message.fields.routingKey);
    const content = parsed(message.content);
    if (type === controlType) {
      const asked = control.safeParse(content);
      if (asked.success) await retry(asked.data.retry);
      channel.ack(message);
      return;
    }
    const read = readEventMessage(content, type);
    if ("event" in read) {
      work.add(delivered(read.event, () => channel.ack(message)));
      return;
    }
    if (await refuse(message, type, faultOfRefusal(read.refusal))) channel.ack(message);
    else channel.nack(message, false, false);
  }

  let admitted: Promise<void> | undefined;
  await channel.prefetch(prefetch);
  await channel.consume(queue, (message) => {
    if (!message) {
      onLost(new Error(`The queue ${queue} is gone.`));
      return;
    }
    // The first one says that no other process is given events any more, and that all it wrote can be read.
    admitted ??= stream.catchUp(channel).then(() => work.stop(list.stopped(queue).keys()));
    admitted = admitted.then(() => admit(message));
    admitted.catch(onLost);
  });
  return { end: () => work.end() };
}

function parsed(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString("utf8"));
  } catch {
    return undefined;
  }
}
