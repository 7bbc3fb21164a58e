import type { ServiceLog } from "../telemetry/service.log.ts";
import { openAmqpBus } from "./amqp.bus.ts";
import { ensureAmqpSubscriptions, migrateAmqp } from "./amqp.topology.ts";
import type { EventBus, Subscription } from "./event.bus.ts";
import { ensurePgBossSubscriptions, migratePgBoss, openPgBossBus } from "./pg-boss.bus.ts";

/** Whether `url` names a RabbitMQ; every other one is a database, in which pg-boss keeps its queues. */
const isAmqp = (url: string) => /^amqps?:/.test(url);

/** Makes what belongs to no subgraph alone, as the owner of the broker, and lets `application` work with it. */
export async function migrateBroker(ownerUrl: string, application: string): Promise<void> {
  // In RabbitMQ, who may do what is said by its definitions.
  await (isAmqp(ownerUrl) ? migrateAmqp(ownerUrl) : migratePgBoss(ownerUrl, application));
}

/**
 * Makes the queues and subscriptions of the consumers of `subgraph`, all of them, and ends subscriptions that no
 * consumer of it wants any more. The relays give a new one the events that were before it.
 * @param broker its owner makes what there is in a RabbitMQ, where services make nothing
 */
export async function ensureSubscriptions(
  { url, ownerUrl = url }: { readonly url: string; readonly ownerUrl?: string | undefined },
  subgraph: string,
  subscriptions: readonly Subscription[],
): Promise<void> {
  await (isAmqp(url)
    ? ensureAmqpSubscriptions(ownerUrl, subgraph, subscriptions)
    : ensurePgBossSubscriptions(url, subgraph, subscriptions));
}

export interface BusOptions {
  readonly url: string;
  /** Whose consumers it serves. */
  readonly subgraph: string;
  readonly log: ServiceLog;
}

/** Connects to the broker at `url`. @throws when it does not answer or was not migrated */
export function openEventBus(options: BusOptions): Promise<EventBus> {
  return isAmqp(options.url) ? openAmqpBus(options) : openPgBossBus(options);
}
