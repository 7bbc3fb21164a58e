import { assertMay, defineLoader, groupedInOrderOf } from "@careconnect/kit";
import { ConditionRow } from "./condition.entity.ts";
import { conditionsWithin, readConditions } from "./condition.policy.ts";

/** The conditions of patients, the latest onset first. */
export const conditionsByPatient = defineLoader<string, ConditionRow[]>(async (context, patientIds) => {
  const reach = assertMay(context, readConditions);
  const rows = await context.em
    .fork()
    .find(
      ConditionRow,
      { $and: [{ patientId: { $in: [...patientIds] } }, conditionsWithin(reach)] },
      { orderBy: [{ onset: "desc nulls last" }, { id: "asc" }] },
    );
  context.audit.read({ action: readConditions.action, entityType: "Condition", records: rows });
  return groupedInOrderOf(patientIds, rows, ({ patientId }) => String(patientId));
});
