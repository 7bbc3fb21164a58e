import { assertMay, currentRecordOf, defineLoader } from "@careconnect/kit";
import { PatientRow } from "./patient.entity.ts";
import { patientsWithin, readPatients } from "./patient.policy.ts";

/** Patients by the id of any of their records, as far as the viewer may see them; null for the rest. */
export const patientById = defineLoader<string, PatientRow>(async (context, ids) => {
  const reach = assertMay(context, readPatients);
  const current = currentRecordOf(context.viewer.organizationId, ...ids);
  const rows = await context.em.fork().find(PatientRow, { $and: [{ id: current }, patientsWithin(reach)] });
  context.audit.read({ action: readPatients.action, entityType: "Patient", records: rows });
  const byRecord = new Map(rows.flatMap((row) => [row.id, ...row.mergedIds].map((id) => [id, row])));
  return ids.map((id) => byRecord.get(id) ?? null);
});
