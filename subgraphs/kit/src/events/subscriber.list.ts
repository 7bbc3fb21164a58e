import { z } from "zod";
import type { Subscription } from "./event.bus.ts";

const announcement = z.object({
  subscriptions: z.array(z.object({ queue: z.string(), types: z.array(z.string()) })),
});

/** What all subgraphs announced; of each, the last announcement counts. */
export interface SubscriberList {
  /** `key` is whose announcement it is: nobody else can publish under it. */
  note(entry: unknown, key: string): void;
  of(subgraph: string): readonly Subscription[];
  all(): readonly Subscription[];
}

export function createSubscriberList(): SubscriberList {
  const announced = new Map<string, readonly Subscription[]>();
  return {
    note(entry, subgraph) {
      const read = announcement.safeParse(entry);
      if (!read.success) return;
      // A queue is its subgraph's: what is announced for another one's is not heard.
      const own = read.data.subscriptions.filter(({ queue }) => queue.startsWith(`${subgraph}.`));
      announced.set(subgraph, own);
    },
    of: (subgraph) => announced.get(subgraph) ?? [],
    all: () => [...announced.values()].flat(),
  };
}

/** In one order, so that two that say the same are the same. */
export function announcementOf(subscriptions: readonly Subscription[]): z.output<typeof announcement> {
  return {
    subscriptions: subscriptions
      .map(({ queue, types }) => ({ queue, types: [...types].sort() }))
      .sort((one, other) => (one.queue < other.queue ? -1 : 1)),
  };
}
