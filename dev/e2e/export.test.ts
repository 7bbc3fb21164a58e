import { execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { strFromU8, unzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, expect, it } from "vitest";
import { repositoryRoot } from "../src/repository.root.ts";
import { ask, pidOf, ports, tokenFor, url } from "./running.system.ts";

const externalId = `export-${randomUUID()}`;
const reason = "Palpitations since Monday";
const email = `export.${randomUUID()}@example.org`;

const folder = mkdtempSync(join(tmpdir(), "careconnect-export-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let admin: string;
let patientId: string;

async function importRow(plural: string, row: object): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${ports.patient}/import/${plural}`, {
    method: "POST",
    headers: {
      "content-type": "application/x-ndjson",
      authorization: `Bearer ${await tokenFor("admin@careconnect.test", "graphql import")}`,
    },
    body: JSON.stringify({ line: 1, ...row }),
  });
  expect(await response.json()).toMatchObject({ rejected: [] });
}

async function book(): Promise<void> {
  const from = new Date(Date.now() + 3 * 86_400_000);
  const window = { from, to: new Date(from.getTime() + 20 * 86_400_000), first: 1 };
  const slots = await ask(
    admin,
    "query ($input: AvailableSlotsInput!) { availableSlots(input: $input) { startsAt provider { id } } }",
    { input: { specialty: "CARDIOLOGY", visitType: "IN_PERSON", ...window } },
  );
  const [slot] = slots.data.availableSlots;
  const { data } = await ask(
    admin,
    "mutation ($input: BookAppointmentInput!) { bookAppointment(input: $input) { userErrors { code message } } }",
    { input: { patientId, providerId: slot.provider.id, startsAt: slot.startsAt, visitType: "IN_PERSON", reason } },
  );
  expect(data.bookAppointment.userErrors).toEqual([]);
}

beforeAll(async () => {
  admin = await tokenFor("admin@careconnect.test");
  await importRow("patients", { externalId, givenName: "Ellen", familyName: "Export", birthDate: "1980-01-01", email });
  const { data } = await ask(admin, "query ($f: PatientFilter) { patients(filter: $f) { nodes { id } } }", {
    f: { externalId },
  });
  patientId = data.patients.nodes[0].id;
  const asthma = { system: "http://snomed.info/sct", code: "195967001", display: "Asthma" };
  await importRow("conditions", { externalId: `${externalId}-1`, patientExternalId: externalId, ...asthma });
  await book();
});

async function verify(file: string): Promise<{ code: number; output: string }> {
  const program = join(repositoryRoot, "subgraphs/patient/dist/src/export/verify.command.js");
  return new Promise((resolve) => {
    execFile(process.execPath, [program, file, url], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), output: `${stdout}${stderr}` }),
    );
  });
}

/**
 * Asks for an export as `token` and fetches it as soon as it is ready.
 * @param meanwhile what happens as soon as it was asked for
 */
async function fetchExport(token: string, whose: string, meanwhile?: () => void): Promise<Uint8Array> {
  const { data } = await ask(
    token,
    "mutation ($input: ExportPatientDataInput!) { exportPatientData(input: $input) { patientExport { id } userErrors { code } } }",
    { input: { patientId: whose, idempotencyKey: randomUUID() } },
  );
  const { id } = data.exportPatientData.patientExport;
  meanwhile?.();
  const reading = "query ($id: ID!) { patientExport(id: $id) { status failure gathered downloadUrl } }";
  const read = async () => (await ask(token, reading, { id })).data?.patientExport;
  await expect.poll(async () => (await read())?.status, { timeout: 100_000 }).toBe("READY");
  const { gathered, downloadUrl } = await read();
  expect([...gathered].sort()).toEqual(["appointment", "billing", "identity", "patient", "provider", "reports"]);
  const response = await fetch(downloadUrl);
  expect(response.status).toBe(200);
  return new Uint8Array(await response.arrayBuffer());
}

it("everything that is known of a patient comes from every subgraph, whoever is killed meanwhile, signed", async () => {
  const archive = await fetchExport(admin, patientId, () => process.kill(pidOf("patient"), "SIGKILL"));
  const file = join(folder, "export.zip");
  writeFileSync(file, archive);
  expect(await verify(file)).toEqual({ code: 0, output: expect.stringContaining(`patient ${patientId} of `) });

  const files = unzipSync(archive);
  const told = (name: string) => JSON.parse(strFromU8(files[`${name}.json`] ?? new Uint8Array())).tables;
  expect(told("patient").patient).toMatchObject([{ id: patientId, given_name: "Ellen", email }]);
  expect(told("patient").condition).toMatchObject([{ display: "Asthma" }]);
  expect(told("appointment").appointment).toMatchObject([{ patient_id: patientId, reason, status: "BOOKED" }]);
  expect(told("appointment").appointment_status_change).toMatchObject([{ to_status: "BOOKED" }]);

  const altered = strFromU8(files["patient.json"] ?? new Uint8Array()).replace("Asthma", "Health");
  writeFileSync(file, zipSync({ ...files, "patient.json": Buffer.from(altered) }));
  expect(await verify(file)).toEqual({ code: 1, output: "patient.json was altered.\n" });
}, 200_000);

it("a patient gets their own, account and invoices included", async () => {
  const token = await tokenFor("patient@careconnect.test");
  const { data } = await ask(token, "{ viewer { patient { id } } }");
  const files = unzipSync(await fetchExport(token, data.viewer.patient.id));
  const told = (name: string) => JSON.parse(strFromU8(files[`${name}.json`] ?? new Uint8Array())).tables;
  expect(told("identity").user_account).toMatchObject([{ email: "patient@careconnect.test" }]);
  expect(JSON.stringify(told("identity"))).not.toContain("password_hash");
  expect(told("identity").session.length).toBeGreaterThan(0);
  expect(told("billing").invoice.length).toBeGreaterThan(0);
  expect(told("billing").invoice_line.length).toBeGreaterThan(0);
});
