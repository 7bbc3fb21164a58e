import { v7 as uuidv7 } from "uuid";
import { brokenGlassOf } from "../policy/policy.ts";
import type { Viewer } from "../viewer/viewer.ts";
import type { AuditEntry, AuditOutcome } from "./audit-entry.entity.ts";

/** A record that was read or changed. */
export interface AuditedRecord {
  readonly id: string;
  /** The patient whom it concerns; a patient's own record concerns that patient without it. */
  readonly patientId?: string | null;
}

/** What happened, in the words of the area: the trail adds who, when, from where and why. */
export interface AuditNote {
  readonly action: string;
  readonly entityType: string;
  readonly records: readonly AuditedRecord[];
  /** What was done when that is no record, such as the hash of what was signed. */
  readonly target?: string | undefined;
}

/** A note of the trail, with what decides why it was done: that ends while the answer is still being made. */
export interface TakenNote extends AuditNote {
  /** The patients to whom there was emergency access at that moment. */
  readonly brokenGlass: ReadonlySet<string>;
}

export function takeNote({ viewer }: Pick<AuditSource, "viewer">, note: AuditNote): TakenNote {
  return { ...note, brokenGlass: new Set(brokenGlassOf(viewer)) };
}

/** The patient whom an event's payload names, if any. */
export function patientIn(payload: Readonly<Record<string, unknown>>): string | null {
  return typeof payload.patientId === "string" ? payload.patientId : null;
}

/** Who acts, and from where. */
export interface AuditSource extends EntrySource {
  readonly viewer: Viewer;
}

interface EntrySource {
  /** Undefined while nobody is known. */
  readonly viewer: Pick<Viewer, "userId" | "organizationId" | "roles" | "clientId"> | undefined;
  readonly correlationId: string;
  readonly clientAddress: string | undefined;
}

/** A longer list of records continues in a further entry, with the same actions and correlation id. */
const recordsPerEntry = 1_000;

/** The entries of what was done to or learned of `records`; those under break-glass have entries of their own. */
export function entriesFor(source: AuditSource, notes: readonly TakenNote[], outcome: AuditOutcome): AuditEntry[] {
  const facts = {
    actions: distinct(notes.map(({ action }) => action)),
    entityTypes: distinct(notes.map(({ entityType }) => entityType)),
    target: notes.find(({ target }) => target !== undefined)?.target ?? null,
    outcome,
  };
  const subjects = new Map<string, string | undefined>();
  const emergencies = new Set<string>();
  for (const { entityType, records, brokenGlass } of notes) {
    for (const record of records) {
      const subject = (entityType === "Patient" ? record.id : record.patientId) ?? subjects.get(record.id);
      subjects.set(record.id, subject);
      if (subject !== undefined && brokenGlass.has(subject)) emergencies.add(record.id);
    }
  }
  const entries = (["TREATMENT", "BREAK_GLASS"] as const).flatMap((purpose) => {
    const records = [...subjects].filter(([id]) => emergencies.has(id) === (purpose === "BREAK_GLASS"));
    return chunksOf(records, recordsPerEntry).map((chunk) =>
      entryOf(source, {
        ...facts,
        purpose,
        entityIds: chunk.map(([id]) => id),
        subjectIds: distinct(chunk.flatMap(([, subject]) => subject ?? [])),
      }),
    );
  });
  // What was counted or refused concerns no record that could be named.
  return entries.length > 0 ? entries : [entryOf(source, facts)];
}

/** An entry without records: a denial. */
export function deniedEntry(source: AuditSource, action: string): AuditEntry {
  return entryOf(source, { actions: [action], outcome: "DENIED" });
}

type EntryFacts = Pick<AuditEntry, "actions" | "outcome"> &
  Partial<Pick<AuditEntry, "purpose" | "entityTypes" | "entityIds" | "subjectIds" | "target">>;

/** An entry of now. */
export function entryOf({ viewer, correlationId, clientAddress }: EntrySource, facts: EntryFacts): AuditEntry {
  return {
    id: uuidv7(),
    organizationId: viewer?.organizationId ?? null,
    occurredAt: new Date(),
    actorId: viewer?.userId ?? null,
    clientId: viewer?.clientId ?? null,
    actorRoles: [...(viewer?.roles ?? [])],
    purpose: "TREATMENT",
    entityTypes: [],
    entityIds: [],
    subjectIds: [],
    target: null,
    correlationId,
    clientAddress: clientAddress ?? null,
    ...facts,
  };
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function chunksOf<Item>(items: readonly Item[], size: number): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}
