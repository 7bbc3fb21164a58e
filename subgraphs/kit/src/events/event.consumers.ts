import type { MikroORM } from "@mikro-orm/postgresql";
import type { ConsumerDefinition } from "../inbox/consumer.definition.ts";
import { applyOnce } from "../inbox/inbox.ts";
import type { LoggedEvent } from "../outbox/logged.event.ts";
import type { SubgraphDefinition } from "../subgraph.definition.ts";
import type { EventBus, Subscription } from "./event.bus.ts";

type Consuming = Pick<SubgraphDefinition, "name" | "consumers">;

/** Events that are applied in one transaction at most, where a consumer does not say. */
const batchSize = 200;

/** The queues that the consumers of a subgraph need. */
export function subscriptionsOf({ name, consumers = [] }: Consuming): Subscription[] {
  return consumers.map((consumer) => subscriptionOf(name, consumer));
}

function subscriptionOf(subgraph: string, { name, handles }: ConsumerDefinition): Subscription {
  return { queue: `${subgraph}.${name}`, types: Object.keys(handles) };
}

/** Lets the consumers of a subgraph work. What failed for good before is tried again: this may be the version that can. */
export async function startConsumers(definition: Consuming, bus: EventBus, orm: MikroORM): Promise<void> {
  for (const consumer of definition.consumers ?? []) {
    const subscription = subscriptionOf(definition.name, consumer);
    await bus.retryBlocked(subscription.queue);
    await bus.consume(subscription, consumer.together ?? batchSize, async (events) => {
      await applyOnce({ orm, consumer: consumer.name }, events, async (unit, fresh) => {
        for (const [handle, handled] of Map.groupBy(fresh, ({ type }) => consumer.handles[type])) {
          if (handle) await handle(unit, handled);
          else await requireUnwanted(bus, subscription.queue, handled);
        }
      });
    });
  }
}

/**
 * What is left in a queue of a type that nobody handles any more has no effect. One that a newer version asked for waits
 * for a process that can handle it.
 */
async function requireUnwanted(bus: EventBus, queue: string, events: readonly LoggedEvent[]): Promise<void> {
  const wanted = (await bus.subscriptions()).find((one) => one.queue === queue)?.types;
  const unknown = events.find(({ type }) => wanted?.includes(type));
  if (unknown) throw new Error(`This version does not know ${unknown.type}.`);
}
