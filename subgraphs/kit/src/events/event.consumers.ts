import type { MikroORM } from "@mikro-orm/postgresql";
import type { ConsumerUnit } from "../inbox/consumer.definition.ts";
import { applyOnce } from "../inbox/inbox.ts";
import type { LoggedEvent } from "../outbox/logged.event.ts";
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
      await applyOnce({ orm, consumer: consumer.name }, events, (unit, fresh) => handle(consumer, unit, fresh));
    });
  }
}

async function handle(consumer: Consumer, unit: ConsumerUnit, events: readonly LoggedEvent[]): Promise<void> {
  if ("types" in consumer) return consumer.handleBatch(unit, events);
  // What is left in the queue of a type that is no longer handled has no effect.
  for (const event of events) await consumer.handles[event.type]?.(unit, event);
}
