import { type DomainEvent, defineEvent, type EventDefinition, planDigest } from "@careconnect/kit";
import { z } from "zod";
import type { CoverageRow } from "./coverage.entity.ts";
import { CoveragePriority } from "./coverage.type.ts";

/** Who pays for whom, and when; never by which number, and by which plan in no words: those are what somebody typed. */
const facts = z.object({
  coverageId: z.uuid(),
  patientId: z.uuid(),
  payerId: z.uuid(),
  planDigest: z
    .string()
    .nullish()
    .describe(
      "SHA-256 in hexadecimal of the coverage's id, a space and the folded name of the plan; older events do not say it",
    ),
  priority: z.enum(CoveragePriority),
  startsOn: z.iso.date(),
  endsOn: z.iso.date().nullable().describe("the last day; null when it does not end"),
});

export const coverageAddedEvent = defineEvent("patient.coverage.added", 1, {
  aggregateType: "Coverage",
  description: "A patient has a coverage.",
  payload: facts,
});

export const coverageUpdatedEvent = defineEvent("patient.coverage.updated", 1, {
  aggregateType: "Coverage",
  description: "A patient's coverage is another, or valid at another time.",
  payload: facts,
});

export const coverageEndedEvent = defineEvent("patient.coverage.ended", 1, {
  aggregateType: "Coverage",
  description: "It was decided when a patient's coverage ends.",
  payload: facts,
});

const making =
  (definition: EventDefinition<typeof facts>) =>
  (row: CoverageRow): DomainEvent =>
    definition.of(row, {
      coverageId: row.id,
      patientId: row.patientId,
      payerId: row.payerId,
      planDigest: row.plan ? planDigest(row.id, row.plan) : null,
      priority: row.priority,
      startsOn: row.startsOn,
      endsOn: row.endsOn ?? null,
    });

export const coverageAdded = making(coverageAddedEvent);
export const coverageUpdated = making(coverageUpdatedEvent);
export const coverageEnded = making(coverageEndedEvent);
