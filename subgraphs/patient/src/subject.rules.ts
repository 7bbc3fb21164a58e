import { aboutNobody, aboutPatients, careVisitRule, fileRemovalRules, type SubjectRule } from "@careconnect/kit";
import { AccessGrantRow } from "./access/access-grant.entity.ts";
import { AllergyRow } from "./allergy/allergy.entity.ts";
import { ConditionRow } from "./condition/condition.entity.ts";
import { ConsentRow } from "./consent/consent.entity.ts";
import { ConsentVersionRow } from "./consent/consent-version.entity.ts";
import { CoverageRow } from "./coverage/coverage.entity.ts";
import { DocumentRow } from "./document/document.entity.ts";
import { removeWithFiles } from "./document/document.removal.ts";
import { DocumentUsage } from "./document/document-usage.entity.ts";
import { PatientDistinctionRow } from "./duplicate/patient-distinction.entity.ts";
import { PatientErasureRow } from "./erasure/patient-erasure.entity.ts";
import { PatientErasureAnswerRow } from "./erasure/patient-erasure-answer.entity.ts";
import { PatientExportRow } from "./export/patient-export.entity.ts";
import { PatientExportPartRow } from "./export/patient-export-part.entity.ts";
import { MedicationRow } from "./medication/medication.entity.ts";
import { MedicationRequestRow } from "./medication-request/medication-request.entity.ts";
import { PatientAliasRow } from "./merge/patient-alias.entity.ts";
import { MrnSequence } from "./patient/mrn.entity.ts";
import { PatientRow } from "./patient/patient.entity.ts";
import { PayerReference } from "./references/payer-reference.entity.ts";
import { PatientRestrictionRow } from "./restriction/patient-restriction.entity.ts";
import { VisitNoteRow } from "./visit-note/visit-note.entity.ts";
import { VisitNoteAddendumRow } from "./visit-note/visit-note-addendum.entity.ts";

const whose = { whose: { patientBy: "patientId" } } as const;
const byPatient = { ...whose, erasure: { kind: "delete" } } as const;
/** What belongs to the record of a treatment is retained from when it was written last. */
const treatment = { ...byPatient, retention: { since: "updatedAt" } } as const;
const agreed = {
  kind: "keep",
  because: "evidence of what was agreed: ids, which lead to nobody any more",
  closed: true,
} as const;

/** What is a patient's, table by table. */
export const patientSubjectRules: readonly SubjectRule[] = [
  aboutPatients(PatientRow, {
    whose: { patientBy: "id" },
    hidden: {
      givenNameFolded: "the name, as searches compare it",
      familyNameFolded: "the name, as searches compare it",
    },
    erasure: {
      kind: "replace",
      because: "invoices and the audit log refer to its id, which is all that stays",
      values: {
        externalId: null,
        // Unique in the organization, and never printed on anything.
        mrn: ({ id }: PatientRow) => `erased-${id}`,
        givenName: "Erased",
        familyName: "Patient",
        givenNameFolded: "erased",
        familyNameFolded: "patient",
        birthDate: "0001-01-01",
        deceasedDate: null,
        gender: null,
        email: null,
        emailIndex: null,
        phone: null,
        phoneIndex: null,
        nationalId: null,
        driversLicense: null,
        passport: null,
        language: null,
        timeZone: null,
        address: null,
        addresses: null,
        contacts: null,
        emergencyContacts: null,
        preferredChannel: null,
        needsInterpreter: false,
        archiveReason: null,
      },
      kept: { archivedAt: "nothing new begins for an erased patient" },
    },
    retention: { none: "the address of a patient is no treatment: what was written of them is retained" },
  }),
  aboutPatients(ConditionRow, { ...treatment, hidden: { changedHere: "how the next import treats the row" } }),
  aboutPatients(AllergyRow, treatment),
  aboutPatients(MedicationRow, treatment),
  aboutPatients(MedicationRequestRow, treatment),
  aboutPatients(VisitNoteAddendumRow, { ...byPatient, retention: { since: "createdAt" } }),
  aboutPatients(VisitNoteRow, {
    ...treatment,
    hidden: { draft: "what nobody has signed yet: its author alone sees it" },
    hiddenWithout: {
      errorReason: { property: "signedAt", because: "why a draft was given up: its author alone sees it" },
    },
  }),
  aboutPatients(CoverageRow, { ...byPatient, retention: { none: "who pays, the ledger says" } }),
  aboutPatients(AccessGrantRow, { ...byPatient, retention: { none: "who looked, the audit log says" } }),
  aboutPatients(PatientDistinctionRow, {
    whose: { patientBy: "oneId", orBy: "otherId" },
    unexported: "that they are not somebody else, whom it names",
    erasure: { kind: "delete" },
    retention: { none: "no treatment" },
  }),
  aboutPatients(PatientAliasRow, {
    whose: { patientBy: "patientId", orBy: "survivingId" },
    erasure: {
      kind: "replace",
      because: "which ids are one patient's: ids that lead to nobody any more",
      values: { reason: null, endReason: null },
      kept: {
        patientId: "an id that leads to nobody any more",
        survivingId: "an id that leads to nobody any more",
        ordinal: "the order of its events",
        mergedAt: "the order of its events",
        mergedBy: "who decided it",
        endedAt: "the order of its events",
        endedBy: "who decided it",
      },
    },
    retention: { none: "no treatment" },
  }),
  aboutPatients(ConsentRow, { ...whose, erasure: agreed }),
  aboutPatients(ConsentVersionRow, { ...whose, erasure: agreed }),
  aboutPatients(DocumentRow, {
    ...treatment,
    hidden: { fileKey: "what opens its files in the store" },
    beforeDelete: removeWithFiles,
  }),
  aboutPatients(PatientExportRow, {
    ...byPatient,
    retention: { none: "a copy, gone after a week" },
    hidden: {
      accessToken: "with it somebody could act as whoever asked",
      accessEndsAt: "how the export is made",
      leasedUntil: "how the export is made",
      attempt: "how the export is made",
      manifest: "what is in that archive itself",
      signature: "what is in that archive itself",
    },
  }),
  aboutPatients(PatientExportPartRow, {
    whose: { parentBy: "exportId", parent: PatientExportRow },
    unexported: "what an export holds, it was made of",
    erasure: { kind: "delete" },
    retention: { none: "a copy, gone after a week" },
  }),
  aboutPatients(PatientErasureRow, {
    whose: { patientBy: "patientId" },
    erasure: {
      kind: "replace",
      because: "that somebody was erased, by whose order, is evidence",
      values: { reason: null, decisionReason: null },
      kept: {
        patientId: "an id that leads to nobody any more",
        patientIds: "ids that lead to nobody any more",
        status: "how far it is",
        requestedBy: "who asked for it",
        decidedBy: "who decided it",
        decidedAt: "when",
        completedAt: "when",
        certificate: "ids, counts and times",
        signature: "that of the certificate",
      },
    },
    retention: { none: "no treatment" },
  }),
  aboutPatients(PatientRestrictionRow, {
    whose: { patientBy: "patientId" },
    erasure: {
      kind: "replace",
      because: "that a record was not used, by whose decision, is evidence",
      values: { reason: null, liftReason: null },
      kept: {
        patientId: "an id that leads to nobody any more",
        patientIds: "ids that lead to nobody any more",
        restrictedBy: "who decided it",
        liftedAt: "when it ended",
        liftedBy: "who decided it",
      },
    },
    retention: { none: "no treatment" },
  }),
  aboutPatients(PatientErasureAnswerRow, {
    whose: { parentBy: "erasureId", parent: PatientErasureRow },
    unexported: "how many rows were erased, when nobody is left to ask",
    erasure: { kind: "keep", because: "that somebody was erased is evidence: counts" },
  }),
  careVisitRule,
  ...fileRemovalRules,
  ...aboutNobody("who may pay", PayerReference),
  ...aboutNobody("how much an organization keeps", DocumentUsage),
  ...aboutNobody("the next number of an organization", MrnSequence),
];
