import {
  CommandRefusal,
  defineCommand,
  knownUuid,
  notFound,
  type Reach,
  requireVersion,
  type UnitOfWork,
} from "@careconnect/kit";
import { LockMode } from "@mikro-orm/core";
import { z } from "zod";
import { takeMrns } from "./mrn.service.ts";
import { PatientRow } from "./patient.entity.ts";
import { patientArchived, patientRegistered, patientUpdated } from "./patient.events.ts";
import { archivePatients, changePatients, patientsWithin, registerPatients } from "./patient.policy.ts";
import { emailAddress, languageTag, pastDay, patientName, phoneNumber, timeZoneName } from "./patient.schema.ts";

export const registerPatient = defineCommand({
  name: "registerPatient",
  rule: registerPatients,
  entityType: "Patient",
  schema: z.object({
    givenName: patientName,
    familyName: patientName,
    birthDate: pastDay,
    email: emailAddress.nullish(),
    phone: phoneNumber.nullish(),
    language: languageTag.nullish(),
    timeZone: timeZoneName.nullish(),
  }),
  async run(unit, body) {
    const [mrn] = await takeMrns(unit.em, 1);
    const patient = unit.em.create(PatientRow, { ...body, mrn: String(mrn) } as never);
    unit.emit(() => patientRegistered(patient));
    return patient.id;
  },
});

export const updatePatient = defineCommand({
  name: "updatePatient",
  rule: changePatients,
  entityType: "Patient",
  schema: z.object({
    id: z.string(),
    expectedVersion: z.int(),
    // Null removes a value, and these cannot be removed.
    givenName: patientName.optional(),
    familyName: patientName.optional(),
    birthDate: pastDay.optional(),
    email: emailAddress.nullable().optional(),
    phone: phoneNumber.nullable().optional(),
    language: languageTag.nullable().optional(),
    timeZone: timeZoneName.nullable().optional(),
  }),
  async run(unit, { id, expectedVersion, ...changes }, _context, reach) {
    const patient = await lockPatient(unit, id, reach);
    requireVersion(patient, expectedVersion);
    unit.em.assign(patient, changes as never);
    await unit.em.flush();
    if (patient.version !== expectedVersion) unit.emit(() => patientUpdated(patient));
    return patient.id;
  },
});

export const archivePatient = defineCommand({
  name: "archivePatient",
  rule: archivePatients,
  entityType: "Patient",
  schema: z.object({
    id: z.string(),
    expectedVersion: z.int().nullish(),
    reason: z.string().trim().max(500, "must have 500 characters at most").nullish(),
  }),
  async run(unit, { id, expectedVersion, reason }, _context, reach) {
    const patient = await lockPatient(unit, id, reach);
    requireVersion(patient, expectedVersion ?? undefined);
    if (patient.archivedAt) {
      throw new CommandRefusal("ILLEGAL_TRANSITION", ["id"], "This patient is archived already.");
    }
    patient.archivedAt = new Date();
    patient.archiveReason = reason ?? null;
    unit.emit(() => patientArchived(patient));
    return patient.id;
  },
});

/** The patient, locked until the command ends: of two simultaneous changes the second sees what the first left. */
async function lockPatient(unit: UnitOfWork, id: string, reach: Reach): Promise<PatientRow> {
  const patient = await unit.em.findOne(
    PatientRow,
    { $and: [{ id: knownUuid(id) }, patientsWithin(reach)] },
    { lockMode: LockMode.PESSIMISTIC_WRITE },
  );
  if (!patient) throw notFound("id");
  return patient;
}
