import { anyRecordOf, assertMay, defineLoader, groupedInOrderOf, inOrderOf } from "@careconnect/kit";
import { CoverageRow } from "./coverage.entity.ts";
import { coveragesWithin, readCoverages } from "./coverage.policy.ts";

/** Coverages by id, as far as the viewer may see them; null for the rest. */
export const coverageById = defineLoader<string, CoverageRow>(async (context, ids) => {
  const reach = assertMay(context, readCoverages);
  const rows = await context.em.fork().find(CoverageRow, { $and: [{ id: { $in: [...ids] } }, coveragesWithin(reach)] });
  context.audit.read({ action: readCoverages.action, entityType: "Coverage", records: rows });
  return inOrderOf(ids, rows, ({ id }) => id);
});

/** The coverages of patients, the latest first, and of those that begin together the primary one. */
export const coveragesByPatient = defineLoader<string, CoverageRow[]>(async (context, patientIds) => {
  const reach = assertMay(context, readCoverages);
  const rows = await context.em
    .fork()
    .find(
      CoverageRow,
      { $and: [{ patientId: anyRecordOf(context.viewer.organizationId, patientIds) }, coveragesWithin(reach)] },
      { orderBy: [{ startsOn: "desc" }, { priority: "asc" }, { id: "asc" }] },
    );
  context.audit.read({ action: readCoverages.action, entityType: "Coverage", records: rows });
  return groupedInOrderOf(patientIds, rows, ({ currentPatientId }) => currentPatientId);
});
