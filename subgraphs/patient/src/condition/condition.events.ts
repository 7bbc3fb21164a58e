import type { DomainEvent } from "@careconnect/kit";
import type { ConditionRow } from "./condition.entity.ts";

/** That something was recorded in a patient's history, not what. */
export const conditionRecorded = (row: ConditionRow, options: { readonly imported?: boolean } = {}): DomainEvent => ({
  type: "patient.condition.recorded",
  aggregateType: "Condition",
  aggregate: row,
  payload: { conditionId: row.id, patientId: row.patientId },
  ...options,
});
