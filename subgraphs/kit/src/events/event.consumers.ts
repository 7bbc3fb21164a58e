import type { MikroORM } from "@mikro-orm/postgresql";
import { applyOnce } from "../inbox/inbox.ts";
import type { SubgraphDefinition } from "../subgraph.definition.ts";
import type { EventBus, Subscription } from "./event.bus.ts";

type Consuming = Pick<SubgraphDefinition, "name" | "consumers">;

type Consumer = NonNullable<Consuming["consumers"]>[number];

/** Events that a batch consumer applies in one transaction at most. */
const batchSize = 200;

/** The queues that the consumers of a subgraph need. */
export function subscriptionsOf({ name, consumers = [] }: Consuming): Subscription[] {
  return consumers.map((consumer) => subscriptionOf(name, consumer));
}

function subscriptionOf(subgraph: string, consumer: Consumer): Subscription {
  return {
    queue: `${subgraph}.${consumer.name}`,
    types: "types" in consumer ? consumer.types : Object.keys(consumer.handles),
  };
}

/** Lets the consumers of a subgraph work. What failed for good before is tried again: this may be the version that can. */
export async function startConsumers(definition: Consuming, bus: EventBus, orm: MikroORM): Promise<void> {
  for (const consumer of definition.consumers ?? []) {
    const subscription = subscriptionOf(definition.name, consumer);
    await bus.retryBlocked(subscription.queue);
    await bus.consume(subscription, "types" in consumer ? batchSize : 1, async (events) => {
      await applyOnce({ orm, consumer: consumer.name }, events, async (unit, fresh) => {
        if ("types" in consumer) return consumer.handleBatch(unit, fresh);
        for (const event of fresh) {
          const handler = consumer.handles[event.type];
          if (handler) await handler(unit, event);
          else await requireUnwanted(bus, subscription.queue, event.type);
        }
      });
    });
  }
}

/**
 * What is left in a queue of a type that nobody handles any more has no effect. One that a newer version asked for waits
 * for a process that can handle it.
 */
async function requireUnwanted(bus: EventBus, queue: string, type: string): Promise<void> {
  const subscriptions = await bus.subscriptions();
  if (subscriptions.some((one) => one.queue === queue && one.types.includes(type)))
    throw new Error(`This version does not know ${type}.`);
}
