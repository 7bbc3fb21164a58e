import { CareVisit, youngestRows } from "@careconnect/kit";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { PatientRow } from "../patient/patient.entity.ts";
import { patientSubjectRules } from "../subject.rules.ts";
import { notArchived, retained, visitsAhead } from "./erasure.errors.ts";
import { erasureSettings } from "./erasure.settings.ts";

/** The states in which a visit may be to come, and those in which it is under way, as the appointment subgraph has them. */
const agreed = ["REQUESTED", "BOOKED", "CONFIRMED"];
const underWay = ["CHECKED_IN", "IN_PROGRESS"];

interface Asked {
  /** The record that stands for the patient, locked. */
  readonly patient: PatientRow;
  /** The ids of all records of the patient. */
  readonly patientIds: readonly string[];
  /** The input's field that says who it is. */
  readonly field: string;
}

/** Refuses what may not be erased yet: who is in use, and whose records are younger than they have to be kept. */
export async function requireErasable(em: EntityManager, { patient, patientIds, field }: Asked): Promise<void> {
  if (!patient.archivedAt) throw notArchived(field);
  await requireNoVisitsAhead(em, { patient, patientIds, field });
  const kept = (await youngestRows(em, patientSubjectRules, patientIds))
    .map(({ table, at }) => ({ table, until: yearsAfter(at, erasureSettings().retentionYears) }))
    .filter(({ until }) => until > new Date());
  if (kept.length > 0) throw retained(kept, field);
}

/** Refuses to put away somebody for whom somebody waits. */
export async function requireNoVisitsAhead(em: EntityManager, { patient, patientIds, field }: Asked): Promise<void> {
  const now = new Date();
  const visits = await em.count(CareVisit, {
    ...{ organizationId: patient.organizationId, patientId: { $in: [...patientIds] } },
    $or: [
      // Until somebody says that it is over.
      { status: { $in: underWay } },
      { status: { $in: agreed }, endsAt: { $gt: now } },
      { status: { $in: agreed }, endsAt: null, startsAt: { $gt: now } },
    ],
  });
  if (visits > 0) throw visitsAhead(visits, field);
}

function yearsAfter(at: Date, years: number): Date {
  const until = new Date(at);
  until.setUTCFullYear(until.getUTCFullYear() + years);
  return until;
}
