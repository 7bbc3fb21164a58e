import type { EntityManager } from "@mikro-orm/postgresql";
import {
  type AuditNote,
  type AuditSource,
  deniedEntry,
  entriesFor,
  type TakenNote,
  takeNote,
} from "./audit.entries.ts";
import { AuditEntry } from "./audit-entry.entity.ts";

/**
 * Collects what one request read or was denied. It is written before the answer leaves, in one insert, so that nobody
 * sees patient data without a trace: one entry for everything that was read, one for each action that was denied.
 * Commands write theirs inside their transaction.
 */
export interface AuditTrail {
  /** Notes a read. Reading nothing leaves no trace. */
  read(note: AuditNote): void;
  /** Notes that the number of records was read, without any of them. */
  counted(note: Omit<AuditNote, "records">): void;
  denied(action: string): void;
  /** Writes a command's entry with `em`, in the transaction that it has open. */
  command(em: EntityManager, note: AuditNote): Promise<void>;
  /** Writes that a command was refused by a rule of the business, with what it was about, in the transaction that `em` has open. */
  refused(em: EntityManager, notes: readonly AuditNote[]): Promise<void>;
  /** Writes what was noted; throws when it cannot, and then the answer must not leave. */
  flush(): Promise<void>;
}

export function createAuditTrail(em: EntityManager, source: AuditSource): AuditTrail {
  let reads: TakenNote[] = [];
  let denials = new Set<string>();
  return {
    read(note) {
      if (note.records.length > 0) reads.push(takeNote(source, note));
    },
    counted(note) {
      reads.push(takeNote(source, { ...note, records: [] }));
    },
    denied(action) {
      denials.add(action);
    },
    async command(transaction, note) {
      await transaction.insertMany(AuditEntry, entriesFor(source, [takeNote(source, note)], "ALLOWED"));
    },
    async refused(transaction, notes) {
      const taken = notes.map((note) => takeNote(source, note));
      await transaction.insertMany(AuditEntry, entriesFor(source, taken, "REFUSED"));
    },
    async flush() {
      const entries = [
        ...(reads.length > 0 ? entriesFor(source, reads, "ALLOWED") : []),
        ...[...denials].map((action) => deniedEntry(source, action)),
      ];
      if (entries.length === 0) return;
      // A fork: the audit must not flush what a query may have left in the request's unit of work.
      await em.fork().insertMany(AuditEntry, entries);
      // Not before: what could not be written is not forgotten by asking again.
      reads = [];
      denials = new Set();
    },
  };
}
