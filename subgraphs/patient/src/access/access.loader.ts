import { anyRecordOf, assertMay, defineLoader, groupedInOrderOf, inOrderOf } from "@careconnect/kit";
import { readAccess } from "./access.policy.ts";
import { AccessGrantRow } from "./access-grant.entity.ts";

/** Access grants by id; null for what is not there. */
export const accessGrantById = defineLoader<string, AccessGrantRow>(async (context, ids) => {
  assertMay(context, readAccess);
  const rows = await context.em.fork().find(AccessGrantRow, { id: { $in: [...ids] } });
  context.audit.read({ action: readAccess.action, entityType: "AccessGrant", records: rows });
  return inOrderOf(ids, rows, ({ id }) => id);
});

/** The access grants of patients, the latest first. */
export const accessGrantsByPatient = defineLoader<string, AccessGrantRow[]>(async (context, patientIds) => {
  assertMay(context, readAccess);
  const rows = await context.em
    .fork()
    .find(
      AccessGrantRow,
      { patientId: anyRecordOf(context.viewer.organizationId, patientIds) },
      { orderBy: [{ createdAt: "desc" }, { id: "desc" }] },
    );
  context.audit.read({ action: readAccess.action, entityType: "AccessGrant", records: rows });
  return groupedInOrderOf(patientIds, rows, ({ currentPatientId }) => currentPatientId);
});
