import { assertMay, type RequestContext, reachOf } from "@careconnect/kit";
import type { ConditionRow } from "./condition.entity.ts";
import { conditionById, conditionsByPatient } from "./condition.loader.ts";
import { readConditions } from "./condition.policy.ts";

/** One condition, as it is now: what the request has read of it before is forgotten. */
export async function rereadCondition(context: RequestContext, id: string): Promise<ConditionRow | null> {
  assertMay(context, readConditions);
  conditionById(context).clear(id);
  return conditionById(context).load(id);
}

/** The conditions of one patient, the latest onset first; null for who may not see them. */
export async function listConditions(context: RequestContext, patientId: string): Promise<ConditionRow[] | null> {
  if (reachOf(context.viewer, readConditions).length === 0) return null;
  return conditionsByPatient(context).load(patientId);
}
