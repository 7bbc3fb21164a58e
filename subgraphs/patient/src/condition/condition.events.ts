import { type DomainEvent, defineEvent } from "@careconnect/kit";
import { z } from "zod";
import type { ConditionRow } from "./condition.entity.ts";

export const conditionRecordedEvent = defineEvent("patient.condition.recorded", 1, {
  aggregateType: "Condition",
  description: "Something was recorded in a patient's history, not what.",
  payload: z.object({ conditionId: z.uuid(), patientId: z.uuid() }),
});

export const conditionRecorded = (row: ConditionRow, options: { readonly imported?: boolean } = {}): DomainEvent =>
  conditionRecordedEvent.of(row, { conditionId: row.id, patientId: row.patientId }, options);
