import { assertMay, type RequestContext } from "@careconnect/kit";
import type { ConditionRow } from "./condition.entity.ts";
import { conditionsByPatient } from "./condition.loader.ts";
import { readConditions } from "./condition.policy.ts";

/** The conditions of one patient, the latest onset first. */
export async function listConditions(context: RequestContext, patientId: string): Promise<ConditionRow[]> {
  assertMay(context, readConditions);
  return (await conditionsByPatient(context).load(patientId)) ?? [];
}
