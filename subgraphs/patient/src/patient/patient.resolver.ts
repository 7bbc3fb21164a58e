import { Address, type Connection, fullNameOf, LocalDate, PageArgs, type RequestContext } from "@careconnect/kit";
import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { listAccessGrants } from "../access/access.service.ts";
import { AccessGrant } from "../access/access.type.ts";
import type { AccessGrantRow } from "../access/access-grant.entity.ts";
import type { AllergyRow } from "../allergy/allergy.entity.ts";
import { listAllergies } from "../allergy/allergy.service.ts";
import { Allergy } from "../allergy/allergy.type.ts";
import type { ConditionRow } from "../condition/condition.entity.ts";
import { listConditions } from "../condition/condition.service.ts";
import { Condition } from "../condition/condition.type.ts";
import type { ConsentRow } from "../consent/consent.entity.ts";
import { listConsents } from "../consent/consent.service.ts";
import { Consent } from "../consent/consent.type.ts";
import type { CoverageRow } from "../coverage/coverage.entity.ts";
import { listCoverages, listCoveragesOn } from "../coverage/coverage.service.ts";
import { Coverage } from "../coverage/coverage.type.ts";
import { addressesOf, contactsOf, homeAddressOf } from "../demographics/demographics.columns.ts";
import { listEmergencyContacts } from "../demographics/demographics.service.ts";
import { ContactPoint, EmergencyContact, PatientAddress, PatientSettings } from "../demographics/demographics.type.ts";
import type { DocumentRow } from "../document/document.entity.ts";
import { listDocuments, readPicture } from "../document/document.service.ts";
import { Document, DocumentConnection, DocumentFilter } from "../document/document.type.ts";
import type { MedicationRow } from "../medication/medication.entity.ts";
import { listMedications } from "../medication/medication.service.ts";
import { Medication } from "../medication/medication.type.ts";
import type { MedicationRequestRow } from "../medication-request/medication-request.entity.ts";
import { listMedicationRequests } from "../medication-request/medication-request.service.ts";
import { MedicationRequestConnection, MedicationRequestFilter } from "../medication-request/medication-request.type.ts";
import type { VisitNoteRow } from "../visit-note/visit-note.entity.ts";
import { listVisitNotes } from "../visit-note/visit-note.service.ts";
import { VisitNoteConnection, VisitNoteFilter } from "../visit-note/visit-note.type.ts";
import { archivePatient, registerPatient, unarchivePatient, updatePatient } from "./patient.commands.ts";
import type { PatientRow } from "./patient.entity.ts";
import {
  ArchivePatientInput,
  RegisterPatientInput,
  UnarchivePatientInput,
  UpdatePatientInput,
} from "./patient.input.ts";
import { type PatientPayload, patientPayload } from "./patient.payload.ts";
import { listPatients, readPatient } from "./patient.service.ts";
import {
  ArchivePatientPayload,
  Patient,
  PatientConnection,
  PatientFilter,
  PatientOrder,
  RegisterPatientPayload,
  UnarchivePatientPayload,
  UpdatePatientPayload,
} from "./patient.type.ts";

@Resolver(() => Patient)
export class PatientResolver {
  @Query(() => Patient, {
    nullable: true,
    description: "One patient; null when there is none or the viewer may not see it.",
  })
  patient(
    @Ctx() context: RequestContext,
    @Arg("id", () => ID, { description: "The patient's id." }) id: string,
  ): Promise<PatientRow | null> {
    return readPatient(context, id);
  }

  @Query(() => PatientConnection, { nullable: true, description: "The patients whom the viewer may see." })
  patients(
    @Ctx() context: RequestContext,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("filter", () => PatientFilter, { nullable: true, description: "Narrows the list." })
    filter: PatientFilter | null,
    @Arg("orderBy", () => PatientOrder, { nullable: true, description: "How the list is sorted: by name unless told." })
    orderBy: PatientOrder | null,
  ): Promise<Connection<PatientRow>> {
    return listPatients(context, page, filter, orderBy);
  }

  @Mutation(() => RegisterPatientPayload, {
    nullable: true,
    description: "Registers a patient, with the organization's next medical record number.",
  })
  registerPatient(
    @Ctx() context: RequestContext,
    @Arg("input", () => RegisterPatientInput, { description: "The new patient." }) input: RegisterPatientInput,
  ): Promise<PatientPayload> {
    return patientPayload(context, registerPatient(context, input));
  }

  @Mutation(() => UpdatePatientPayload, {
    nullable: true,
    description: "Changes a patient's demographics and contact data.",
  })
  updatePatient(
    @Ctx() context: RequestContext,
    @Arg("input", () => UpdatePatientInput, { description: "The changes." }) input: UpdatePatientInput,
  ): Promise<PatientPayload> {
    return patientPayload(context, updatePatient(context, input));
  }

  @Mutation(() => ArchivePatientPayload, {
    nullable: true,
    description: "Archives a patient: the record is kept, new bookings are refused.",
  })
  archivePatient(
    @Ctx() context: RequestContext,
    @Arg("input", () => ArchivePatientInput, { description: "Whom, and why." }) input: ArchivePatientInput,
  ): Promise<PatientPayload> {
    return patientPayload(context, archivePatient(context, input));
  }

  @Mutation(() => UnarchivePatientPayload, {
    nullable: true,
    description:
      "Brings an archived patient back, so that visits can be booked again. ILLEGAL_TRANSITION when they are not archived; whoever is erased, or restricted, stays archived.",
  })
  unarchivePatient(
    @Ctx() context: RequestContext,
    @Arg("input", () => UnarchivePatientInput, { description: "Whom." }) input: UnarchivePatientInput,
  ): Promise<PatientPayload> {
    return patientPayload(context, unarchivePatient(context, input));
  }

  @FieldResolver(() => String, {
    description: "Given and family name.",
  })
  fullName(@Root() row: PatientRow): string {
    return fullNameOf(row);
  }

  @FieldResolver(() => Boolean, { description: "Whether the record is archived: kept, but not for new bookings." })
  archived(@Root() row: PatientRow): boolean {
    return row.archivedAt !== null;
  }

  @FieldResolver(() => Address, {
    nullable: true,
    description: "Where the patient lives, or else the first of their addresses that is in use.",
  })
  address(@Root() row: PatientRow): Address | null {
    return homeAddressOf(row);
  }

  @FieldResolver(() => [PatientAddress], {
    nullable: true,
    description: "All postal addresses: 10 at most, and one that was imported.",
  })
  addresses(@Root() row: PatientRow): PatientAddress[] {
    return addressesOf(row);
  }

  @FieldResolver(() => [ContactPoint], {
    nullable: true,
    description: "Further ways to reach the patient, beside `email` and `phone`, 20 at most.",
  })
  contacts(@Root() row: PatientRow): ContactPoint[] {
    return contactsOf(row);
  }

  @FieldResolver(() => [EmergencyContact], {
    nullable: true,
    description:
      "Whom to call when something happens to the patient, the first to be called first, 10 at most; null for who may not know.",
  })
  emergencyContacts(@Ctx() context: RequestContext, @Root() row: PatientRow): EmergencyContact[] | null {
    return listEmergencyContacts(context, row);
  }

  @FieldResolver(() => PatientSettings, {
    nullable: true,
    description: "How the clinic deals with the patient, as the patient likes it.",
  })
  settings(@Root() row: PatientRow): PatientSettings {
    return row;
  }

  @FieldResolver(() => [Coverage], {
    nullable: true,
    description:
      "Who pays for the patient's care and when, the latest first, 100 at most of each record; null for who may not see it.",
  })
  coverages(@Ctx() context: RequestContext, @Root() row: PatientRow): Promise<CoverageRow[] | null> {
    return listCoverages(context, row.id);
  }

  @FieldResolver(() => [Coverage], {
    nullable: true,
    description:
      "The coverages that are valid on a day, one of each priority at most of each record, the primary one first; null for who may not see them.",
  })
  coverageOn(
    @Ctx() context: RequestContext,
    @Root() row: PatientRow,
    @Arg("date", () => LocalDate, { description: "The day." }) date: string,
  ): Promise<CoverageRow[] | null> {
    return listCoveragesOn(context, row.id, date);
  }

  @FieldResolver(() => [Condition], {
    nullable: true,
    description:
      "The patient's conditions (problems, diagnoses), the latest onset first, 2,000 at most of each record; null for who may not see them.",
  })
  conditions(@Ctx() context: RequestContext, @Root() row: PatientRow): Promise<ConditionRow[] | null> {
    return listConditions(context, row.id);
  }

  @FieldResolver(() => [Allergy], {
    nullable: true,
    description:
      "What the patient must not be given, the latest onset first, 200 at most of each record; null for who may not see it.",
  })
  allergies(@Ctx() context: RequestContext, @Root() row: PatientRow): Promise<AllergyRow[] | null> {
    return listAllergies(context, row.id);
  }

  @FieldResolver(() => [Medication], {
    nullable: true,
    description:
      "What the patient takes and took, what was begun last first, 500 at most of each record; null for who may not see it.",
  })
  medications(@Ctx() context: RequestContext, @Root() row: PatientRow): Promise<MedicationRow[] | null> {
    return listMedications(context, row.id);
  }

  @FieldResolver(() => MedicationRequestConnection, {
    nullable: true,
    description: "What was prescribed for the patient, the latest first; null for who may not see it.",
  })
  medicationRequests(
    @Ctx() context: RequestContext,
    @Root() row: PatientRow,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("filter", () => MedicationRequestFilter, { nullable: true, description: "Narrows the list." })
    filter: MedicationRequestFilter | null,
  ): Connection<MedicationRequestRow> | null {
    return listMedicationRequests(context, { key: "currentPatientId", id: row.id }, page, filter);
  }

  @FieldResolver(() => VisitNoteConnection, {
    nullable: true,
    description:
      "What was written of the patient, the latest first: what was signed, and one's own drafts; null for who may not see it.",
  })
  visitNotes(
    @Ctx() context: RequestContext,
    @Root() row: PatientRow,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("filter", () => VisitNoteFilter, { nullable: true, description: "Narrows the list." })
    filter: VisitNoteFilter | null,
  ): Connection<VisitNoteRow> | null {
    return listVisitNotes(context, { key: "currentPatientId", id: row.id }, page, filter);
  }

  @FieldResolver(() => [AccessGrant], {
    nullable: true,
    description:
      "Which providers were given access to the patient, the latest first, 500 at most of each record; null for who may not know.",
  })
  accessGrants(@Ctx() context: RequestContext, @Root() row: PatientRow): Promise<AccessGrantRow[] | null> {
    return listAccessGrants(context, row.id);
  }

  @FieldResolver(() => [Consent], {
    nullable: true,
    description:
      "What the patient last said about each thing that may be done with their data, 200 at most of each record; null for who may not know.",
  })
  consents(@Ctx() context: RequestContext, @Root() row: PatientRow): Promise<ConsentRow[] | null> {
    return listConsents(context, row.id);
  }

  @FieldResolver(() => DocumentConnection, {
    nullable: true,
    description: "The files that are attached to the patient, the latest first; null for who may see none.",
  })
  documents(
    @Ctx() context: RequestContext,
    @Root() row: PatientRow,
    @Args(() => PageArgs) page: PageArgs,
    @Arg("filter", () => DocumentFilter, { nullable: true, description: "Narrows the list." })
    filter: DocumentFilter | null,
  ): Connection<DocumentRow> | null {
    return listDocuments(context, { key: "currentPatientId", id: row.id }, page, filter);
  }

  @FieldResolver(() => Document, {
    nullable: true,
    description:
      "What the patient looks like: their document of the category PICTURE that can be read, of which there is one.",
  })
  picture(@Ctx() context: RequestContext, @Root() row: PatientRow): Promise<DocumentRow | null> {
    return readPicture(context, row.id);
  }
}
