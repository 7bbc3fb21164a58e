import type { EntityManager, MikroORM } from "@mikro-orm/postgresql";
import type { LoggedEvent } from "../outbox/logged.event.ts";
import { boundEntityManager } from "../persistence/orm.ts";
import type { EventHandler } from "./consumer.definition.ts";

export interface InboxOptions {
  readonly orm: MikroORM;
  readonly consumer: string;
  /** Awaited after the effect, before it is committed. */
  readonly beforeCommit?: () => Promise<void>;
}

/** Applies `event` unless this consumer did so before: effect and receipt are one transaction. @returns whether it did */
export async function applyOnce(options: InboxOptions, event: LoggedEvent, handler: EventHandler): Promise<boolean> {
  return boundEntityManager(options.orm, event.organizationId).transactional(async (em) => {
    // Another delivery under way holds the key: this one waits for it, and then has nothing to do.
    const receipts = await em.execute(
      `insert into inbox_receipt (consumer, event_id, received_at) values (?, ?, now())
       on conflict do nothing returning event_id`,
      [options.consumer, event.id],
    );
    if (receipts.length === 0) return false;
    await handler({ em }, event);
    await em.flush();
    await options.beforeCommit?.();
    return true;
  });
}

/** Days for which a second delivery is known; the broker delivers again within minutes. */
const receiptDays = 90;

export async function forgetOldReceipts(em: EntityManager): Promise<void> {
  await em.execute(`delete from inbox_receipt where received_at < now() - interval '${receiptDays} days'`);
}
