import { defineCommand, knownUuid, notFound } from "@careconnect/kit";
import { z } from "zod";
import { lockPatient } from "../patient/patient.lock.ts";
import { patientsWithin } from "../patient/patient.policy.ts";
import { exportConflicts } from "./export.errors.ts";
import { exportChanged } from "./export.events.ts";
import { requestExports } from "./export.policy.ts";
import { PatientExportRow } from "./patient-export.entity.ts";

export const exportPatientData = defineCommand({
  name: "exportPatientData",
  rule: requestExports,
  entityType: "PatientExport",
  whileRestricted: "what is kept is told to whom it is about",
  schema: z.object({
    patientId: z.string().transform(knownUuid),
    reason: z.string().trim().max(500, "must have 500 characters at most").nullish(),
  }),
  conflicts: exportConflicts,
  async run(unit, { patientId: given, reason }, { viewer, token }, reach) {
    if (!token) throw new Error("An export is gathered with the token of whoever asks for it.");
    // Of records that were merged there is one export, with what is written of any of them.
    const patient = await lockPatient(unit.em, given, patientsWithin(reach));
    if (!patient) throw notFound("patientId");
    const patientId = patient.id;
    const { authorization, expiresAt } = token;
    const asked = unit.em.create(PatientExportRow, {
      ...{ patientId, reason: reason ?? null, requestedBy: viewer.userId },
      ...{ accessToken: authorization, accessEndsAt: expiresAt },
    } as never) as PatientExportRow;
    unit.touch(asked.id, patientId);
    unit.emit(() => exportChanged(asked));
    return asked.id;
  },
});
