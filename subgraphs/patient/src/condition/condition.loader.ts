import { anyRecordOf, assertMay, defineLoader, groupedInOrderOf, inOrderOf } from "@careconnect/kit";
import { ConditionRow } from "./condition.entity.ts";
import { conditionsWithin, readConditions } from "./condition.policy.ts";

/** Conditions by id, as far as the viewer may see them; null for the rest. */
export const conditionById = defineLoader<string, ConditionRow>(async (context, ids) => {
  const reach = assertMay(context, readConditions);
  const rows = await context.em
    .fork()
    .find(ConditionRow, { $and: [{ id: { $in: [...ids] } }, conditionsWithin(reach)] });
  context.audit.read({ action: readConditions.action, entityType: "Condition", records: rows });
  return inOrderOf(ids, rows, ({ id }) => id);
});

/** The conditions of patients, the latest onset first. */
export const conditionsByPatient = defineLoader<string, ConditionRow[]>(async (context, patientIds) => {
  const reach = assertMay(context, readConditions);
  const rows = await context.em
    .fork()
    .find(
      ConditionRow,
      { $and: [{ patientId: anyRecordOf(context.viewer.organizationId, patientIds) }, conditionsWithin(reach)] },
      { orderBy: [{ onset: "desc nulls last" }, { id: "asc" }] },
    );
  context.audit.read({ action: readConditions.action, entityType: "Condition", records: rows });
  return groupedInOrderOf(patientIds, rows, ({ currentPatientId }) => currentPatientId);
});
