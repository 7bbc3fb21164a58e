import { loaderById, loaderByPatient } from "@careconnect/kit";
import { ConditionRow } from "./condition.entity.ts";
import { conditionsWithin, readConditions } from "./condition.policy.ts";

const reading = { rule: readConditions, entityType: "Condition", within: conditionsWithin };

export const conditionById = loaderById(ConditionRow, reading);

/** The conditions of patients, the latest onset first. */
export const conditionsByPatient = loaderByPatient(ConditionRow, {
  ...reading,
  orderBy: [{ onset: "desc nulls last" }, { id: "asc" }],
});
