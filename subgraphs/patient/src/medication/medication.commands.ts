import { defineCommand, requireVersion } from "@careconnect/kit";
import { z } from "zod";
import {
  lockEntry,
  ofPatient,
  overAlready,
  patientOfEntry,
  requireOrder,
  requireRoom,
} from "../history/history.commands.ts";
import { changedDay, changedEntry, newEntry, optionalDay } from "../history/history.schema.ts";
import { lineOfText, pastDay } from "../patient/patient.schema.ts";
import { MedicationRow } from "./medication.entity.ts";
import { medicationRecorded, medicationStopped, medicationUpdated } from "./medication.events.ts";
import { changeMedications, medicationsWithin } from "./medication.policy.ts";

/** How many one patient has at most, but for those that are imported. */
const mostMedications = 500;

export const recordMedication = defineCommand({
  name: "recordMedication",
  rule: changeMedications,
  entityType: "Medication",
  schema: newEntry.safeExtend({ dosage: lineOfText(500).nullish(), startedOn: optionalDay, stoppedOn: optionalDay }),
  async run(unit, body, _context, reach) {
    const patientId = await patientOfEntry(unit, body.patientId, reach);
    requireRoom(await unit.em.count(MedicationRow, ofPatient(unit.em, patientId)), mostMedications);
    requireOrder(["startedOn", body.startedOn], ["stoppedOn", body.stoppedOn], body);
    const medication = unit.em.create(MedicationRow, { ...body, patientId } as never);
    unit.emit(() => medicationRecorded(medication));
    return medication.id;
  },
});

export const updateMedication = defineCommand({
  name: "updateMedication",
  rule: changeMedications,
  entityType: "Medication",
  schema: changedEntry.safeExtend({
    dosage: lineOfText(500).nullable().optional(),
    startedOn: changedDay,
    stoppedOn: changedDay,
  }),
  async run(unit, { id, expectedVersion, ...changes }, _context, reach) {
    const medication = await lockEntry(unit, MedicationRow, id, medicationsWithin(reach));
    requireVersion(medication, expectedVersion);
    unit.em.assign(medication, changes as never);
    requireOrder(["startedOn", medication.startedOn], ["stoppedOn", medication.stoppedOn], changes);
    await unit.em.flush();
    if (medication.version !== expectedVersion) unit.emit(() => medicationUpdated(medication));
    return medication.id;
  },
});

export const stopMedication = defineCommand({
  name: "stopMedication",
  rule: changeMedications,
  entityType: "Medication",
  schema: z.object({ id: z.string(), expectedVersion: z.int().nullish(), stoppedOn: pastDay }),
  async run(unit, { id, expectedVersion, stoppedOn }, _context, reach) {
    const medication = await lockEntry(unit, MedicationRow, id, medicationsWithin(reach));
    requireVersion(medication, expectedVersion ?? undefined);
    if (medication.stoppedOn) throw overAlready();
    medication.stoppedOn = stoppedOn;
    requireOrder(["startedOn", medication.startedOn], ["stoppedOn", stoppedOn], { stoppedOn });
    unit.emit(() => medicationStopped(medication));
    return medication.id;
  },
});
