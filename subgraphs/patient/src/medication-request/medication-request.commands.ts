import { defineCommand, requireVersion } from "@careconnect/kit";
import { z } from "zod";
import { lockEntry, ofPatient, patientOfEntry, requireOrder, requireRoom } from "../history/history.commands.ts";
import { requireVisitWith } from "../history/visit.of.patient.ts";
import { lineOfText } from "../patient/patient.schema.ts";
import { MedicationRequestRow } from "./medication-request.entity.ts";
import { medicationRequestChanged } from "./medication-request.events.ts";
import { medicationRequestsWithin, prescribeMedications, prescriberBy } from "./medication-request.policy.ts";
import { prescription } from "./medication-request.schema.ts";
import { MedicationRequestStatus, statusAfter } from "./medication-request.state.ts";

/** How many one patient has at most that are active; what is over is not counted. */
const mostActive = 200;

export const prescribeMedication = defineCommand({
  name: "prescribeMedication",
  rule: prescribeMedications,
  entityType: "MedicationRequest",
  schema: prescription,
  async run(unit, { patientId: named, appointmentId, ...prescribed }, _context, reach) {
    const prescriberId = prescriberBy(reach);
    const patientId = await patientOfEntry(unit, named, reach);
    const active = { ...ofPatient(unit.em, patientId), status: MedicationRequestStatus.ACTIVE };
    requireRoom(await unit.em.count(MedicationRequestRow, active), mostActive);
    requireOrder(["validFrom", prescribed.validFrom], ["validUntil", prescribed.validUntil], prescribed);
    const visitId = appointmentId ? await requireVisitWith(unit, appointmentId, patientId, prescriberId) : null;
    const request = unit.em.create(MedicationRequestRow, {
      ...prescribed,
      patientId,
      prescriberId,
      appointmentId: visitId,
      status: MedicationRequestStatus.ACTIVE,
    } as never);
    unit.emit(() => medicationRequestChanged(request));
    return request.id;
  },
});

export const completeMedicationRequest = defineCommand({
  name: "completeMedicationRequest",
  rule: prescribeMedications,
  entityType: "MedicationRequest",
  schema: z.object({ id: z.string(), expectedVersion: z.int().nullish() }),
  async run(unit, { id, expectedVersion }, _context, reach) {
    const request = await lockEntry(unit, MedicationRequestRow, id, medicationRequestsWithin(reach));
    requireVersion(request, expectedVersion ?? undefined);
    unit.em.assign(request, { status: statusAfter("complete", request.status), endedAt: new Date() });
    unit.emit(() => medicationRequestChanged(request));
    return request.id;
  },
});

export const cancelMedicationRequest = defineCommand({
  name: "cancelMedicationRequest",
  rule: prescribeMedications,
  entityType: "MedicationRequest",
  schema: z.object({ id: z.string(), expectedVersion: z.int().nullish(), reason: lineOfText(500) }),
  async run(unit, { id, expectedVersion, reason }, _context, reach) {
    const request = await lockEntry(unit, MedicationRequestRow, id, medicationRequestsWithin(reach));
    requireVersion(request, expectedVersion ?? undefined);
    const status = statusAfter("cancel", request.status);
    unit.em.assign(request, { status, endedAt: new Date(), cancelReason: reason });
    unit.emit(() => medicationRequestChanged(request));
    return request.id;
  },
});
