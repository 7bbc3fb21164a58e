import type { MikroORM } from "@mikro-orm/postgresql";
import type { Origin } from "../outbox/command.context.ts";
import { boundEntityManager } from "../persistence/orm.ts";
import type { Viewer } from "../viewer/viewer.ts";
import { entryOf } from "./audit.entries.ts";
import { AuditEntry, type AuditOutcome } from "./audit-entry.entity.ts";

/** Something about who one is that happened outside a request with a token, such as a sign-in that failed. */
export interface SecurityNote {
  /** What was tried, e.g. `session.start`. */
  readonly action: string;
  readonly outcome: AuditOutcome;
  /** Undefined while nobody is known. */
  readonly viewer?: Pick<Viewer, "userId" | "organizationId" | "roles"> | undefined;
  /** The keyed hash of what was tried, such as an e-mail address; never what it was. */
  readonly target?: string | undefined;
}

/** Writes one entry at once, in a transaction of its own: what is refused leaves its trace. Throws when it cannot. */
export async function auditSecurity(orm: MikroORM, origin: Origin, note: SecurityNote): Promise<void> {
  const { action, outcome, viewer, target } = note;
  const em = viewer ? boundEntityManager(orm, viewer.organizationId) : orm.em.fork();
  const entry = entryOf({ viewer, ...origin }, { actions: [action], outcome, target: target ?? null });
  await em.insert(AuditEntry, entry);
}
