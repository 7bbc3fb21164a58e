import {
  CareVisit,
  erasureConsumer,
  FileRemoval,
  fileRemovalTask,
  patientErasedEvent,
  referenceBy,
  type SubgraphDefinition,
} from "@careconnect/kit";
import { migrations } from "../migrations/index.ts";
import { accessEndedEvent, accessGrantedEvent } from "./access/access.events.ts";
import { AccessResolver } from "./access/access.resolver.ts";
import { AccessGrantRow } from "./access/access-grant.entity.ts";
import { AllergyRow } from "./allergy/allergy.entity.ts";
import { allergyErrors } from "./allergy/allergy.errors.ts";
import { allergyRecordedEvent, allergyResolvedEvent, allergyUpdatedEvent } from "./allergy/allergy.events.ts";
import { AllergyResolver } from "./allergy/allergy.resolver.ts";
import { ConditionRow } from "./condition/condition.entity.ts";
import { conditionRecordedEvent, conditionResolvedEvent, conditionUpdatedEvent } from "./condition/condition.events.ts";
import { ConditionResolver } from "./condition/condition.resolver.ts";
import { ConsentRow } from "./consent/consent.entity.ts";
import { consentChangedEvent } from "./consent/consent.events.ts";
import { ConsentResolver } from "./consent/consent.resolver.ts";
import { ConsentVersionRow } from "./consent/consent-version.entity.ts";
import { CoverageRow } from "./coverage/coverage.entity.ts";
import { coverageErrors } from "./coverage/coverage.errors.ts";
import { coverageAddedEvent, coverageEndedEvent, coverageUpdatedEvent } from "./coverage/coverage.events.ts";
import { CoverageResolver } from "./coverage/coverage.resolver.ts";
import { documentCheckTask } from "./document/check.task.ts";
import { DocumentRow } from "./document/document.entity.ts";
import { documentErrors } from "./document/document.errors.ts";
import { documentChangedEvent } from "./document/document.events.ts";
import { readDocuments } from "./document/document.policy.ts";
import { DocumentResolver } from "./document/document.resolver.ts";
import { readDocument } from "./document/document.service.ts";
import { documentSettings, readDocumentSettings, useDocumentSettings } from "./document/document.settings.ts";
import { DocumentUsage } from "./document/document-usage.entity.ts";
import { fileRoutes } from "./document/file.routes.ts";
import { observedScanner } from "./document/observed.scanner.ts";
import { documentUploadTask } from "./document/upload.task.ts";
import { DuplicateResolver } from "./duplicate/duplicate.resolver.ts";
import { PatientDistinctionRow } from "./duplicate/patient-distinction.entity.ts";
import { erasureAnswersConsumer } from "./erasure/erasure.answers.ts";
import { erasureErrors } from "./erasure/erasure.errors.ts";
import { erasureCompletedEvent, erasureOrderedEvent } from "./erasure/erasure.events.ts";
import { ErasureResolver } from "./erasure/erasure.resolver.ts";
import { readErasureSettings, useErasureSettings } from "./erasure/erasure.settings.ts";
import { PatientErasureRow } from "./erasure/patient-erasure.entity.ts";
import { PatientErasureAnswerRow } from "./erasure/patient-erasure-answer.entity.ts";
import { exportErrors } from "./export/export.errors.ts";
import { exportChangedEvent } from "./export/export.events.ts";
import { ExportResolver } from "./export/export.resolver.ts";
import { exportRoutes } from "./export/export.routes.ts";
import { readExportSettings, useExportSettings } from "./export/export.settings.ts";
import { exportExpiryTask, exportTask } from "./export/export.task.ts";
import { PatientExportRow } from "./export/patient-export.entity.ts";
import { PatientExportPartRow } from "./export/patient-export-part.entity.ts";
import { conditionImport } from "./import/condition.import.ts";
import { patientImport } from "./import/patient.import.ts";
import { MedicationRow } from "./medication/medication.entity.ts";
import {
  medicationRecordedEvent,
  medicationStoppedEvent,
  medicationUpdatedEvent,
} from "./medication/medication.events.ts";
import { MedicationResolver } from "./medication/medication.resolver.ts";
import { MedicationRequestRow } from "./medication-request/medication-request.entity.ts";
import { medicationRequestChangedEvent } from "./medication-request/medication-request.events.ts";
import { MedicationRequestResolver } from "./medication-request/medication-request.resolver.ts";
import { mergeErrors } from "./merge/merge.errors.ts";
import { patientMergedEvent, patientUnmergedEvent } from "./merge/merge.events.ts";
import { MergeResolver } from "./merge/merge.resolver.ts";
import { PatientAliasRow } from "./merge/patient-alias.entity.ts";
import { MrnSequence } from "./patient/mrn.entity.ts";
import { PatientRow } from "./patient/patient.entity.ts";
import { patientArchivedEvent, patientRegisteredEvent, patientUpdatedEvent } from "./patient/patient.events.ts";
import { readPatients } from "./patient/patient.policy.ts";
import { PatientResolver } from "./patient/patient.resolver.ts";
import { readPatient } from "./patient/patient.service.ts";
import { resolveAppointment } from "./references/appointment.reference.ts";
import { AppointmentResolver } from "./references/appointment.resolver.ts";
import { careConsumer } from "./references/care.consumer.ts";
import { payerConsumer } from "./references/payer.consumer.ts";
import { PayerReference } from "./references/payer-reference.entity.ts";
import { PatientRestrictionRow } from "./restriction/patient-restriction.entity.ts";
import { restrictionErrors } from "./restriction/restriction.errors.ts";
import { patientRestrictedEvent, restrictionLiftedEvent } from "./restriction/restriction.events.ts";
import { RestrictionResolver } from "./restriction/restriction.resolver.ts";
import { patientSubjectRules } from "./subject.rules.ts";
import { VisitNoteRow } from "./visit-note/visit-note.entity.ts";
import { visitNoteChangedEvent } from "./visit-note/visit-note.events.ts";
import { VisitNoteAddendumResolver, VisitNoteResolver } from "./visit-note/visit-note.resolver.ts";
import { VisitNoteAddendumRow } from "./visit-note/visit-note-addendum.entity.ts";

/** Patients, their demographics, who pays for them, their history, what is prescribed and written of them, documents. */
export const patientSubgraph: SubgraphDefinition = {
  name: "patient",
  subjectRules: patientSubjectRules,
  entities: [
    PatientRow,
    PatientAliasRow,
    PatientDistinctionRow,
    ConditionRow,
    AllergyRow,
    MedicationRow,
    MedicationRequestRow,
    VisitNoteRow,
    VisitNoteAddendumRow,
    CoverageRow,
    MrnSequence,
    AccessGrantRow,
    ConsentRow,
    ConsentVersionRow,
    CareVisit,
    DocumentRow,
    DocumentUsage,
    PayerReference,
    FileRemoval,
    PatientExportRow,
    PatientExportPartRow,
    PatientErasureRow,
    PatientErasureAnswerRow,
    PatientRestrictionRow,
  ],
  appendOnly: ["consent_version", "patient_erasure_answer"],
  migrations,
  keepsPatients: true,
  resolvers: [
    PatientResolver,
    ConditionResolver,
    AllergyResolver,
    MedicationResolver,
    MedicationRequestResolver,
    VisitNoteResolver,
    VisitNoteAddendumResolver,
    CoverageResolver,
    AccessResolver,
    MergeResolver,
    ConsentResolver,
    DuplicateResolver,
    DocumentResolver,
    AppointmentResolver,
    ExportResolver,
    ErasureResolver,
    RestrictionResolver,
  ],
  references: {
    Patient: referenceBy(readPatients, readPatient),
    Document: referenceBy(readDocuments, readDocument),
    Appointment: resolveAppointment,
  },
  imports: [patientImport, conditionImport],
  events: [
    patientRegisteredEvent,
    patientUpdatedEvent,
    patientArchivedEvent,
    patientMergedEvent,
    patientUnmergedEvent,
    conditionRecordedEvent,
    conditionUpdatedEvent,
    conditionResolvedEvent,
    allergyRecordedEvent,
    allergyUpdatedEvent,
    allergyResolvedEvent,
    medicationRecordedEvent,
    medicationUpdatedEvent,
    medicationStoppedEvent,
    medicationRequestChangedEvent,
    visitNoteChangedEvent,
    coverageAddedEvent,
    coverageUpdatedEvent,
    coverageEndedEvent,
    accessGrantedEvent,
    accessEndedEvent,
    consentChangedEvent,
    documentChangedEvent,
    exportChangedEvent,
    erasureOrderedEvent,
    patientErasedEvent("patient"),
    erasureCompletedEvent,
    patientRestrictedEvent,
    restrictionLiftedEvent,
  ],
  consumers: [
    careConsumer,
    payerConsumer,
    erasureConsumer({ name: "patient", subjectRules: patientSubjectRules }),
    erasureAnswersConsumer,
  ],
  errors: [
    ...coverageErrors,
    ...allergyErrors,
    ...mergeErrors,
    ...documentErrors,
    ...exportErrors,
    ...erasureErrors,
    ...restrictionErrors,
  ],
  tasks: [
    documentCheckTask,
    documentUploadTask,
    fileRemovalTask(() => documentSettings().store),
    exportTask,
    exportExpiryTask,
  ],
  prepare: async (services) => {
    const { config } = services;
    const { scanner, ...settings } = await readDocumentSettings(process.env, config);
    useDocumentSettings({ ...settings, scanner: scanner && observedScanner(scanner, services) });
    useExportSettings(readExportSettings(process.env, config));
    useErasureSettings(readErasureSettings(process.env));
  },
  routes: async (app, services) => {
    await fileRoutes(app, services);
    await exportRoutes(app, services);
  },
};
