import { type DomainEvent, defineEvent } from "@careconnect/kit";
import { z } from "zod";
import type { PatientAliasRow } from "./patient-alias.entity.ts";

/** Which record stands for which, and until when; never why. */
const facts = z.object({
  mergeId: z.uuid(),
  patientId: z.uuid().describe("the record that was merged"),
  survivingId: z.uuid().describe("the record that stands for it"),
  mergedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable().describe("null while they are merged"),
});

export const patientMergedEvent = defineEvent("patient.merged", 1, {
  aggregateType: "PatientMerge",
  description: "A record turned out to be of the same person as another one, which stands for it from now on.",
  payload: facts,
});

export const patientUnmergedEvent = defineEvent("patient.unmerged", 1, {
  aggregateType: "PatientMerge",
  description: "A record that was merged stands for itself again.",
  payload: facts,
});

export const patientMerged = (row: PatientAliasRow): DomainEvent =>
  patientMergedEvent.of(aggregateOf(row), factsOf(row));
export const patientUnmerged = (row: PatientAliasRow): DomainEvent =>
  patientUnmergedEvent.of(aggregateOf(row), factsOf(row));

/** All that is told of one record's merges is told in its order, however often it is merged and taken apart. */
function aggregateOf({ patientId, ordinal, endedAt }: PatientAliasRow): {
  readonly id: string;
  readonly version: number;
} {
  return { id: String(patientId), version: 2 * ordinal - (endedAt == null ? 1 : 0) };
}

function factsOf(row: PatientAliasRow): z.input<typeof facts> {
  return {
    mergeId: row.id,
    patientId: String(row.patientId),
    survivingId: String(row.survivingId),
    mergedAt: row.mergedAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}
