import { anyRecordOf, assertMay, defineLoader, groupedInOrderOf, inOrderOf } from "@careconnect/kit";
import { MedicationRow } from "./medication.entity.ts";
import { medicationsWithin, readMedications } from "./medication.policy.ts";

/** Medications by id, as far as the viewer may see them; null for the rest. */
export const medicationById = defineLoader<string, MedicationRow>(async (context, ids) => {
  const reach = assertMay(context, readMedications);
  const rows = await context.em
    .fork()
    .find(MedicationRow, { $and: [{ id: { $in: [...ids] } }, medicationsWithin(reach)] });
  context.audit.read({ action: readMedications.action, entityType: "Medication", records: rows });
  return inOrderOf(ids, rows, ({ id }) => id);
});

/** The medications of patients, the latest first. */
export const medicationsByPatient = defineLoader<string, MedicationRow[]>(async (context, patientIds) => {
  const reach = assertMay(context, readMedications);
  const rows = await context.em
    .fork()
    .find(
      MedicationRow,
      { $and: [{ patientId: anyRecordOf(context.viewer.organizationId, patientIds) }, medicationsWithin(reach)] },
      { orderBy: [{ startedOn: "desc nulls last" }, { id: "asc" }] },
    );
  context.audit.read({ action: readMedications.action, entityType: "Medication", records: rows });
  return groupedInOrderOf(patientIds, rows, ({ currentPatientId }) => currentPatientId);
});
