import { defineCommand, knownUuid, markRestricted, notFound, recordsOf, unmarkRestricted } from "@careconnect/kit";
import { z } from "zod";
import { requireNoVisitsAhead } from "../erasure/erasure.guard.ts";
import { lockPatient } from "../patient/patient.lock.ts";
import { PatientRestrictionRow } from "./patient-restriction.entity.ts";
import { notRestricted, restrictionConflicts } from "./restriction.errors.ts";
import { patientRestricted, restrictionLifted } from "./restriction.events.ts";
import { changeRestrictions } from "./restriction.policy.ts";

const schema = z.object({
  patientId: z.string().transform(knownUuid),
  reason: z.string().trim().min(1, "must not be empty").max(500, "must have 500 characters at most"),
});

export const restrictPatient = defineCommand({
  name: "restrictPatient",
  rule: changeRestrictions,
  entityType: "PatientRestriction",
  schema,
  conflicts: restrictionConflicts,
  whileRestricted: "a second one is refused as what it is",
  async run(unit, { patientId: given, reason }, { viewer }) {
    const patient = await lockPatient(unit.em, given);
    if (!patient) throw notFound("patientId");
    const patientIds = [...((await recordsOf(unit.em, [patient.id])).get(patient.id) ?? [patient.id])];
    // Whom nobody sees is waited for by nobody.
    await requireNoVisitsAhead(unit.em, { patient, patientIds, field: "patientId" });
    const row = unit.em.create(PatientRestrictionRow, {
      ...{ patientId: patient.id, patientIds, reason, restrictedBy: viewer.userId },
      ...{ liftedAt: null, liftedBy: null, liftReason: null },
    } as never) as PatientRestrictionRow;
    await unit.em.flush();
    await markRestricted(unit.em, row.id, patientIds);
    unit.touch(row.id, patient.id);
    unit.emit(() => patientRestricted(row));
    return row.id;
  },
});

export const liftPatientRestriction = defineCommand({
  name: "liftPatientRestriction",
  rule: changeRestrictions,
  entityType: "PatientRestriction",
  schema,
  whileRestricted: "it ends it",
  async run(unit, { patientId: given, reason }, { viewer }) {
    const patient = await lockPatient(unit.em, given);
    if (!patient) throw notFound("patientId");
    const row = await unit.em.findOne(PatientRestrictionRow, { patientId: patient.id, liftedAt: null });
    if (!row) throw notRestricted();
    unit.em.assign(row, { liftedAt: new Date(), liftedBy: viewer.userId, liftReason: reason });
    await unmarkRestricted(unit.em, row.id);
    unit.touch(row.id, patient.id);
    unit.emit(() => restrictionLifted(row));
    return row.id;
  },
});
