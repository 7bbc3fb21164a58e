import { anyRecordOf, assertMay, defineLoader, groupedInOrderOf, inOrderOf } from "@careconnect/kit";
import { ConsentRow } from "./consent.entity.ts";
import { consentsWithin, readConsents } from "./consent.policy.ts";

/** Consents by id; null for what may not be seen. */
export const consentById = defineLoader<string, ConsentRow>(async (context, ids) => {
  const reach = assertMay(context, readConsents);
  const rows = await context.em.fork().find(ConsentRow, { $and: [{ id: { $in: [...ids] } }, consentsWithin(reach)] });
  context.audit.read({ action: readConsents.action, entityType: "Consent", records: rows });
  return inOrderOf(ids, rows, ({ id }) => id);
});

/** What patients said, by scope and what is meant within it. */
export const consentsByPatient = defineLoader<string, ConsentRow[]>(async (context, patientIds) => {
  const reach = assertMay(context, readConsents);
  const rows = await context.em
    .fork()
    .find(
      ConsentRow,
      { $and: [{ patientId: anyRecordOf(context.viewer.organizationId, patientIds) }, consentsWithin(reach)] },
      { orderBy: [{ scope: "asc" }, { subject: "asc" }, { id: "asc" }] },
    );
  context.audit.read({ action: readConsents.action, entityType: "Consent", records: rows });
  return groupedInOrderOf(patientIds, rows, ({ currentPatientId }) => currentPatientId);
});
