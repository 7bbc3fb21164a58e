import type { PolicyMatrix } from "@careconnect/kit/testing";

const organization = { ADMIN: "organization", STAFF: "organization", NURSE: "organization" } as const;
const patientData = ["consent", "location"] as const;

/** Who may see whom: nothing else in this subgraph opens a patient's record. */
const seen = {
  may: { ...organization, PROVIDER: ["care", "grant", "breakGlass"], PATIENT: "self" },
  subjectTo: patientData,
  delegated: ["records.read"],
} as const;

/** The front desk's work does not need it; in an emergency it does. */
const history = {
  may: {
    ADMIN: "organization",
    NURSE: "organization",
    PROVIDER: ["care", "grant", "breakGlass"],
    PATIENT: "self",
  },
  subjectTo: patientData,
  delegated: ["records.read"],
} as const;

/** Whoever treats patients, but not what an emergency opens. */
const historyChanged = { may: { NURSE: "organization", PROVIDER: ["care", "grant"] }, subjectTo: patientData } as const;

/** A prescription is a provider's alone to make, and to take back. */
const prescribed = { may: { PROVIDER: ["care", "grant"] }, subjectTo: patientData } as const;

/** In an emergency nobody needs to know who pays; an application has no scope for it. */
const insurance = { ...seen, may: { ...seen.may, PROVIDER: ["care", "grant"] }, delegated: [] } as const;

/** Whom a patient refuses need not know it. */
const consents = { may: { ...organization, PATIENT: "self" }, subjectTo: ["location"] } as const;

/** Forms and pictures are the front desk's, too; what is clinical is asked beside the matrix. */
const paper = seen;

/** What an emergency opens is to be read alone; patients bring what they have. */
const paperAdded = {
  may: { ...organization, PROVIDER: ["care", "grant"], PATIENT: "self" },
  subjectTo: patientData,
} as const;
/** Nobody brings back what is erased: administrators decide, two of them. */
const erased = { may: { ADMIN: "organization" } } as const;
/** Everything that is known: for who runs the clinic, and for whose it is; no application has a scope for it. */
const exported = { may: { ADMIN: "organization", PATIENT: "self" } } as const;

const administration = { ADMIN: "organization", STAFF: "organization" } as const;

export const policyMatrix: PolicyMatrix = {
  rows: {
    "Query.patient": seen,
    "Query.patients": seen,
    "Mutation.registerPatient": { may: organization, ofNobody: true },
    "Mutation.updatePatient": {
      may: { ...organization, PROVIDER: ["care", "grant"], PATIENT: "self" },
      subjectTo: patientData,
    },
    "Mutation.archivePatient": { may: administration },
    "Mutation.unarchivePatient": { may: administration },
    // Merged with another one, a record opens to whom the front desk shared it.
    "Mutation.mergePatients": { may: { ADMIN: "organization" } },
    "Mutation.undoPatientMerge": { may: { ADMIN: "organization" } },
    "Mutation.dismissDuplicate": { may: administration },
    "Mutation.undoDismissDuplicate": { may: administration },
    "Mutation.grantPatientAccess": { may: administration },
    "Mutation.endPatientAccess": { may: administration },
    "Mutation.recordConsent": consents,
    "Mutation.addCoverage": { may: administration },
    "Mutation.updateCoverage": { may: administration },
    "Mutation.endCoverage": { may: administration },
    "Mutation.recordCondition": historyChanged,
    "Mutation.updateCondition": historyChanged,
    "Mutation.resolveCondition": historyChanged,
    "Mutation.recordAllergy": historyChanged,
    "Mutation.updateAllergy": historyChanged,
    "Mutation.resolveAllergy": historyChanged,
    "Mutation.recordMedication": historyChanged,
    "Mutation.updateMedication": historyChanged,
    "Mutation.stopMedication": historyChanged,
    "Mutation.draftVisitNote": historyChanged,
    "Mutation.updateVisitNote": historyChanged,
    "Mutation.signVisitNote": historyChanged,
    "Mutation.addVisitNoteAddendum": historyChanged,
    "Mutation.markVisitNoteEnteredInError": historyChanged,
    "Mutation.prescribeMedication": prescribed,
    "Mutation.completeMedicationRequest": prescribed,
    "Mutation.cancelMedicationRequest": prescribed,
    "Query.document": paper,
    "Mutation.requestDocumentUpload": paperAdded,
    "Mutation.completeDocumentUpload": paperAdded,
    "Mutation.archiveDocument": { may: { ...organization, PROVIDER: ["care", "grant"] }, subjectTo: patientData },
    Document: paper,
    "Document.appointment": paper,
    Appointment: paper,
    "Appointment.documents": paper,
    "Appointment.medicationRequests": history,
    "Appointment.visitNotes": history,
    "Patient.documents": paper,
    "Patient.picture": paper,
    "Query.patientExport": exported,
    "Query.patientExports": exported,
    "Mutation.exportPatientData": exported,
    "Query.patientErasure": erased,
    "Query.patientErasures": erased,
    "Mutation.requestPatientErasure": erased,
    "Mutation.approvePatientErasure": erased,
    "Mutation.rejectPatientErasure": erased,
    "Mutation.withdrawPatientErasure": erased,
    "Query.patientRestrictions": erased,
    "Mutation.restrictPatient": erased,
    "Mutation.liftPatientRestriction": erased,
    Patient: seen,
    "Patient.coverages": insurance,
    "Patient.coverageOn": insurance,
    "Patient.emergencyContacts": { ...seen, delegated: [] },
    "Patient.conditions": history,
    "Patient.allergies": history,
    "Patient.medications": history,
    "Patient.medicationRequests": history,
    "Patient.visitNotes": history,
    "Patient.possibleDuplicates": { may: organization, subjectTo: patientData },
    "Patient.mergedRecords": { may: administration, subjectTo: patientData },
    "Patient.consents": consents,
    "Patient.accessGrants": { may: administration, subjectTo: patientData },
  },
  shown: {
    Patient: [
      "externalId",
      "mrn",
      "givenName",
      "familyName",
      "fullName",
      "birthDate",
      "deceasedDate",
      "gender",
      "email",
      "phone",
      "language",
      "timeZone",
      "address",
      "addresses",
      "contacts",
      "settings",
      "archived",
      "version",
    ],
    Condition: ["externalId", "system", "code", "display", "onset", "abatement", "status", "version"],
    Allergy: [
      "system",
      "code",
      "display",
      "category",
      "criticality",
      "reaction",
      "onset",
      "abatement",
      "status",
      "version",
    ],
    Medication: ["system", "code", "display", "dosage", "startedOn", "stoppedOn", "status", "version"],
    MedicationRequest: [
      "status",
      "system",
      "code",
      "display",
      "dosage",
      "quantity",
      "quantityUnit",
      "repeats",
      "validFrom",
      "validUntil",
      "endedAt",
      "cancelReason",
      "prescribedAt",
      "prescriber",
      "appointment",
      "version",
    ],
    VisitNote: [
      "status",
      "text",
      "authorId",
      "provider",
      "appointment",
      "writtenAt",
      "signedAt",
      "addenda",
      "errorMarkedAt",
      "errorReason",
      "version",
    ],
    VisitNoteAddendum: ["text", "authorId", "provider", "addedAt"],
    Coverage: ["plan", "memberNumber", "priority", "startsOn", "endsOn", "version", "payer"],
    Document: [
      "category",
      "name",
      "contentType",
      "size",
      "state",
      "rejection",
      "scan",
      "addedAt",
      "upload",
      "download",
      "thumbnail",
      "archivedAt",
      "archiveReason",
      "version",
    ],
    FileLink: ["url", "expiresAt"],
    DocumentUpload: ["url", "method", "headers", "expiresAt"],
    UploadHeader: ["name", "value"],
    AccessGrant: ["until", "reason", "endedAt", "provider", "grantedAt"],
    PossibleDuplicate: ["patient", "points", "reasons"],
    MergedRecord: ["externalId", "mrn", "fullName", "birthDate", "mergedAt", "reason"],
    Consent: ["scope", "channel", "provider", "decision", "decidedAt", "byPatient", "version", "versions"],
    ConsentVersion: ["number", "decision", "decidedAt", "actorId", "byPatient"],
    PatientExport: ["status", "gathered", "failure", "reason", "expiresAt", "requestedAt", "downloadUrl"],
    PatientErasure: [
      "patientId",
      "patientIds",
      "status",
      "reason",
      "requestedBy",
      "requestedAt",
      "decidedBy",
      "decidedAt",
      "decisionReason",
      "completedAt",
      "erased",
      "certificate",
    ],
    PatientRestriction: ["patientId", "reason", "restrictedBy", "restrictedAt", "liftedAt", "liftedBy", "liftReason"],
    ErasedPart: ["subgraph", "erasedAt", "tables"],
    ErasedTable: ["table", "outcome", "rows"],
    ErasureCertificate: ["content", "signature"],
    Address: ["line", "city", "state", "postalCode", "country"],
    PatientAddress: ["use", "lines", "district", "city", "state", "postalCode", "country"],
    ContactPoint: ["system", "use", "value"],
    EmergencyContact: ["name", "relationship", "phone"],
    PatientSettings: ["preferredChannel", "needsInterpreter"],
  },
};
