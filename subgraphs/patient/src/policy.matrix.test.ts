import { boundEntityManager, CareVisit, importedId, Role } from "@careconnect/kit";
import {
  type PolicyCase,
  type Probe,
  startTestSubgraph,
  type TestSubgraph,
  type TestViewer,
  testPolicy,
} from "@careconnect/kit/testing";
import { v7 as uuidv7 } from "uuid";
import { afterAll, beforeAll } from "vitest";
import { AccessGrantRow } from "./access/access-grant.entity.ts";
import { AllergyRow } from "./allergy/allergy.entity.ts";
import { ConsentRow } from "./consent/consent.entity.ts";
import { CoverageRow } from "./coverage/coverage.entity.ts";
import { DocumentCategory } from "./document/document.category.ts";
import { DocumentRow } from "./document/document.entity.ts";
import { DocumentState } from "./document/document.state.ts";
import { PatientDistinctionRow } from "./duplicate/patient-distinction.entity.ts";
import { ErasureStatus } from "./erasure/erasure.state.ts";
import { PatientErasureRow } from "./erasure/patient-erasure.entity.ts";
import { ExportFailure, ExportStatus } from "./export/export.state.ts";
import { PatientExportRow } from "./export/patient-export.entity.ts";
import { MedicationRow } from "./medication/medication.entity.ts";
import { MedicationRequestRow } from "./medication-request/medication-request.entity.ts";
import { MedicationRequestStatus } from "./medication-request/medication-request.state.ts";
import { PatientAliasRow } from "./merge/patient-alias.entity.ts";
import { PatientRow } from "./patient/patient.entity.ts";
import { policyMatrix } from "./policy.matrix.ts";
import { knownPayer } from "./references/payer.fixture.ts";
import { PatientRestrictionRow } from "./restriction/patient-restriction.entity.ts";
import { patientSubgraph } from "./subgraph.ts";
import { VisitNoteRow } from "./visit-note/visit-note.entity.ts";
import { VisitNoteStatus } from "./visit-note/visit-note.state.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const externalId: string = uuidv7();
const patient = importedId(organizationId, "patient", externalId);
const endedGrant = uuidv7();
const asked = uuidv7();
const erasure = uuidv7();
const coverage = uuidv7();
const condition = importedId(organizationId, "condition", "c-1");
const allergy = uuidv7();
const medication = uuidv7();
const medicationRequest = uuidv7();
const note = uuidv7();
/** The account with which everybody is asked. */
const asking = "0199b000-0000-7000-8000-000000000001";

const appointment = uuidv7();
/** A form of the visit, a picture of the patient, and what only who treats them sees. */
const [document, picture, finding] = [uuidv7(), uuidv7(), uuidv7()];

/** Arguments of what adds to a history, corrects what is in it, or says that it is over. */
const coded = { system: "http://snomed.info/sct", code: "195967001", display: "Asthma" };
const recorded: Probe = { arguments: ({ patient }) => ({ input: { ...coded, patientId: patient } }) };
const changed = (kind: string): Probe => ({ arguments: (ids) => ({ input: { id: ids[kind], expectedVersion: 99 } }) });
const over = (kind: string, day: string): Probe => ({
  arguments: (ids) => ({ input: { id: ids[kind], expectedVersion: 99, [day]: "2026-01-01" } }),
});
const payer = uuidv7();
const providers = { care: uuidv7(), grant: uuidv7() };
const hours = 3_600_000;
const dayIn = (days: number) => new Date(Date.now() + days * 24 * hours).toISOString().slice(0, 10);

const checked: PolicyCase = {
  definition: patientSubgraph,
  matrix: policyMatrix,
  world: {
    organizationId,
    otherOrganizationId: "0199a000-0000-7000-8000-000000000002",
    ids: {
      patient,
      twin: importedId(organizationId, "patient", "p-2"),
      lookalike: importedId(organizationId, "patient", "p-4"),
      externalId,
      asked,
      erasure,
      grant: endedGrant,
      grantee: uuidv7(),
      condition,
      allergy,
      medication,
      medicationRequest,
      note,
      coverage,
      payer,
      appointment,
      document,
    },
    providers,
    consents: (decision, { scope, subject }) =>
      patients.database.asOwner(
        `insert into consent (id, organization_id, created_at, updated_at, patient_id, scope, subject, decision, decided_at, by_patient)
         values (gen_random_uuid(), '${organizationId}', now(), now(), '${patient}', '${scope}', '${subject}', '${decision}', now(), false)
         on conflict (patient_id, scope, subject) do update set decision = excluded.decision`,
      ),
  },
  probes: {
    "Query.patient": { arguments: ({ patient }) => ({ id: patient }) },
    "Query.patients": { arguments: ({ externalId }) => ({ filter: { externalId } }) },
    "Mutation.registerPatient": {
      arguments: () => ({ input: { givenName: "", familyName: "", birthDate: "1990-01-01" } }),
    },
    "Mutation.updatePatient": { arguments: ({ patient }) => ({ input: { id: patient, expectedVersion: 99 } }) },
    "Mutation.archivePatient": { arguments: ({ patient }) => ({ input: { id: patient, expectedVersion: 99 } }) },
    "Mutation.unarchivePatient": { arguments: ({ patient }) => ({ input: { id: patient, expectedVersion: 99 } }) },
    "Patient.coverageOn": { arguments: () => ({ date: "2026-06-15" }) },
    "Mutation.addCoverage": {
      arguments: ({ patient, payer }) => ({
        input: { patientId: patient, payerId: payer, priority: "PRIMARY", startsOn: "2026-06-01" },
      }),
    },
    "Mutation.updateCoverage": {
      arguments: ({ coverage, payer }) => ({ input: { id: coverage, payerId: payer, expectedVersion: 99 } }),
    },
    "Mutation.endCoverage": {
      arguments: ({ coverage }) => ({ input: { id: coverage, expectedVersion: 99, endsOn: "2026-12-31" } }),
    },
    "Query.document": { arguments: ({ document }) => ({ id: document }) },
    "Mutation.requestDocumentUpload": {
      arguments: ({ patient, appointment }) => ({
        input: {
          ...{ patientId: patient, appointmentId: appointment, category: "ADMINISTRATIVE", name: "Consent.pdf" },
          ...{ contentType: "application/pdf", size: 2_000_000_000 },
        },
      }),
    },
    "Mutation.completeDocumentUpload": { arguments: ({ document }) => ({ input: { id: document } }) },
    "Mutation.archiveDocument": {
      arguments: ({ document }) => ({ input: { id: document, expectedVersion: 99, reason: "Somebody else's" } }),
    },
    "Mutation.recordCondition": recorded,
    "Mutation.updateCondition": changed("condition"),
    "Mutation.resolveCondition": over("condition", "abatement"),
    "Mutation.recordAllergy": recorded,
    "Mutation.updateAllergy": changed("allergy"),
    "Mutation.resolveAllergy": over("allergy", "abatement"),
    "Mutation.recordMedication": recorded,
    "Mutation.updateMedication": changed("medication"),
    "Mutation.stopMedication": over("medication", "stoppedOn"),
    "Patient.visitNotes": { arguments: ({ appointment }) => ({ filter: { appointmentId: appointment } }) },
    "Appointment.visitNotes": { arguments: ({ appointment }) => ({ filter: { appointmentId: appointment } }) },
    "Mutation.draftVisitNote": {
      // Who may is told that they have drafts enough.
      arguments: ({ patient, appointment }) => ({
        input: { patientId: patient, appointmentId: appointment, text: "Slept badly." },
      }),
    },
    "Mutation.updateVisitNote": {
      arguments: ({ note }) => ({ input: { id: note, expectedVersion: 99, text: "Slept well." } }),
    },
    "Mutation.signVisitNote": { arguments: ({ note }) => ({ input: { id: note, expectedVersion: 99 } }) },
    "Mutation.addVisitNoteAddendum": {
      arguments: ({ note }) => ({ input: { id: note, expectedVersion: 99, text: "And woke early." } }),
    },
    "Mutation.markVisitNoteEnteredInError": {
      arguments: ({ note }) => ({ input: { id: note, expectedVersion: 99, reason: "Somebody else's" } }),
    },
    "Mutation.prescribeMedication": {
      // Who may is told that it would be over before it began.
      arguments: ({ patient, appointment }) => ({
        input: {
          ...{ ...coded, patientId: patient, appointmentId: appointment, dosage: "Once a day" },
          ...{ quantity: 30, quantityUnit: "tablets", validFrom: dayIn(9), validUntil: dayIn(8) },
        },
      }),
    },
    "Mutation.completeMedicationRequest": {
      arguments: ({ medicationRequest }) => ({ input: { id: medicationRequest, expectedVersion: 99 } }),
    },
    "Mutation.cancelMedicationRequest": {
      arguments: ({ medicationRequest }) => ({
        input: { id: medicationRequest, expectedVersion: 99, reason: "Does not help" },
      }),
    },
    "Mutation.mergePatients": {
      arguments: ({ patient, twin }) => ({
        input: { id: patient, intoId: twin, reason: "The same", expectedVersion: 99 },
      }),
    },
    "Mutation.dismissDuplicate": {
      // Who may is told that they are said to be two already.
      arguments: ({ patient, twin }) => ({ input: { id: patient, otherId: twin } }),
    },
    "Mutation.undoDismissDuplicate": {
      arguments: ({ patient, lookalike }) => ({ input: { id: patient, otherId: lookalike } }),
    },
    "Mutation.undoPatientMerge": { arguments: ({ patient }) => ({ input: { id: patient, reason: "Twins" } }) },
    "Mutation.recordConsent": {
      arguments: ({ patient, grantee }) => ({
        input: {
          patientId: patient,
          scope: "PROVIDER_ACCESS",
          providerId: grantee,
          decision: "PERMIT",
          expectedVersion: 99,
        },
      }),
    },
    "Mutation.grantPatientAccess": {
      arguments: ({ patient, grantee }) => ({
        input: {
          patientId: patient,
          providerId: grantee,
          until: new Date(Date.now() + hours).toISOString(),
          reason: "A second opinion",
        },
      }),
    },
    "Query.patientExport": { arguments: ({ asked }) => ({ id: asked }) },
    "Query.patientExports": { arguments: ({ patient }) => ({ patientId: patient }) },
    "Query.patientErasures": { arguments: ({ patient }) => ({ patientId: patient }) },
    "Mutation.exportPatientData": { arguments: ({ patient }) => ({ input: { patientId: patient } }) },
    "Query.patientErasure": { arguments: ({ erasure }) => ({ id: erasure }) },
    // Who may is told that the patient is not archived, or that it was decided on already.
    "Mutation.requestPatientErasure": {
      arguments: ({ patient }) => ({ input: { patientId: patient, reason: "Asked" } }),
    },
    "Mutation.approvePatientErasure": { arguments: ({ erasure }) => ({ input: { id: erasure } }) },
    "Mutation.rejectPatientErasure": { arguments: ({ erasure }) => ({ input: { id: erasure, reason: "Not yet" } }) },
    "Mutation.withdrawPatientErasure": { arguments: ({ erasure }) => ({ input: { id: erasure } }) },
    "Query.patientRestrictions": { arguments: ({ patient }) => ({ patientId: patient }) },
    // Who may is told that the patient has visits to come, or that nothing is restricted.
    "Mutation.restrictPatient": {
      arguments: ({ patient }) => ({ input: { patientId: patient, reason: "Asked" } }),
    },
    "Mutation.liftPatientRestriction": {
      arguments: ({ patient }) => ({ input: { patientId: patient, reason: "Asked" } }),
    },
    "Mutation.endPatientAccess": { arguments: ({ grant }) => ({ input: { id: grant } }) },
  },
  beside: clinicalDocuments,
};

/** Who comes to a document that is clinical: as to a condition, but that patients bring theirs. */
const treating: readonly (readonly [who: string, viewer: Partial<TestViewer>, may: readonly ClinicalAct[]])[] = [
  ["ADMIN", { roles: [Role.ADMIN] }, ["read"]],
  ["STAFF", { roles: [Role.STAFF] }, []],
  ["NURSE", { roles: [Role.NURSE] }, ["read", "add", "archive"]],
  ["PROVIDER by care", { roles: [Role.PROVIDER], providerId: providers.care }, ["read", "add", "archive"]],
  ["PROVIDER by grant", { roles: [Role.PROVIDER], providerId: providers.grant }, ["read", "add", "archive"]],
  ["PROVIDER by breakGlass", { roles: [Role.PROVIDER], providerId: uuidv7(), breakGlass: [patient] }, ["read"]],
  ["PROVIDER by none", { roles: [Role.PROVIDER], providerId: uuidv7() }, []],
  ["PATIENT by self", { roles: [Role.PATIENT], patientId: patient }, ["read", "add"]],
  ["PATIENT by none", { roles: [Role.PATIENT], patientId: uuidv7() }, []],
  ["their application", { roles: [Role.PATIENT], patientId: patient, scope: "records.read" }, ["read"]],
  ["another application", { roles: [Role.PATIENT], patientId: patient, scope: "invoices.read" }, []],
];

type ClinicalAct = "read" | "add" | "archive";

/** Asks for a clinical document as everybody; a sentence for each wrong answer. */
async function clinicalDocuments(subgraph: TestSubgraph): Promise<string[]> {
  const file = { category: "CLINICAL", name: "Finding.pdf", contentType: "application/pdf", size: 2_000_000_000 };
  const asked = {
    read: "query ($finding: ID!) { document(id: $finding) { id } }",
    add: `mutation ($add: RequestDocumentUploadInput!) {
      requestDocumentUpload(input: $add) { userErrors { code } } }`,
    archive: `mutation ($archive: ArchiveDocumentInput!) { archiveDocument(input: $archive) { userErrors { code } } }`,
  };
  const variables = {
    finding,
    add: { ...file, patientId: patient },
    archive: { id: finding, expectedVersion: 99, reason: "Somebody else's" },
  };
  // What refuses who may is what is wrong with what they ask; others do not come so far.
  const isReached = (act: ClinicalAct, data: Awaited<ReturnType<TestSubgraph["query"]>>["data"]) =>
    act === "read"
      ? data?.document != null
      : ["FILE_TOO_LARGE", "VERSION_CONFLICT"].includes(
          (data?.requestDocumentUpload ?? data?.archiveDocument)?.userErrors[0]?.code,
        );
  const wrong: string[] = [];
  for (const [who, viewer, may] of treating) {
    for (const act of ["read", "add", "archive"] as const) {
      const { data } = await subgraph.query({ organizationId, roles: [], ...viewer }, asked[act], variables);
      if (isReached(act, data) !== may.includes(act))
        wrong.push(`clinical documents, ${who}: ${act} is not as decided`);
    }
  }
  return wrong;
}

let patients: TestSubgraph;
beforeAll(async () => {
  patients = await startTestSubgraph(patientSubgraph);
  const admin = { organizationId, roles: [Role.ADMIN], scope: "graphql import" };
  const names = { familyName: "Jensen", birthDate: "1990-01-01" };
  await patients.import(admin, "patients", [
    { externalId, givenName: "Paula", ...names },
    { externalId: "p-2", givenName: "Peter", ...names },
    { externalId: "p-3", givenName: "Paola", ...names },
    { externalId: "p-4", givenName: "Paula", ...names },
  ]);
  const condition = { patientExternalId: externalId, system: "http://snomed.info/sct", code: "1", display: "Asthma" };
  await patients.import(admin, "conditions", [{ externalId: "c-1", ...condition }]);

  await knownPayer(patients, organizationId, payer);
  const em = boundEntityManager(patients.orm, organizationId);
  const record = await em.findOneOrFail(PatientRow, { id: patient });
  record.emergencyContacts = JSON.stringify([{ name: "Petra Jensen", phone: "+4512345678" }]);
  em.create(AllergyRow, { ...coded, id: allergy, patientId: patient, reaction: "Hives" } as never);
  em.create(MedicationRow, { ...coded, id: medication, patientId: patient, dosage: "Once a day" } as never);
  em.create(MedicationRequestRow, {
    ...{
      ...coded,
      id: medicationRequest,
      patientId: patient,
      appointmentId: appointment,
      prescriberId: providers.care,
    },
    ...{ status: MedicationRequestStatus.ACTIVE, dosage: "Once a day", quantity: 30, quantityUnit: "tablets" },
    ...{ repeats: 0, validFrom: dayIn(0) },
  } as never);
  em.create(VisitNoteRow, {
    ...{ id: note, patientId: patient, appointmentId: appointment, authorId: uuidv7(), providerId: providers.care },
    ...{ status: VisitNoteStatus.SIGNED, text: "Slept badly.", signedAt: new Date() },
  } as never);
  for (let drafts = 0; drafts < 20; drafts += 1)
    em.create(VisitNoteRow, {
      ...{ patientId: patient, authorId: asking, status: VisitNoteStatus.DRAFT, draft: "Slept badly." },
    } as never);
  em.create(CoverageRow, {
    ...{ id: coverage, patientId: patient, payerId: payer, priority: "PRIMARY", startsOn: "2026-01-01" },
  } as never);
  const [oneId, otherId] = [patient, importedId(organizationId, "patient", "p-2")].sort();
  em.create(PatientDistinctionRow, { oneId, otherId, reason: "Twins", endedAt: null } as never);
  em.create(PatientAliasRow, {
    ...{ patientId: importedId(organizationId, "patient", "p-3"), survivingId: patient, ordinal: 1 },
    ...{ mergedAt: new Date(), mergedBy: uuidv7(), reason: "The same", endedAt: null, endedBy: null, endReason: null },
  } as never);
  em.create(CareVisit, {
    organizationId,
    appointmentId: appointment,
    patientId: patient,
    providerId: providers.care,
    startsAt: new Date(Date.now() + hours),
    endsAt: new Date(Date.now() + 2 * hours),
    status: "BOOKED",
    aggregateVersion: 1,
  });
  const attach = (id: string, category: DocumentCategory, more: Partial<DocumentRow> = {}) =>
    em.create(DocumentRow, {
      ...{ id, patientId: patient, category, name: "Paula.png", contentType: "image/png", size: 100 },
      ...{ state: DocumentState.AVAILABLE, addedBy: uuidv7(), fileId: uuidv7(), uploadEndsAt: new Date(), ...more },
    } as never);
  attach(document, DocumentCategory.ADMINISTRATIVE, { appointmentId: appointment });
  attach(picture, DocumentCategory.PICTURE);
  attach(finding, DocumentCategory.CLINICAL);
  em.create(PatientExportRow, {
    ...{ id: asked, patientId: patient, requestedBy: uuidv7(), accessEndsAt: new Date() },
    ...{ status: ExportStatus.FAILED, failure: ExportFailure.ACCESS_ENDED },
  } as never);
  em.create(PatientErasureRow, {
    ...{ id: erasure, patientId: patient, requestedBy: uuidv7(), decidedBy: uuidv7(), decidedAt: new Date() },
    ...{ status: ErasureStatus.REJECTED, reason: "Asked", decisionReason: "Not yet" },
  } as never);
  em.create(PatientRestrictionRow, {
    ...{ patientId: patient, patientIds: [patient], reason: "Asked", restrictedBy: uuidv7() },
    ...{ liftedAt: new Date(), liftedBy: uuidv7(), liftReason: "Done" },
  } as never);
  const grant = (providerId: string, options: Partial<AccessGrantRow> = {}) =>
    em.create(AccessGrantRow, {
      patientId: patient,
      providerId,
      until: new Date(Date.now() + hours),
      reason: null,
      endedAt: null,
      ...options,
    } as never);
  grant(providers.grant);
  grant(uuidv7(), { id: endedGrant, endedAt: new Date() });
  em.create(ConsentRow, {
    ...{ patientId: patient, scope: "COMMUNICATION", subject: "SMS", decision: "DENY" },
    ...{ decidedAt: new Date(), byPatient: false },
  } as never);
  await em.flush();
});
afterAll(() => patients.close());

await testPolicy(checked, new URL(".", import.meta.url), () => patients);
