import { type DomainEvent, defineEvent } from "@careconnect/kit";
import { z } from "zod";
import type { ConditionRow } from "./condition.entity.ts";

const facts = z.object({ conditionId: z.uuid(), patientId: z.uuid() });

export const conditionRecordedEvent = defineEvent("patient.condition.recorded", 1, {
  aggregateType: "Condition",
  description: "Something was recorded in a patient's history, not what.",
  payload: facts,
});

export const conditionUpdatedEvent = defineEvent("patient.condition.updated", 1, {
  aggregateType: "Condition",
  description: "Something in a patient's history was corrected, not how.",
  payload: facts,
});

export const conditionResolvedEvent = defineEvent("patient.condition.resolved", 1, {
  aggregateType: "Condition",
  description: "Something in a patient's history is over.",
  payload: facts,
});

const factsOf = (row: ConditionRow): z.input<typeof facts> => ({ conditionId: row.id, patientId: row.patientId });

export const conditionRecorded = (row: ConditionRow, options: { readonly imported?: boolean } = {}): DomainEvent =>
  conditionRecordedEvent.of(row, factsOf(row), options);
export const conditionUpdated = (row: ConditionRow): DomainEvent => conditionUpdatedEvent.of(row, factsOf(row));
export const conditionResolved = (row: ConditionRow): DomainEvent => conditionResolvedEvent.of(row, factsOf(row));
