import { randomUUID } from "node:crypto";
import type { EntityManager } from "@mikro-orm/postgresql";
import { v7 as uuidv7 } from "uuid";
import { type AuditedRecord, patientIn } from "../audit/audit.entries.ts";
import type { CommandContext } from "./command.context.ts";
import type { DomainEvent } from "./domain.event.ts";
import { OutboxEvent } from "./outbox-event.entity.ts";

/** A command's transaction: the change, its events and its audit entry commit together or not at all. */
export interface UnitOfWork {
  readonly em: EntityManager;
  /** Adds an event; its row is inserted after the change was flushed, so that it carries the version that was written. */
  emit(event: () => DomainEvent): void;
  /** Names a record that the command touched, and the patient whom it concerns, for its audit entry: events say so, too. */
  touch(id: string, patientId?: string): void;
  /** Says in the audit entry what was done when that is no record, such as the hash of what was signed. */
  attest(target: string): void;
}

export interface CommandAction {
  /** As it appears in the audit log, e.g. `patient.import`. */
  readonly action: string;
  /** The type of the records that are changed. */
  readonly entityType: string;
  /** Asked about the patients whom the change concerns, before it is committed: throws to refuse it. */
  readonly mayConcern?: (em: EntityManager, patientIds: readonly string[]) => Promise<void>;
}

/** Runs `work` in a transaction of its own and writes its outbox rows and one audit entry into it. */
export async function runCommand<Result>(
  context: CommandContext,
  action: CommandAction,
  work: (unit: UnitOfWork) => Promise<Result>,
): Promise<Result> {
  return runInTransaction(context.em.fork(), context, action, work);
}

/** {@link runCommand} within the transaction that `parent` may have open: then behind a savepoint. */
export async function runInTransaction<Result>(
  parent: EntityManager,
  context: CommandContext,
  { mayConcern, ...action }: CommandAction,
  work: (unit: UnitOfWork) => Promise<Result>,
): Promise<Result> {
  return parent.transactional(async (em) => {
    const emitted: (() => DomainEvent)[] = [];
    const touched = new Map<string, string | null>();
    let target: string | undefined;
    const result = await work({
      em,
      emit: (event) => emitted.push(event),
      touch: (id, patientId) => touched.set(id, patientId ?? touched.get(id) ?? null),
      attest: (what) => {
        target = what;
      },
    });
    await em.flush();
    const events = emitted.map((event) => event());
    if (events.length > 0)
      await em.insertMany(
        OutboxEvent,
        events.map((event) => outboxRow(context, event)),
      );
    const records = recordsOf(touched, events);
    const patientIds = mayConcern ? patientsAmong(action, records, events) : [];
    if (patientIds.length > 0) await mayConcern?.(em, patientIds);
    if (records.length > 0) await context.audit.command(em, { ...action, records, target });
    return result;
  });
}

/** What was touched, with the patient whom its events name, or whoever touched it. */
function recordsOf(touched: ReadonlyMap<string, string | null>, events: readonly DomainEvent[]): AuditedRecord[] {
  const patients = new Map(events.map(({ aggregate, payload }) => [aggregate.id, patientIn(payload)]));
  return [...touched].map(([id, patientId]) => ({ id, patientId: patients.get(id) ?? patientId }));
}

/** The patients whom a change concerns: as its records, as those whose they are, or as its events name them. */
function patientsAmong(
  { entityType }: Pick<CommandAction, "entityType">,
  records: readonly AuditedRecord[],
  events: readonly DomainEvent[],
): string[] {
  const ids = [
    ...records.flatMap(({ id, patientId }) => [patientId, entityType === "Patient" ? id : null]),
    ...events.map(({ payload }) => patientIn(payload)),
  ];
  return [...new Set(ids)].filter((id) => id != null);
}

function outboxRow(context: CommandContext, event: DomainEvent): Omit<OutboxEvent, "sequence" | "position"> {
  return {
    ...(event.withholdsActor ? withheld() : told(context)),
    organizationId: context.viewer.organizationId,
    type: event.type,
    typeVersion: event.typeVersion,
    aggregateType: event.aggregateType,
    aggregateId: event.aggregate.id,
    aggregateVersion: event.aggregate.version,
    imported: event.imported ?? false,
    payload: { ...event.payload },
  };
}

type Circumstances = Pick<OutboxEvent, "id" | "occurredAt" | "actorId" | "correlationId">;

function told({ viewer, correlationId }: CommandContext): Circumstances {
  return { id: uuidv7(), occurredAt: new Date(), actorId: viewer.userId, correlationId };
}

/** Who acted would be told by what else the same request did, and by the moment: the day alone is told, in UTC. */
function withheld(): Circumstances {
  const id = randomUUID();
  const today = new Date();
  today.setUTCHours(0, 0, 0, 0);
  return { id, occurredAt: today, actorId: null, correlationId: id };
}
