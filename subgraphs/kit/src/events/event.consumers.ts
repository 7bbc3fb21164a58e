import type { MikroORM } from "@mikro-orm/postgresql";
import { applyOnce } from "../inbox/inbox.ts";
import type { SubgraphDefinition } from "../subgraph.definition.ts";
import type { EventBus, Subscription } from "./event.bus.ts";

type Consuming = Pick<SubgraphDefinition, "name" | "consumers">;

/** The queues that the consumers of a subgraph need. */
export function subscriptionsOf({ name, consumers = [] }: Consuming): Subscription[] {
  return consumers.map((consumer) => ({ queue: `${name}.${consumer.name}`, types: Object.keys(consumer.handles) }));
}

/** Lets the consumers of a subgraph work. What failed for good before is tried again: this may be the version that can. */
export async function startConsumers(definition: Consuming, bus: EventBus, orm: MikroORM): Promise<void> {
  const subscriptions = subscriptionsOf(definition);
  for (const [index, consumer] of (definition.consumers ?? []).entries()) {
    const subscription = subscriptions[index];
    if (!subscription) continue;
    await bus.retryBlocked(subscription.queue);
    await bus.consume(subscription, async (event) => {
      const handler = consumer.handles[event.type];
      // What is left in the queue of a type that is no longer handled has no effect.
      if (handler) await applyOnce({ orm, consumer: consumer.name }, event, handler);
    });
  }
}
