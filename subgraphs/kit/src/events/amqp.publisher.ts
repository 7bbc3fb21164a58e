import type { ChannelModel, ConfirmChannel } from "amqplib";
import { exchanges } from "./amqp.topology.ts";

/** What is sent, and under which key. */
export interface AmqpMessage {
  readonly key: string;
  readonly content: object;
}

export interface AmqpPublisher {
  /** Resolves when the broker has put each of them into its queue; whoever publishes more than the broker takes is refused. */
  publish(messages: readonly AmqpMessage[]): Promise<void>;
}

/** How long the broker may take to confirm, in milliseconds. */
const confirmLimit = 30_000;

// What nobody is bound to would vanish, and be confirmed.
const publishOptions = { persistent: true, mandatory: true, contentType: "application/json" } as const;

/**
 * Publishes over one connection. What is sent to a broker that reads nothing is kept in memory: as long as it is short of memory or
 * disk, or has not confirmed what was sent before, nothing more is sent, and whoever publishes has it and tries again.
 */
export function createAmqpPublisher(
  connection: ChannelModel,
  channel: ConfirmChannel,
  limit: number = confirmLimit,
): AmqpPublisher {
  let isBlocked = false;
  let unconfirmed = 0;
  let refuse: (error: Error) => void = () => undefined;
  const shortage = () => new Error("The broker takes nothing: it is short of memory or disk.");
  connection.on("blocked", () => {
    isBlocked = true;
    refuse(shortage());
  });
  connection.on("unblocked", () => {
    isBlocked = false;
  });

  function send({ key, content }: AmqpMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      channel.publish(exchanges.events, key, Buffer.from(JSON.stringify(content)), publishOptions, (error) => {
        unconfirmed -= 1;
        if (error) reject(error);
        else resolve();
      });
      unconfirmed += 1;
    });
  }

  async function publishAll(messages: readonly AmqpMessage[]): Promise<void> {
    if (isBlocked) throw shortage();
    if (unconfirmed > 0) throw new Error("The broker has not confirmed yet what was published before.");
    const unroutable: string[] = [];
    const onReturn = ({ fields }: { readonly fields: { readonly routingKey: string } }) =>
      unroutable.push(fields.routingKey);
    channel.on("return", onReturn);
    const refused = Promise.withResolvers<never>();
    refuse = refused.reject;
    const timer = setTimeout(() => refuse(new Error("The broker does not confirm what is published.")), limit);
    try {
      await Promise.race([Promise.all(messages.map(send)), refused.promise]);
    } finally {
      clearTimeout(timer);
      channel.off("return", onReturn);
    }
    if (unroutable.length > 0) throw new Error(`No queue is bound to ${unroutable[0]}.`);
  }

  let last: Promise<unknown> = Promise.resolve();
  return {
    publish(messages) {
      // One after the other: what another one has sent, and waits for, is not overdue.
      const publishing = last.then(() => publishAll(messages));
      last = publishing.catch(() => undefined);
      return publishing;
    },
  };
}
