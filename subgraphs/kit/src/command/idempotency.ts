import type { EntityManager } from "@mikro-orm/postgresql";
import type { CommandContext } from "../outbox/command.context.ts";
import { blindIndexOf } from "../sensitive/keyring.ts";
import type { CommandOutcome } from "./command.ts";

/** How long a key is remembered. */
const keptFor = "24 hours";

export interface IdempotentCall {
  readonly mutation: string;
  readonly key: string;
  readonly bodyHash: string;
}

/** What a key stands for: nothing yet, this call made before, or another one. */
export type Claim =
  | { readonly kind: "first" }
  | { readonly kind: "replay"; readonly outcome: CommandOutcome }
  | { readonly kind: "reused" };

/** Whether the key stands for a call that was made before, which is what will be answered. Claims nothing. */
export async function isAnswered(em: EntityManager, context: CommandContext, call: IdempotentCall): Promise<boolean> {
  const answered = await em.execute<unknown[]>(
    `select 1 from idempotency_record
     where organization_id = ? and principal = ? and mutation = ? and key = ? and expires_at >= now()`,
    scopeOf(context, call),
  );
  return answered.length > 0;
}

/**
 * Claims the key in the open transaction. While another transaction holds the same key, the insert waits for its end:
 * the unique index decides which of two simultaneous calls is the first.
 */
export async function claimKey(em: EntityManager, context: CommandContext, call: IdempotentCall): Promise<Claim> {
  const scope = scopeOf(context, call);
  const claimed = await em.execute<unknown[]>(
    `insert into idempotency_record (organization_id, principal, mutation, key, body_hash, expires_at)
     values (?, ?, ?, ?, ?, now() + interval '${keptFor}')
     on conflict (organization_id, principal, mutation, key) do update
       set body_hash = excluded.body_hash, outcome = null, expires_at = excluded.expires_at
       where idempotency_record.expires_at < now()
     returning 1`,
    [...scope, call.bodyHash],
  );
  if (claimed.length > 0) return { kind: "first" };
  const [record] = await em.execute<{ body_hash: string; outcome: CommandOutcome | null }[]>(
    `select body_hash, outcome from idempotency_record
     where organization_id = ? and principal = ? and mutation = ? and key = ?`,
    scope,
  );
  if (record?.body_hash !== call.bodyHash) return { kind: "reused" };
  if (!record.outcome) throw new Error("A committed idempotency record has no outcome.");
  return { kind: "replay", outcome: record.outcome };
}

/** Stores what the claimed call did. */
export async function storeOutcome(
  em: EntityManager,
  context: CommandContext,
  call: IdempotentCall,
  outcome: CommandOutcome,
): Promise<void> {
  await em.execute(
    `update idempotency_record set outcome = ?
     where organization_id = ? and principal = ? and mutation = ? and key = ?`,
    [JSON.stringify(outcome), ...scopeOf(context, call)],
  );
}

function scopeOf({ viewer }: CommandContext, { mutation, key }: IdempotentCall): string[] {
  return [viewer.organizationId, viewer.userId, mutation, key];
}

/** Forgets keys whose time is over; safe to run from every replica. */
export async function forgetExpiredKeys(em: EntityManager): Promise<void> {
  await em.execute("delete from idempotency_record where expires_at < now()");
}

/**
 * A keyed hash of what was asked, the same whatever the order of its keys: with a plain one, whoever holds a dump could
 * find a telephone number by trying all of them.
 */
export function hashOf(body: unknown, organizationId: string): string {
  return blindIndexOf(canonical(body), "idempotency_record.body_hash", organizationId);
}

function canonical(value: unknown): string {
  if (value instanceof Date) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value ?? null);
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  entries.sort(([one], [other]) => (one < other ? -1 : 1));
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join()}}`;
}
