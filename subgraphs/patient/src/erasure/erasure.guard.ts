import { CareVisit, youngestRows } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { PatientRow } from "../patient/patient.entity.ts";
import { patientSubjectRules } from "../subject.rules.ts";
import { notArchived, retained, visitsAhead } from "./erasure.errors.ts";
import { erasureSettings } from "./erasure.settings.ts";

/** The states in which a visit is under way or to come, as the appointment subgraph has them. */
const ahead = ["REQUESTED", "BOOKED", "CONFIRMED", "CHECKED_IN", "IN_PROGRESS"];

/**
 * Refuses what may not be erased yet: who is in use, and whose records are younger than they have to be kept.
 * @param patientIds of all records of `patient`, which is locked
 */
export async function requireErasable(
  em: EntityManager,
  patient: PatientRow,
  patientIds: readonly string[],
): Promise<void> {
  if (!patient.archivedAt) throw notArchived();
  const visits = await em.count(CareVisit, {
    ...{ organizationId: patient.organizationId, patientId: { $in: [...patientIds] }, status: { $in: ahead } },
    endsAt: { $gt: new Date() },
  });
  if (visits > 0) throw visitsAhead(visits);
  const kept = (await youngestRows(em, patientSubjectRules, patientIds))
    .map(({ table, at }) => ({ table, until: yearsAfter(at, erasureSettings().retentionYears) }))
    .filter(({ until }) => until > new Date());
  if (kept.length > 0) throw retained(kept);
}

function yearsAfter(at: Date, years: number): Date {
  const until = new Date(at);
  until.setUTCFullYear(until.getUTCFullYear() + years);
  return until;
}
