import { type RequestContext, reachOf } from "@careconnect/kit";
import type { ConditionRow } from "./condition.entity.ts";
import { conditionsByPatient } from "./condition.loader.ts";
import { readConditions } from "./condition.policy.ts";

/** The conditions of one patient, the latest onset first; null for who may not see them. */
export async function listConditions(context: RequestContext, patientId: string): Promise<ConditionRow[] | null> {
  if (reachOf(context.viewer, readConditions).length === 0) return null;
  return conditionsByPatient(context).load(patientId);
}
