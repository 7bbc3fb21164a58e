import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import { applyingSetting } from "../erasure/erasure.lock.ts";
import type { LoggedEvent } from "../outbox/logged.event.ts";
import { boundEntityManager } from "../persistence/orm.ts";
import type { EventHandler } from "./consumer.definition.ts";

export interface InboxOptions {
  readonly orm: MikroORM;
  readonly consumer: string;
  /** Awaited after the effect, before it is committed. */
  readonly beforeCommit?: () => Promise<void>;
}

/**
 * Applies those of `events`, which are of one organization, that this consumer has not applied before: effects and
 * receipts are one transaction. @returns how many it applied
 */
export async function applyOnce(
  options: InboxOptions,
  events: readonly LoggedEvent[],
  handle: EventHandler,
): Promise<number> {
  const [first] = events;
  if (!first) return 0;
  return boundEntityManager(options.orm, first.organizationId).transactional(async (em) => {
    // Another delivery under way holds the key: this one waits for it, and then has nothing to do. In one order, so that
    // two do not wait for each other.
    const receipts = await em.execute<{ event_id: string }[]>(
      `insert into inbox_receipt (consumer, event_id, received_at)
       select ?, event_id, now()
       from unnest(?::uuid[]) as delivered (event_id), set_config('${applyingSetting}', 'on', true)
       order by event_id
       on conflict do nothing returning event_id`,
      [options.consumer, `{${events.map(({ id }) => id).join()}}`],
    );
    if (receipts.length === 0) return 0;
    const fresh = new Set(receipts.map(({ event_id }) => event_id));
    await handle(
      { em },
      events.filter(({ id }) => fresh.has(id)),
    );
    await em.flush();
    await options.beforeCommit?.();
    return receipts.length;
  });
}

/** Lets an event count as applied that a consumer is not to apply. */
export async function receiveWithoutEffect(em: EntityManager, consumer: string, eventId: string): Promise<void> {
  await em.execute(
    "insert into inbox_receipt (consumer, event_id, received_at) values (?, ?, now()) on conflict do nothing",
    [consumer, eventId],
  );
}

/** Days for which a second delivery is known; the broker delivers again within minutes. */
const receiptDays = 90;

export async function forgetOldReceipts(em: EntityManager): Promise<void> {
  await em.execute(`delete from inbox_receipt where received_at < now() - interval '${receiptDays} days'`);
}
