import {
  AdministrativeGender,
  CommandRefusal,
  defineCommand,
  ForbiddenError,
  isSelfAlone,
  knownUuid,
  languageTag,
  notFound,
  type Reach,
  requireVersion,
  timeZoneName,
  type UnitOfWork,
} from "@careconnect/kit";
import { z } from "zod";
import { demographicColumns } from "../demographics/demographics.columns.ts";
import { demographics } from "../demographics/demographics.schema.ts";
import { takeMrns } from "./mrn.service.ts";
import { PatientRow } from "./patient.entity.ts";
import { patientArchived, patientRegistered, patientUpdated } from "./patient.events.ts";
import { lockPatient } from "./patient.lock.ts";
import { archivePatients, changePatients, patientsWithin, registerPatients } from "./patient.policy.ts";
import { emailAddress, pastDay, personName, phoneNumber } from "./patient.schema.ts";

export const registerPatient = defineCommand({
  name: "registerPatient",
  rule: registerPatients,
  entityType: "Patient",
  schema: z.object({
    givenName: personName,
    familyName: personName,
    birthDate: pastDay,
    gender: z.enum(AdministrativeGender).nullish(),
    email: emailAddress.nullish(),
    phone: phoneNumber.nullish(),
    language: languageTag.nullish(),
    timeZone: timeZoneName.nullish(),
    ...demographics,
  }),
  async run(unit, { addresses, contacts, emergencyContacts, settings, ...facts }) {
    const [mrn] = await takeMrns(unit.em, 1);
    const columns = demographicColumns({ addresses, contacts, emergencyContacts, settings });
    const patient = unit.em.create(PatientRow, { ...facts, ...columns, mrn: String(mrn) } as never);
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
    givenName: personName.optional(),
    familyName: personName.optional(),
    birthDate: pastDay.optional(),
    deceasedDate: pastDay.nullable().optional(),
    gender: z.enum(AdministrativeGender).nullable().optional(),
    email: emailAddress.nullable().optional(),
    phone: phoneNumber.nullable().optional(),
    language: languageTag.nullable().optional(),
    timeZone: timeZoneName.nullable().optional(),
    ...demographics,
  }),
  async run(unit, { id, expectedVersion, addresses, contacts, emergencyContacts, settings, ...facts }, context, reach) {
    // Nobody says of themselves that they are dead, or that they are not.
    if (facts.deceasedDate !== undefined && isSelfAlone(reach)) {
      context.audit.denied(changePatients.action);
      throw new ForbiddenError();
    }
    const patient = await lockWithin(unit, id, reach);
    requireVersion(patient, expectedVersion);
    const columns = demographicColumns({ addresses, contacts, emergencyContacts, settings });
    unit.em.assign(patient, { ...facts, ...columns } as never);
    requireDeathAfterBirth(patient, facts);
    await unit.em.flush();
    if (patient.version !== expectedVersion) unit.emit(() => patientUpdated(patient));
    return patient.id;
  },
});

export const archivePatient = defineCommand({
  name: "archivePatient",
  rule: archivePatients,
  entityType: "Patient",
  whileRestricted: "who is archived can be erased",
  schema: z.object({
    id: z.string(),
    expectedVersion: z.int().nullish(),
    reason: z.string().trim().max(500, "must have 500 characters at most").nullish(),
  }),
  async run(unit, { id, expectedVersion, reason }, _context, reach) {
    const patient = await lockWithin(unit, id, reach);
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

export const unarchivePatient = defineCommand({
  name: "unarchivePatient",
  rule: archivePatients,
  entityType: "Patient",
  schema: z.object({ id: z.string(), expectedVersion: z.int().nullish() }),
  async run(unit, { id, expectedVersion }, _context, reach) {
    const patient = await lockWithin(unit, id, reach);
    requireVersion(patient, expectedVersion ?? undefined);
    if (!patient.archivedAt) {
      throw new CommandRefusal("ILLEGAL_TRANSITION", ["id"], "This patient is not archived.");
    }
    patient.archivedAt = null;
    patient.archiveReason = null;
    unit.emit(() => patientUpdated(patient));
    return patient.id;
  },
});

/** Names the day that was given, of the two; where none was, a wrong one of before keeps nobody from what else changes. */
function requireDeathAfterBirth(
  patient: Pick<PatientRow, "birthDate" | "deceasedDate">,
  given: { readonly birthDate?: string | undefined; readonly deceasedDate?: string | null | undefined },
): void {
  const field = given.deceasedDate ? "deceasedDate" : given.birthDate && "birthDate";
  if (!field || !patient.deceasedDate || patient.birthDate <= patient.deceasedDate) return;
  throw new CommandRefusal("VALIDATION_FAILED", [field], "Nobody dies before they are born.");
}

async function lockWithin(unit: UnitOfWork, id: string, reach: Reach): Promise<PatientRow> {
  const patient = await lockPatient(unit.em, knownUuid(id), patientsWithin(reach));
  if (!patient) throw notFound("id");
  return patient;
}
