import { assertMay, defineLoader, fullNameOf, groupedInOrderOf, type RequestContext, reachOf } from "@careconnect/kit";
import { PatientRow } from "../patient/patient.entity.ts";
import { readMerges } from "./merge.policy.ts";
import type { MergedRecord } from "./merge.type.ts";
import { PatientAliasRow } from "./patient-alias.entity.ts";

/** The records that were merged into a patient's, the latest first; null for who may not know. */
export async function listMergedRecords(context: RequestContext, patientId: string): Promise<MergedRecord[] | null> {
  if (reachOf(context.viewer, readMerges).length === 0) return null;
  return mergedRecordsByPatient(context).load(patientId);
}

const mergedRecordsByPatient = defineLoader<string, MergedRecord[]>(async (context, patientIds) => {
  assertMay(context, readMerges);
  const em = context.em.fork();
  const aliases = await em.find(
    PatientAliasRow,
    { survivingId: { $in: [...patientIds] }, endedAt: null },
    { orderBy: [{ mergedAt: "desc" }, { id: "desc" }] },
  );
  const rows =
    aliases.length === 0
      ? []
      : await em.find(PatientRow, { id: { $in: aliases.map((alias) => String(alias.patientId)) } });
  context.audit.read({ action: readMerges.action, entityType: "Patient", records: rows });
  const rowById = new Map(rows.map((row) => [row.id, row]));
  const records = aliases.flatMap(({ patientId, survivingId, mergedAt, reason }) => {
    const row = rowById.get(String(patientId));
    if (!row) return [];
    const { id, mrn, birthDate, externalId = null } = row;
    const fullName = fullNameOf(row);
    return [{ id, mrn, birthDate, externalId, fullName, mergedAt, reason: reason ?? null, survivingId }];
  });
  return groupedInOrderOf(patientIds, records, ({ survivingId }) => String(survivingId));
});
