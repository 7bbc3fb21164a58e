import { assertMay, defineLoader, inOrderOf } from "@careconnect/kit";
import { PatientRow } from "./patient.entity.ts";
import { patientsWithin, readPatients } from "./patient.policy.ts";

/** Patients by id, as far as the viewer may see them; null for the rest. */
export const patientById = defineLoader<string, PatientRow>(async (context, ids) => {
  const reach = assertMay(context, readPatients);
  const rows = await context.em.fork().find(PatientRow, { $and: [{ id: { $in: [...ids] } }, patientsWithin(reach)] });
  context.audit.read({ action: readPatients.action, entityType: "Patient", records: rows });
  return inOrderOf(ids, rows, ({ id }) => id);
});
