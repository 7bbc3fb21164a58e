import type { EntityManager } from "@mikro-orm/postgresql";
import type { Origin } from "../outbox/command.context.ts";
import type { Viewer } from "../viewer/viewer.ts";
import { entryOf } from "./audit.entries.ts";
import { AuditEntry, type AuditOutcome } from "./audit-entry.entity.ts";

/** Something about who one is that happened outside a request with a token, such as a sign-in that failed. */
export interface SecurityNote {
  /** What was tried, e.g. `session.start`. */
  readonly action: string;
  readonly outcome: AuditOutcome;
  /** Undefined while nobody is known. */
  readonly viewer?: Pick<Viewer, "userId" | "organizationId" | "roles" | "clientId"> | undefined;
  /** The keyed hash of what was tried, such as an e-mail address; never what it was. */
  readonly target?: string | undefined;
  /** The record that it was about, where there is one. */
  readonly record?: { readonly entityType: string; readonly id: string } | undefined;
}

/** Writes one entry at once, whatever comes of the request: what is refused leaves its trace. Throws when it cannot. */
export async function auditSecurity(em: EntityManager, origin: Origin, note: SecurityNote): Promise<void> {
  const { action, outcome, viewer, target, record } = note;
  const named = record && { entityTypes: [record.entityType], entityIds: [record.id] };
  const entry = entryOf({ viewer, ...origin }, { actions: [action], outcome, target: target ?? null, ...named });
  await em.insert(AuditEntry, entry);
}
