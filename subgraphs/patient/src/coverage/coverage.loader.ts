import { loaderById, loaderByPatient } from "@careconnect/kit";
import { CoverageRow } from "./coverage.entity.ts";
import { coveragesWithin, readCoverages } from "./coverage.policy.ts";

const reading = { rule: readCoverages, entityType: "Coverage", within: coveragesWithin };

export const coverageById = loaderById(CoverageRow, reading);

/** The coverages of patients, the latest first, and of those that begin together the primary one. */
export const coveragesByPatient = loaderByPatient(CoverageRow, {
  ...reading,
  orderBy: [{ startsOn: "desc" }, { priority: "asc" }, { id: "asc" }],
});
