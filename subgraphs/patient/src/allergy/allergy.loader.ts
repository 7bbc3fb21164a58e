import { anyRecordOf, assertMay, defineLoader, groupedInOrderOf, inOrderOf } from "@careconnect/kit";
import { AllergyRow } from "./allergy.entity.ts";
import { allergiesWithin, readAllergies } from "./allergy.policy.ts";

/** Allergies by id, as far as the viewer may see them; null for the rest. */
export const allergyById = defineLoader<string, AllergyRow>(async (context, ids) => {
  const reach = assertMay(context, readAllergies);
  const rows = await context.em.fork().find(AllergyRow, { $and: [{ id: { $in: [...ids] } }, allergiesWithin(reach)] });
  context.audit.read({ action: readAllergies.action, entityType: "Allergy", records: rows });
  return inOrderOf(ids, rows, ({ id }) => id);
});

/** The allergies of patients, the latest first. */
export const allergiesByPatient = defineLoader<string, AllergyRow[]>(async (context, patientIds) => {
  const reach = assertMay(context, readAllergies);
  const rows = await context.em
    .fork()
    .find(
      AllergyRow,
      { $and: [{ patientId: anyRecordOf(context.viewer.organizationId, patientIds) }, allergiesWithin(reach)] },
      { orderBy: [{ onset: "desc nulls last" }, { id: "asc" }] },
    );
  context.audit.read({ action: readAllergies.action, entityType: "Allergy", records: rows });
  return groupedInOrderOf(patientIds, rows, ({ currentPatientId }) => currentPatientId);
});
