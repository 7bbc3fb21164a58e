import { type CommandUnit, defineCommand, knownUuid, markErased, notFound, recordsOf } from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { expireExports } from "../export/export.expiry.ts";
import type { PatientRow } from "../patient/patient.entity.ts";
import { lockPatient } from "../patient/patient.lock.ts";
import { erasureConflicts, erasureUnderWay, notTheirs, recordsChanged } from "./erasure.errors.ts";
import { erasureOrdered } from "./erasure.events.ts";
import { requireErasable } from "./erasure.guard.ts";
import { decideErasures, requestErasures } from "./erasure.policy.ts";
import { ErasureStatus, type ErasureStep, erasureAfter } from "./erasure.state.ts";
import { PatientErasureRow } from "./patient-erasure.entity.ts";

/** What is kept because it has to be is erased when it has not to be any more. */
const whileRestricted = "to be forgotten is not to be used";

const id = z.string().transform(knownUuid);
const reason = z.string().trim().min(1, "must not be empty").max(500, "must have 500 characters at most");

export const requestPatientErasure = defineCommand({
  name: "requestPatientErasure",
  rule: requestErasures,
  entityType: "PatientErasure",
  whileRestricted,
  schema: z.object({ patientId: id, reason }),
  conflicts: erasureConflicts,
  async run(unit, { patientId, reason }, { viewer }) {
    const patient = await lockPatient(unit.em, patientId);
    if (!patient) throw notFound("patientId");
    const patientIds = await recordsOfPatient(unit, patient);
    await requireErasable(unit.em, { patient, patientIds, field: "patientId" });
    // Another one may have been asked for by a record that has been merged since.
    if (await unit.em.count(PatientErasureRow, { patientId: { $in: patientIds }, status: ErasureStatus.REQUESTED }))
      throw erasureUnderWay();
    const asked = unit.em.create(PatientErasureRow, {
      ...{ patientId: patient.id, patientIds, reason, requestedBy: viewer.userId },
    } as never) as PatientErasureRow;
    unit.touch(asked.id, patient.id);
    return asked.id;
  },
});

export const approvePatientErasure = defineCommand({
  name: "approvePatientErasure",
  rule: decideErasures,
  entityType: "PatientErasure",
  whileRestricted,
  schema: z.object({ id }),
  conflicts: erasureConflicts,
  async run(unit, { id }, { viewer }) {
    const [erasure, patient] = await lockErasure(unit, id);
    decide(erasure, "approve", viewer.userId);
    const patientIds = await recordsOfPatient(unit, patient);
    // What was asked for is what is done: who was taken for another one then is not erased with them.
    if (!isSame(patientIds, erasure.patientIds)) throw recordsChanged();
    await requireErasable(unit.em, { patient, patientIds, field: "id" });
    // The database refuses who asked for it, before anything is marked.
    await unit.em.flush();
    // As who gathers does: the export first, then the mark.
    await expireExports(unit, patientIds);
    await markErased(unit.em, patientIds);
    unit.emit(() => erasureOrdered(erasure));
    return erasure.id;
  },
});

export const rejectPatientErasure = defineCommand({
  name: "rejectPatientErasure",
  rule: decideErasures,
  entityType: "PatientErasure",
  whileRestricted,
  schema: z.object({ id, reason }),
  conflicts: erasureConflicts,
  async run(unit, { id, reason }, { viewer }) {
    const [erasure] = await lockErasure(unit, id);
    decide(erasure, "reject", viewer.userId);
    erasure.decisionReason = reason;
    return erasure.id;
  },
});

export const withdrawPatientErasure = defineCommand({
  name: "withdrawPatientErasure",
  rule: requestErasures,
  entityType: "PatientErasure",
  whileRestricted,
  schema: z.object({ id }),
  async run(unit, { id }, { viewer }) {
    const [erasure] = await lockErasure(unit, id);
    if (erasure.requestedBy !== viewer.userId) throw notTheirs();
    decide(erasure, "withdraw", viewer.userId);
    return erasure.id;
  },
});

function decide(erasure: PatientErasureRow, step: ErasureStep, userId: string): void {
  erasure.status = erasureAfter(step, erasure.status);
  erasure.decidedBy = userId;
  erasure.decidedAt = new Date();
}

/** The erasure and whose it is, both locked, the patient first as everybody does. */
async function lockErasure(unit: CommandUnit, id: string): Promise<[PatientErasureRow, PatientRow]> {
  const found = await unit.em.findOne(PatientErasureRow, { id });
  const patient = found && (await lockPatient(unit.em, String(found.patientId)));
  if (!patient) throw notFound("id");
  const erasure = await unit.em.findOneOrFail(
    PatientErasureRow,
    { id },
    { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true },
  );
  unit.touch(erasure.id, patient.id);
  return [erasure, patient];
}

/** The ids of all records of a patient, which nobody merges or takes apart while the one that stands for them is locked. */
async function recordsOfPatient({ em }: CommandUnit, { id }: PatientRow): Promise<string[]> {
  return [...((await recordsOf(em, [id])).get(id) ?? [id])];
}

function isSame(some: readonly string[], others: readonly string[]): boolean {
  return some.length === others.length && some.every((id) => others.includes(id));
}
