import type { EntityManager } from "@mikro-orm/postgresql";
import { v7 as uuidv7 } from "uuid";
import type { Viewer } from "../viewer/viewer.ts";
import { AuditEntry } from "./audit-entry.entity.ts";

/** What happened, in the words of the area: the trail adds who, when and from where. */
export interface AuditNote {
  readonly action: string;
  readonly entityType: string;
  readonly entityIds: readonly string[];
}

/**
 * Collects what one request read or was denied. It is written before the answer leaves,
 * in one insert, so that nobody sees patient data without a trace; commands write theirs inside their transaction.
 */
export interface AuditTrail {
  /** Notes a read. Reading nothing leaves no trace. */
  read(note: AuditNote): void;
  /** Notes that the number of records was read, without any of them. */
  counted(note: Pick<AuditNote, "action" | "entityType">): void;
  denied(action: string): void;
  /** Writes a command's entry with `em`, in the transaction that it has open. */
  command(em: EntityManager, note: AuditNote): Promise<void>;
  /** Writes that a command was refused by a rule of the business, with `em`, in the transaction that it has open. */
  refused(em: EntityManager, note: Pick<AuditNote, "action" | "entityType">): Promise<void>;
  /** Writes what was noted; throws when it cannot, and then the answer must not leave. */
  flush(): Promise<void>;
}

export interface AuditSource {
  readonly viewer: Viewer;
  readonly correlationId: string;
  readonly clientAddress: string | undefined;
}

export function createAuditTrail(em: EntityManager, source: AuditSource): AuditTrail {
  let pending: AuditEntry[] = [];

  const entry = (
    note: { action: string; entityType?: string; entityIds?: readonly string[] },
    outcome: AuditEntry["outcome"],
  ): AuditEntry => ({
    id: uuidv7(),
    organizationId: source.viewer.organizationId,
    occurredAt: new Date(),
    actorId: source.viewer.userId,
    actorRoles: [...source.viewer.roles],
    action: note.action,
    outcome,
    entityType: note.entityType ?? null,
    entityIds: [...(note.entityIds ?? [])],
    correlationId: source.correlationId,
    clientAddress: source.clientAddress ?? null,
  });

  return {
    read(note) {
      if (note.entityIds.length > 0) pending.push(entry(note, "ALLOWED"));
    },
    counted(note) {
      pending.push(entry(note, "ALLOWED"));
    },
    denied(action) {
      pending.push(entry({ action }, "DENIED"));
    },
    async command(transaction, note) {
      await transaction.insert(AuditEntry, entry(note, "ALLOWED"));
    },
    async refused(transaction, note) {
      await transaction.insert(AuditEntry, entry(note, "REFUSED"));
    },
    async flush() {
      if (pending.length === 0) return;
      const entries = pending;
      pending = [];
      // A fork: the audit must not flush what a query may have left in the request's unit of work.
      await em.fork().insertMany(AuditEntry, entries);
    },
  };
}
