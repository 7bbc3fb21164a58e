import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { isSystemError, sentenceOf } from "../src/failure.ts";
import { repositoryRoot } from "../src/repository.root.ts";
import { signInToDemo } from "../src/sign-in/demo.sign-in.ts";
import { layOut } from "../src/supervisor/data.folder.ts";
import { databaseNames } from "../src/supervisor/subgraph.names.ts";
import { subscribe } from "./live.subscription.ts";
import { type Answer, ask, ports, tokenFor, url } from "./running.system.ts";
import { inDatabase } from "./system.database.ts";

/** Values that occur nowhere else. What holds one of them was not sealed. */
const mark = randomUUID().slice(0, 8);
const digits = String(Date.now()).slice(-9);
const canaries = {
  registeredEmail: `canary.registered.${mark}@example.org`,
  registeredPhone: `+1555${digits}`,
  changedEmail: `canary.changed.${mark}@example.org`,
  importedEmail: `canary.imported.${mark}@example.org`,
  importedPhone: `+1666${digits}`,
  street: `Canary Street ${mark}`,
  workEmail: `canary.work.${mark}@example.org`,
  emergencyName: `Canary Mother ${mark}`,
  memberNumber: `CANARY-MEMBER-${mark}`,
  reaction: `canary reaction ${mark}`,
  dosage: `canary dosage ${mark}`,
  noteDraft: `canary note draft ${mark}`,
  noteText: `canary note text ${mark}`,
  noteAddendum: `canary note addendum ${mark}`,
  noteErrorReason: `canary note error reason ${mark}`,
  prescriptionDosage: `canary prescription dosage ${mark}`,
  prescriptionUnit: `canary unit ${mark}`,
  prescriptionCancelReason: `canary prescription cancel reason ${mark}`,
  documentName: `Canary finding ${mark}.txt`,
  documentText: `canary document text ${mark}`,
  documentArchiveReason: `canary document archive reason ${mark}`,
  nationalId: `canary-national-${mark}`,
  driversLicense: `canary-license-${mark}`,
  passport: `canary-passport-${mark}`,
  visitReason: `canary visit reason ${mark}`,
  cancelReason: `canary cancel reason ${mark}`,
  archiveReason: `canary archive reason ${mark}`,
  invitedEmail: `canary.invited.${mark}@example.org`,
  grantReason: `canary grant reason ${mark}`,
  emergencyReason: `canary emergency reason ${mark}`,
  reviewNote: `canary review note ${mark}`,
  suspensionReason: `canary suspension reason ${mark}`,
  complaint: `canary complaint ${mark}`,
  findings: `canary findings ${mark}`,
  assessment: `canary assessment ${mark}`,
  plan: `canary plan ${mark}`,
  medication: `canary medication ${mark}`,
  userAgent: `canary-browser-${mark}`,
  refusedPhone: `canary-no-number-${mark}`,
  refusedId: `canary-too-long-${mark}`.padEnd(120, "x"),
  searched: `canary.searched.${mark}@example.org`,
  guessedEmail: `canary.guessed.${mark}@example.org`,
  guessedPassword: `canary-password-${mark}`,
};
/** Plain by decision: found, it shows that the search below finds what is there. */
const name = `Canaryname${mark.replaceAll(/\d/g, "x")}`;

const folder = layOut(z.string().parse(process.env.CARECONNECT_DATA));
/** What the system said on its own account: cursors, events, error messages. */
const said: string[] = [];
let staff: string;
let patientId: string;

async function command(
  field: string,
  type: string,
  input: object,
  selection = "patient { id version }",
  token = staff,
): Promise<Answer> {
  const answer = await ask(
    token,
    `mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} userErrors { code message } } }`,
    { input: { ...input, idempotencyKey: randomUUID() } },
  );
  said.push(JSON.stringify(answer.errors ?? []), JSON.stringify(answer.data?.[field]?.userErrors ?? []));
  return answer;
}

async function importPatients(rows: readonly object[]): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${ports.patient}/import/patients`, {
    method: "POST",
    headers: {
      "content-type": "application/x-ndjson",
      authorization: `Bearer ${await tokenFor("admin@careconnect.test", "graphql import")}`,
    },
    body: rows.map((row, index) => JSON.stringify({ line: index + 1, ...row })).join("\n"),
  });
  expect(response.status).toBe(200);
  return response.text();
}

async function registerAndChange(): Promise<void> {
  const person = { givenName: name, familyName: "Canary", birthDate: "1980-01-01" };
  const { data } = await command("registerPatient", "RegisterPatientInput", {
    ...person,
    email: canaries.registeredEmail,
    phone: canaries.registeredPhone,
    addresses: [{ use: "HOME", lines: [canaries.street] }],
    contacts: [{ system: "EMAIL", use: "WORK", value: canaries.workEmail }],
    emergencyContacts: [{ name: canaries.emergencyName, phone: "+15550100100" }],
  });
  const { id, version } = data.registerPatient.patient;
  patientId = id;
  await command("updatePatient", "UpdatePatientInput", { id, expectedVersion: version, email: canaries.changedEmail });
  await command("registerPatient", "RegisterPatientInput", { ...person, phone: canaries.refusedPhone });
  const other = await command("registerPatient", "RegisterPatientInput", { ...person, givenName: "Gone" });
  await command("archivePatient", "ArchivePatientInput", {
    id: other.data.registerPatient.patient.id,
    reason: canaries.archiveReason,
  });
}

async function coverAndWriteHistory(): Promise<void> {
  const nurse = await tokenFor("nurse@careconnect.test");
  const { data } = await ask(staff, "{ payers(first: 1) { nodes { id } } }");
  const coverage = { patientId, payerId: data.payers.nodes[0].id, priority: "PRIMARY", startsOn: "2026-01-01" };
  const substance = { patientId, system: "http://snomed.info/sct", code: "91936005", display: "Allergy to penicillin" };
  const drug = { patientId, system: "http://www.nlm.nih.gov/research/umls/rxnorm", code: "6809", display: "Metformin" };
  const { memberNumber, reaction, dosage } = canaries;
  for (const answer of [
    await command("addCoverage", "AddCoverageInput", { ...coverage, memberNumber }, "coverage { id }"),
    await command("recordAllergy", "RecordAllergyInput", { ...substance, reaction }, "allergy { id }", nurse),
    await command("recordMedication", "RecordMedicationInput", { ...drug, dosage }, "medication { id }", nurse),
  ])
    expect(Object.values(answer.data)).toMatchObject([{ userErrors: [] }]);
}

async function writeNotes(): Promise<void> {
  const nurse = await tokenFor("nurse@careconnect.test");
  const { noteDraft, noteText, noteAddendum, noteErrorReason } = canaries;
  const draft = async (text: string) => {
    const { data } = await command("draftVisitNote", "DraftVisitNoteInput", { patientId, text }, note, nurse);
    return data.draftVisitNote.visitNote;
  };
  const note = "visitNote { id version }";
  await draft(noteDraft);
  const { id, version } = await draft(noteText);
  for (const answer of [
    await command("signVisitNote", "SignVisitNoteInput", { id, expectedVersion: version }, note, nurse),
    await command("addVisitNoteAddendum", "AddVisitNoteAddendumInput", { id, text: noteAddendum }, note, nurse),
    await command(
      ...(["markVisitNoteEnteredInError", "MarkVisitNoteEnteredInErrorInput"] as const),
      ...([{ id, reason: noteErrorReason }, note, nurse] as const),
    ),
  ])
    expect(Object.values(answer.data)).toMatchObject([{ userErrors: [] }]);
}

async function prescribe(doctor: string, providerId: string): Promise<void> {
  const { prescriptionDosage, prescriptionUnit, prescriptionCancelReason } = canaries;
  const until = new Date(Date.now() + 86_400_000);
  const grant = { patientId, providerId, until, reason: canaries.grantReason };
  await command("grantPatientAccess", "GrantPatientAccessInput", grant, "accessGrant { id }");
  const drug = { system: "http://www.nlm.nih.gov/research/umls/rxnorm", code: "6809", display: "Metformin" };
  const amount = { dosage: prescriptionDosage, quantity: 30, quantityUnit: prescriptionUnit };
  const prescribed = { ...drug, ...amount, patientId, validFrom: until.toISOString().slice(0, 10) };
  const selection = "medicationRequest { id }";
  const { data } = await command(
    ...(["prescribeMedication", "PrescribeMedicationInput", prescribed, selection, doctor] as const),
  );
  const { id } = data.prescribeMedication.medicationRequest;
  const answer = await command(
    ...(["cancelMedicationRequest", "CancelMedicationRequestInput"] as const),
    ...([{ id, reason: prescriptionCancelReason }, selection, doctor] as const),
  );
  expect(Object.values(answer.data)).toMatchObject([{ userErrors: [] }]);
}

async function attachDocument(): Promise<void> {
  const nurse = await tokenFor("nurse@careconnect.test");
  const { documentName, documentText, documentArchiveReason } = canaries;
  const file = { patientId, category: "CLINICAL", name: documentName, contentType: "text/plain" };
  const announced = await command(
    "requestDocumentUpload",
    "RequestDocumentUploadInput",
    { ...file, size: documentText.length },
    "document { id upload { url } }",
    nurse,
  );
  const { id, upload } = announced.data.requestDocumentUpload.document;
  const headers = { "content-type": "text/plain" };
  expect((await fetch(upload.url, { method: "PUT", headers, body: documentText })).status).toBe(201);
  const answers = [
    await command(
      "completeDocumentUpload",
      "CompleteDocumentUploadInput",
      { id },
      "document { download { url } }",
      nurse,
    ),
  ];
  const response = await fetch(answers[0]?.data.completeDocumentUpload.document.download.url);
  expect(await response.text()).toBe(documentText);
  const reason = documentArchiveReason;
  answers.push(await command("archiveDocument", "ArchiveDocumentInput", { id, reason }, "document { id }", nurse));
  for (const answer of answers) expect(Object.values(answer.data)).toMatchObject([{ userErrors: [] }]);
  said.push(upload.url);
}

async function importTwoRows(): Promise<void> {
  const row = { givenName: "Imported", familyName: "Canary", birthDate: "1980-01-01" };
  const { nationalId, driversLicense, passport } = canaries;
  said.push(
    await importPatients([
      {
        ...row,
        externalId: `canary-${mark}`,
        email: canaries.importedEmail,
        phone: canaries.importedPhone,
        nationalId,
        driversLicense,
        passport,
        address: { line: canaries.street, country: "US" },
      },
      { ...row, externalId: `canary-${mark}-refused`, nationalId: canaries.refusedId },
    ]),
  );
}

async function bookAndCancel(): Promise<void> {
  const live = await subscribe(staff, "subscription { appointmentChanged { cursor appointment { id status } } }");
  const from = new Date(Date.now() + 3 * 86_400_000);
  const slots = await ask(
    staff,
    "query ($input: AvailableSlotsInput!) { availableSlots(input: $input) { startsAt provider { id } } }",
    {
      input: {
        specialty: "CARDIOLOGY",
        visitType: "IN_PERSON",
        from,
        to: new Date(from.getTime() + 20 * 86_400_000),
        first: 1,
      },
    },
  );
  const [slot] = slots.data.availableSlots;
  const booked = await command(
    "bookAppointment",
    "BookAppointmentInput",
    {
      patientId,
      providerId: slot.provider.id,
      startsAt: slot.startsAt,
      visitType: "IN_PERSON",
      reason: canaries.visitReason,
    },
    "appointment { id }",
  );
  const { id } = booked.data.bookAppointment.appointment;
  await command(
    "cancelAppointment",
    "CancelAppointmentInput",
    { id, reason: canaries.cancelReason },
    "appointment { id }",
  );
  said.push(JSON.stringify(await live.next((event) => event.appointmentChanged.appointment.status === "CANCELLED")));
  live.close();
}

async function consult(): Promise<void> {
  const doctor = await tokenFor("doctor@careconnect.test");
  const { data } = await ask(doctor, "{ viewer { provider { id } } }");
  const providerId = data.viewer.provider.id;
  const from = new Date(Date.now() + 3 * 86_400_000);
  const wanted = { providerId, patientId, visitType: "PHONE" };
  const window = { from, to: new Date(from.getTime() + 20 * 86_400_000), first: 1 };
  const slots = await ask(
    staff,
    "query ($input: AvailableSlotsInput!) { availableSlots(input: $input) { startsAt } }",
    { input: { ...wanted, ...window } },
  );
  const visit = { ...wanted, startsAt: slots.data.availableSlots[0].startsAt };
  const booked = await command("bookAppointment", "BookAppointmentInput", visit, "appointment { id }");
  const { id } = booked.data.bookAppointment.appointment;
  // It is due, whatever the doctor's hours are, and of another day than today's, which pages show.
  await inDatabase("appointment", (client) =>
    client.query(
      `update appointment set starts_at = now() - interval '40 days', ends_at = now() - interval '39 days 23 hours',
         blocked_from = null, blocked_until = null, overbooked = true where id = $1`,
      [id],
    ),
  );
  const { complaint, findings, assessment, plan, medication } = canaries;
  const summary = { complaint, findings, assessment, plan, prescriptions: [{ medication, dosage: "Once a day" }] };
  for (const answer of [
    await command("startConsultation", "AppointmentCommandInput", { id }, "consultation { id }", doctor),
    await command("completeConsultation", "CompleteConsultationInput", { id, summary }, "consultation { id }", doctor),
  ])
    expect(Object.values(answer.data)).toMatchObject([{ userErrors: [] }]);
  await prescribe(doctor, providerId);
}

async function signInWithAnotherBrowser(): Promise<void> {
  const { userAgent } = canaries;
  const identityUrl = `http://127.0.0.1:${ports.identity}`;
  const { access_token } = await signInToDemo({
    ...{ identityUrl, email: "staff@careconnect.test", scope: "graphql", userAgent },
  });
  const { data } = await ask(access_token, "{ viewer { sessions { userAgent } } }");
  expect(data.viewer.sessions).toContainEqual({ userAgent });
}

async function giveAndTakeAccess(): Promise<void> {
  const admin = await tokenFor("admin@careconnect.test");
  const person = { email: canaries.invitedEmail, displayName: "Canary", roles: ["PATIENT"] };
  const until = new Date(Date.now() + 86_400_000);
  const grant = { patientId, providerId: randomUUID(), until, reason: canaries.grantReason };
  const emergency = { patientId, reason: canaries.emergencyReason };
  const answers = [
    await command("inviteUser", "InviteUserInput", person, "invitation { id }"),
    await command("grantPatientAccess", "GrantPatientAccessInput", grant, "accessGrant { id }"),
    await command(
      "breakGlass",
      "BreakGlassInput",
      emergency,
      "access { id }",
      await tokenFor("nurse@careconnect.test"),
    ),
  ];
  const review = { id: answers[2]?.data.breakGlass.access.id, note: canaries.reviewNote };
  answers.push(await command("reviewBreakGlass", "ReviewBreakGlassInput", review, "access { id }", admin));
  const { data } = await ask(admin, "{ users(first: 50) { nodes { id email } } }");
  const nurse = data.users.nodes.find(({ email }: { email: string }) => email === "nurse@careconnect.test");
  const suspension = { id: nurse.id, reason: canaries.suspensionReason };
  answers.push(await command("suspendUser", "SuspendUserInput", suspension, "suspension { userId }", admin));
  // Other tests sign in as her.
  answers.push(await command("reinstateUser", "ReinstateUserInput", { id: nurse.id }, "suspension { userId }", admin));
  for (const answer of answers) expect(Object.values(answer.data)).toMatchObject([{ userErrors: [] }]);
}

async function searchAndGuess(): Promise<void> {
  for (const search of [canaries.registeredPhone, canaries.importedEmail, canaries.searched, name]) {
    const { data } = await ask(
      staff,
      "query ($search: String) { patients(first: 1, filter: { search: $search }) { edges { cursor } pageInfo { endCursor } } }",
      { search },
    );
    const cursors = JSON.stringify(data);
    said.push(cursors, Buffer.from(data.patients.pageInfo.endCursor ?? "", "base64url").toString());
  }
  // In an address, where they do not belong: it may be refused, but not written down.
  const query = new URLSearchParams({
    query: "query ($search: String) { patients(filter: { search: $search }) { totalCount } }",
    variables: JSON.stringify({ search: canaries.searched }),
  });
  const response = await fetch(`${url}/graphql?${query}`, { headers: { authorization: `Bearer ${staff}` } });
  said.push(await response.text());
  const guess = { identityUrl: url, email: canaries.guessedEmail, password: canaries.guessedPassword };
  const refusal: unknown = await signInToDemo({ ...guess, scope: "graphql" }).catch(sentenceOf);
  expect(refusal).toContain("wrong");
  said.push(String(refusal));
}

beforeAll(async () => {
  staff = await tokenFor("staff@careconnect.test");
  await registerAndChange();
  await coverAndWriteHistory();
  await writeNotes();
  await attachDocument();
  await importTwoRows();
  await bookAndCancel();
  await consult();
  await signInWithAnotherBrowser();
  await giveAndTakeAccess();
  await searchAndGuess();
});

/** The canaries that `text` holds, by their names. */
function found(text: string | Buffer): string[] {
  return Object.entries(canaries).flatMap(([canary, value]) => (text.includes(value) ? [canary] : []));
}

/** Looks into a database, whatever may be seen in it otherwise. */
/** Every row of every table of every database, as text. */
async function dump(): Promise<Map<string, string>> {
  const tables = new Map<string, string>();
  for (const database of databaseNames) {
    await inDatabase(database, async (client) => {
      const { rows } = await client.query<{ name: string }>(
        `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
       where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
      );
      for (const table of rows) {
        const content = await client.query<{ row: string }>(`select t::text as row from ${table.name} t`);
        tables.set(`${database}: ${table.name}`, content.rows.map(({ row }) => row).join("\n"));
      }
      await client.query("checkpoint");
    });
  }
  return tables;
}

function filesBelow(root: string): string[] {
  return readdirSync(root, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Nothing when it is gone: PostgreSQL, which runs, makes files and removes them. */
function contentOf(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    if (isSystemError(cause, "ENOENT")) return Buffer.alloc(0);
    throw cause;
  }
}

describe("what was told in confidence", () => {
  it("is there for whoever may read it", async () => {
    const { data } = await ask(
      staff,
      `query ($search: String) { patients(filter: { search: $search }) { nodes { email phone } } }`,
      { search: canaries.registeredPhone },
    );
    expect(data.patients.nodes).toEqual([{ email: canaries.changedEmail, phone: canaries.registeredPhone }]);
    const record = await ask(
      staff,
      `query ($id: ID!) { patient(id: $id) { addresses { lines } contacts { value } emergencyContacts { name }
         coverageOn(date: "2026-01-01") { memberNumber payer { name } } } }`,
      { id: patientId },
    );
    expect(record.data.patient).toEqual({
      addresses: [{ lines: [canaries.street] }],
      contacts: [{ value: canaries.workEmail }],
      emergencyContacts: [{ name: canaries.emergencyName }],
      coverageOn: [{ memberNumber: canaries.memberNumber, payer: { name: expect.any(String) } }],
    });
  });

  it("stands in no table of any database", async () => {
    const tables = await dump();
    expect([...tables].flatMap(([table, rows]) => found(rows).map((canary) => `${table}: ${canary}`))).toEqual([]);
    expect(tables.get("patient: public.patient")).toContain(name);
    expect(tables.size).toBeGreaterThan(40);
  });

  it("stands in no file: of the databases, their write-ahead log, documents, or what services wrote down", () => {
    const documents = filesBelow(folder.file("files"));
    expect(documents.length).toBeGreaterThan(0);
    const files = [folder.postgres, folder.logs, folder.run].flatMap(filesBelow).concat(documents);
    const holding: string[] = [];
    let holdsName = false;
    for (const file of files) {
      const content = contentOf(file);
      holding.push(...found(content).map((canary) => `${file}: ${canary}`));
      holdsName ||= content.includes(name);
    }
    expect(holding).toEqual([]);
    expect(holdsName).toBe(true);
  });

  it("stands in no cursor, event, error message or metric", async () => {
    const services = [
      ports.router,
      ports.identity,
      ports.patient,
      ports.provider,
      ports.appointment,
      ports.billing,
      ports.reports,
    ];
    const metrics = await Promise.all(
      services.map(async (port) => (await fetch(`http://127.0.0.1:${port}/metrics`)).text()),
    );
    expect(said.length).toBeGreaterThan(15);
    expect([...said, ...metrics].flatMap(found)).toEqual([]);
  });
});

describe("a rotation of the running system", () => {
  it("seals everything anew while commands go on, and is noticed by nobody", async () => {
    const program = join(repositoryRoot, "dev", "dist", "src", "keys", "rotate.command.js");
    const rotation = promisify(execFile)(process.execPath, [program, "patient", "appointment"]);
    let over = false;
    const ended = rotation.finally(() => {
      over = true;
    });
    while (!over) {
      const { data, errors } = await command("registerPatient", "RegisterPatientInput", {
        givenName: "Meanwhile",
        familyName: "Canary",
        birthDate: "1980-01-01",
        email: `canary.${randomUUID()}@example.org`,
      });
      expect(errors).toBeUndefined();
      expect(data.registerPatient.userErrors).toEqual([]);
      const read = await ask(staff, "query ($id: ID!) { patient(id: $id) { email phone } }", { id: patientId });
      expect(read.data?.patient).toEqual({ email: canaries.changedEmail, phone: canaries.registeredPhone });
    }
    const { stdout } = await ended;
    expect(stdout).toMatch(/^patient: patient, organization [\da-f-]{36}: \d+ rows sealed anew$/m);
    expect(stdout).toMatch(/^appointment: organization [\da-f-]{36}: 1 older key retired$/m);
    const { rows } = await inDatabase("patient", (client) =>
      client.query(
        `select count(*)::int as count from patient p join data_key k on k.id = split_part(p.email, '.', 2)::uuid
         where k.retired_at is not null`,
      ),
    );
    expect(rows).toEqual([{ count: 0 }]);
  }, 400_000);
});
