import { assertMay, type RequestContext, reachOf } from "@careconnect/kit";
import type { CoverageRow } from "./coverage.entity.ts";
import { coverageById, coveragesByPatient } from "./coverage.loader.ts";
import { readCoverages } from "./coverage.policy.ts";

/** One coverage, as it is now: what the request has read of it before is forgotten. */
export async function rereadCoverage(context: RequestContext, id: string): Promise<CoverageRow | null> {
  assertMay(context, readCoverages);
  coverageById(context).clear(id);
  return coverageById(context).load(id);
}

/** The coverages of one patient, the latest first; null for who may not see them. */
export async function listCoverages(context: RequestContext, patientId: string): Promise<CoverageRow[] | null> {
  if (reachOf(context.viewer, readCoverages).length === 0) return null;
  return coveragesByPatient(context).load(patientId);
}

/** The coverages of one patient that are valid on `day`, the primary one first; null for who may not see them. */
export async function listCoveragesOn(
  context: RequestContext,
  patientId: string,
  day: string,
): Promise<CoverageRow[] | null> {
  const coverages = await listCoverages(context, patientId);
  if (coverages === null) return null;
  return coverages
    .filter(({ startsOn, endsOn }) => startsOn <= day && (endsOn == null || day <= endsOn))
    .sort((one, other) => (one.priority < other.priority ? -1 : 1));
}
