import { randomBytes, randomUUID } from "node:crypto";
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { ConfigurationError, Role } from "@careconnect/kit";
import {
  altered,
  createTestLog,
  startTestSubgraph,
  type TestSubgraph,
  type TestViewer,
} from "@careconnect/kit/testing";
import { strFromU8, unzipSync, zipSync } from "fflate";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { text } from "../document/document.fixture.ts";
import { documentSettings, useDocumentSettings } from "../document/document.settings.ts";
import { knownPayer } from "../references/payer.fixture.ts";
import { patientSubgraph } from "../subgraph.ts";
import { type FakeSource, inMemory, startFakeSource, twoPages } from "./export.fixture.ts";
import { exportSettings, readExportSettings, useExportSettings } from "./export.settings.ts";
import { exportExpiryTask, exportTask } from "./export.task.ts";
import { verifyArchive } from "./export.verification.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const admin: TestViewer = { organizationId, roles: [Role.ADMIN] };
const memberNumber = "M-4711";

let patients: TestSubgraph;
let billing: FakeSource;
beforeAll(async () => {
  patients = await startTestSubgraph(patientSubgraph);
  billing = await startFakeSource();
});
afterAll(async () => {
  await billing.close();
  await patients.close();
});
beforeEach(() => {
  billing.answer = twoPages;
  billing.asked.length = 0;
  const sources = new Map([
    ["patient", patients.url],
    ["billing", billing.url],
  ]);
  useExportSettings({ ...exportSettings(), sources, largest: 1_000_000 });
});

async function command(field: string, type: string, input: object, selection: string, viewer = admin) {
  const query = `mutation ($input: ${type}!) { ${field}(input: $input) { ${selection} userErrors { code field } } }`;
  const { data, errors } = await patients.query(viewer, query, { input: { idempotencyKey: randomUUID(), ...input } });
  return errors ? { refused: errors[0]?.extensions.code } : data[field];
}

async function registered(): Promise<string> {
  const person = { givenName: "Ada", familyName: "Byron", birthDate: "1990-01-01", email: "ada@example.org" };
  const { patient } = await command("registerPatient", "RegisterPatientInput", person, "patient { id }");
  const coverage = {
    patientId: patient.id,
    payerId: await knownPayer(patients, organizationId),
    priority: "PRIMARY",
    startsOn: "2026-01-01",
    memberNumber,
  };
  await command("addCoverage", "AddCoverageInput", coverage, "coverage { id }");
  return patient.id;
}

const nurse: TestViewer = { organizationId, roles: [Role.NURSE] };

/** A document of the patient that was sent and checked. */
async function documented(patientId: string): Promise<{ id: string; version: number }> {
  const announced = { category: "CLINICAL", name: "Letter.txt", contentType: "text/plain", size: text.length };
  const { document } = await command(
    "requestDocumentUpload",
    "RequestDocumentUploadInput",
    { patientId, ...announced },
    "document { id upload { url headers { name value } } }",
    nurse,
  );
  const { url, headers } = document.upload;
  const sent = await fetch(new URL(new URL(url).pathname, patients.url), {
    method: "PUT",
    headers: Object.fromEntries(headers.map(({ name, value }: { name: string; value: string }) => [name, value])),
    body: new Uint8Array(text),
  });
  expect(sent.status).toBe(201);
  const completed = await command(
    "completeDocumentUpload",
    "CompleteDocumentUploadInput",
    { id: document.id },
    "document { state version }",
    nurse,
  );
  expect(completed.document.state).toBe("AVAILABLE");
  return { id: document.id, version: completed.document.version };
}

const ask = (patientId: string, more: object = {}, viewer = admin) =>
  command("exportPatientData", "ExportPatientDataInput", { patientId, ...more }, "patientExport { id status }", viewer);

async function read(id: string, viewer = admin) {
  const query =
    "query ($id: ID!) { patientExport(id: $id) { status gathered failure reason requestedAt expiresAt downloadUrl } }";
  return (await patients.query(viewer, query, { id })).data.patientExport;
}

const sql = (text: string) => patients.orm.em.getConnection().execute<Record<string, unknown>[]>(text);
const services = () => ({
  orm: patients.orm,
  config: {} as never,
  log: createTestLog(),
  signal: new AbortController().signal,
});
const work = () => exportTask.run(services());

/** As it is when who had it was killed. */
const left = (id: string) =>
  sql(`update patient_export set leased_until = now() - interval '1 second' where id = '${id}'`);

/** What a link leads to; the router passes its path on as it is. */
const follow = (link: string) => fetch(new URL(new URL(link).pathname, patients.url));

async function publicKeys() {
  const response = await fetch(`${patients.url}/files/export-keys`);
  return ((await response.json()) as { keys: never[] }).keys;
}

async function archived(patientId: string): Promise<{ id: string; archive: Uint8Array }> {
  const { id } = (await ask(patientId)).patientExport;
  await work();
  const response = await follow((await read(id)).downloadUrl);
  expect(response.status).toBe(200);
  expect(response.headers.get("content-type")).toBe("application/zip");
  expect(response.headers.get("cache-control")).toContain("no-store");
  return { id, archive: new Uint8Array(await response.arrayBuffer()) };
}

describe("an export", () => {
  it("is everything that each subgraph tells of the patient, in the clear, signed", async () => {
    const patientId = await registered();
    const other = await registered();
    const { id, archive } = await archived(patientId);
    expect(await read(id)).toMatchObject({ status: "READY", gathered: ["patient", "billing"], failure: null });

    expect(await verifyArchive(inMemory(archive), await publicKeys())).toMatchObject({
      patientId,
      files: [{ path: "billing.json" }, { path: "patient.json" }],
    });
    const files = unzipSync(archive);
    const told = (path: string) => JSON.parse(strFromU8(files[path] ?? new Uint8Array())).tables;
    expect(told("patient.json").patient).toMatchObject([
      { id: patientId, email: "ada@example.org", given_name: "Ada" },
    ]);
    expect(told("patient.json").coverage).toMatchObject([{ member_number: memberNumber }]);
    expect(told("billing.json").invoice).toEqual([
      { id: "1", number: "INV-1" },
      { id: "2", number: "INV-2" },
    ]);
    expect(JSON.stringify(told("patient.json"))).not.toMatch(new RegExp(`${other}|email_index|access_token`));
  });

  it.each([
    ["a file that was altered", { "billing.json": "{}" }, "billing.json was altered."],
    ["a file that was added", { "more.json": "{}" }, "more.json was added."],
    ["a manifest that was altered", { "manifest.json": '{"files":[]}' }, /^The signature does not hold/],
    ["no signature", { "manifest.jws": "" }, /^The signature does not hold/],
  ])("is not taken for whole with %s", async (_what, changed, sentence) => {
    const { archive } = await archived(await registered());
    const altered = Object.entries(changed).map(([path, text]) => [path, Buffer.from(text)]);
    const forged = zipSync({ ...unzipSync(archive), ...Object.fromEntries(altered) });
    await expect(verifyArchive(inMemory(forged), await publicKeys())).rejects.toThrow(sentence);
  });

  it("is not taken for whole without a file, by another's keys, or when it is none", async () => {
    const { archive } = await archived(await registered());
    const { "patient.json": _gone, ...rest } = unzipSync(archive);
    await expect(verifyArchive(inMemory(zipSync(rest)), await publicKeys())).rejects.toThrow(
      "patient.json is missing.",
    );
    await expect(verifyArchive(inMemory(archive), [])).rejects.toThrow(/^The signature does not hold/);
    await expect(verifyArchive(inMemory(Buffer.from("text")), await publicKeys())).rejects.toThrow(
      /^This is no archive/,
    );
    await expect(verifyArchive(inMemory(zipSync({})), await publicKeys())).rejects.toThrow(/^This is no export/);
  });

  it("has the files of the patient's documents, as they were sent, archived ones too", async () => {
    const patientId = await registered();
    const document = await documented(patientId);
    await command(
      "archiveDocument",
      "ArchiveDocumentInput",
      { id: document.id, expectedVersion: document.version, reason: "Twice" },
      "document { id }",
      nurse,
    );
    const { archive } = await archived(patientId);
    const { files } = await verifyArchive(inMemory(archive), await publicKeys());
    expect(files.at(-1)).toMatchObject({ path: `documents/${document.id}`, bytes: text.length });
    const unzipped = unzipSync(archive);
    expect(strFromU8(unzipped[`documents/${document.id}`] ?? new Uint8Array())).toBe(text.toString());
    expect(JSON.parse(strFromU8(unzipped["patient.json"] ?? new Uint8Array())).tables.document).toMatchObject([
      { id: document.id, name: "Letter.txt", archived_at: expect.any(String) },
    ]);
  });

  it("keeps the token for as long as it is gathered, sealed, and each part sealed", async () => {
    const patientId = await registered();
    const { id } = (await ask(patientId)).patientExport;
    const [asked] = await sql(`select access_token from patient_export where id = '${id}'`);
    expect(asked?.access_token).toMatch(/^v2\./);
    await work();
    expect(await sql(`select access_token from patient_export where id = '${id}'`)).toEqual([{ access_token: null }]);
    const parts = await sql(`select content from patient_export_part where export_id = '${id}'`);
    expect(parts.length).toBeGreaterThan(2);
    for (const { content } of parts) expect(content).toMatch(/^v2\./);
  });

  it("is gathered as whoever asked, who stands in the audit log of who is asked, and so does each download", async () => {
    const patientId = await registered();
    let seen = "";
    billing.answer = (from, authorization) => {
      seen = authorization;
      return twoPages(from);
    };
    const userId = randomUUID();
    const { id } = (await ask(patientId, {}, { ...admin, userId })).patientExport;
    await work();
    const claims = JSON.parse(Buffer.from(String(seen.split(".")[1]), "base64url").toString());
    expect(claims.sub).toBe(userId);
    await follow((await read(id, { ...admin, userId })).downloadUrl);
    const entries = await sql(
      `select actions[1] as action from audit_entry where actor_id = '${userId}' and subject_ids @> array['${patientId}']::uuid[]`,
    );
    expect([...new Set(entries.map(({ action }) => action))].sort()).toEqual([
      "patient.export.download",
      "patient.export.read",
      "patient.export.request",
      "subject.export",
    ]);
  });

  it("is one at a time, of those who ask at the same time, and the same key asks once", async () => {
    const patientId = await registered();
    const answers = await Promise.all(Array.from({ length: 6 }, () => ask(patientId)));
    const refused = answers.filter(({ patientExport }) => patientExport === null);
    expect(refused.map(({ userErrors }) => userErrors)).toEqual(
      Array.from({ length: 5 }, () => [{ code: "EXPORT_UNDER_WAY", field: ["patientId"] }]),
    );
    await work();
    const key = { idempotencyKey: randomUUID() };
    const [one, again] = [await ask(patientId, key), await ask(patientId, key)];
    expect(again).toEqual(one);
    await work();
    const list = await patients.query(admin, "query ($id: ID!) { patientExports(patientId: $id) { id status } }", {
      id: patientId,
    });
    expect(list.data.patientExports).toMatchObject([
      { id: one.patientExport.id, status: "READY" },
      { status: "READY" },
    ]);
  });

  it("is the patient's own to ask for, and nobody else's", async () => {
    const patientId = await registered();
    const self = { organizationId, roles: [Role.PATIENT], patientId };
    const stranger = { ...self, patientId: randomUUID() };
    expect((await ask(patientId, {}, stranger)).userErrors).toEqual([{ code: "NOT_FOUND", field: ["patientId"] }]);
    expect(await ask(patientId, {}, { organizationId, roles: [Role.STAFF, Role.NURSE] })).toEqual({
      refused: "FORBIDDEN",
    });
    const { id } = (await ask(patientId, {}, self)).patientExport;
    await work();
    expect(await read(id, self)).toMatchObject({ status: "READY" });
    expect(await read(id, stranger)).toBeNull();
  });

  it("holds what its asker may see: it is fetched by them and by the patient, and by no administrator beside them", async () => {
    const patientId = await registered();
    const self = { organizationId, roles: [Role.PATIENT], patientId, userId: randomUUID() };
    const asker = { ...admin, userId: randomUUID() };
    for (const [who, others] of [
      [self, [asker]],
      [asker, [{ ...admin, userId: randomUUID() }]],
    ] as const) {
      const { id } = (await ask(patientId, {}, who)).patientExport;
      await work();
      for (const viewer of [who, self]) expect((await follow((await read(id, viewer)).downloadUrl)).status).toBe(200);
      for (const viewer of others) expect(await read(id, viewer)).toMatchObject({ status: "READY", downloadUrl: null });
    }
  });
});

describe("the archive", () => {
  it("is fetched for as long as something moves, and no longer", async () => {
    const patientId = await registered();
    billing.answer = (from) => ({
      table: "invoice",
      rows: [{ text: randomBytes(300_000).toString("base64") }],
      next: Number(from) < 60 ? String(Number(from) + 1) : null,
    });
    useExportSettings({ ...exportSettings(), largest: 40_000_000 });
    useDocumentSettings({ ...documentSettings(), idleTimeout: 700 });
    const { id } = (await ask(patientId)).patientExport;
    await work();
    const fetched = async (pauseAfter: (megabytes: number) => number) => {
      const { pathname, host } = new URL(new URL((await read(id)).downloadUrl).pathname, patients.url);
      const [hostname, port] = host.split(":");
      const socket = connect(Number(port), hostname);
      socket.on("error", () => undefined);
      socket.write(`GET ${pathname} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);
      let length = 0;
      for await (const piece of socket.iterator({ destroyOnReturn: true })) {
        const before = Math.floor(length / 1_000_000);
        length += piece.length;
        const megabytes = Math.floor(length / 1_000_000);
        if (megabytes > before) await wait(pauseAfter(megabytes));
      }
      return length;
    };
    // Longer together than is waited once; and once as long as that.
    const slow = await fetched(() => 100);
    const stuck = await fetched((megabytes) => (megabytes === 2 ? 4_000 : 0));
    expect(slow).toBeGreaterThan(18_000_000);
    expect(stuck).toBeLessThan(slow);
  }, 60_000);
});

describe("what is missing from an export", () => {
  it("breaks off its download, and is never an archive that lacks it", async () => {
    const { id } = (await ask(await registered())).patientExport;
    await work();
    const { downloadUrl } = await read(id);
    expect((await (await follow(downloadUrl)).arrayBuffer()).byteLength).toBeGreaterThan(500);
    await sql(`delete from patient_export_part where export_id = '${id}' and subgraph = 'billing' and position = 1`);
    const response = await follow(downloadUrl);
    await expect(response.arrayBuffer()).rejects.toThrow();
  });

  it.each([
    ["is found no more", "delete from document where id = ?"],
    ["is another one", `update document set size = size, sha256 = sha256, state = 'REJECTED' where id = ?`],
  ])("may be a document that %s", async (_what, change) => {
    const patientId = await registered();
    const { id: documentId } = await documented(patientId);
    const { id } = (await ask(patientId)).patientExport;
    await work();
    const { downloadUrl } = await read(id);
    expect((await (await follow(downloadUrl)).arrayBuffer()).byteLength).toBeGreaterThan(500);
    await patients.database.asOwner(change.replace("?", `'${documentId}'`));
    const response = await follow(downloadUrl);
    await expect(response.arrayBuffer()).rejects.toThrow();
  });
});

describe("gathering", () => {
  it("goes on where it was left by who was killed, and asks for nothing twice", async () => {
    const patientId = await registered();
    billing.answer = (from) => (from === null ? twoPages(from) : 503);
    const { id } = (await ask(patientId)).patientExport;
    await work();
    expect(await read(id)).toMatchObject({ status: "GATHERING", gathered: ["patient"], downloadUrl: null });
    // Nobody takes it on before it was left.
    await work();
    expect(billing.asked).toEqual([null, "invoice:1"]);
    billing.answer = twoPages;
    await left(id);
    await work();
    expect(billing.asked).toEqual([null, "invoice:1", "invoice:1"]);
    expect(await read(id)).toMatchObject({ status: "READY" });
  });

  it("is done once by those who work at the same time", async () => {
    const patientId = await registered();
    const { id } = (await ask(patientId)).patientExport;
    await Promise.all([work(), work(), work()]);
    expect(billing.asked).toEqual([null, "invoice:1"]);
    expect(await read(id)).toMatchObject({ status: "READY" });
    const told = await sql(
      `select payload ->> 'status' as status from outbox_event where aggregate_id = '${id}' order by sequence`,
    );
    expect(told).toEqual([{ status: "REQUESTED" }, { status: "READY" }]);
  });

  it("is left to whoever took it on meanwhile", async () => {
    const patientId = await registered();
    const { id } = (await ask(patientId)).patientExport;
    billing.answer = async (from) => {
      if (from !== null) await sql(`update patient_export set attempt = attempt + 1 where id = '${id}'`);
      return twoPages(from);
    };
    await work();
    expect(
      await sql(`select position from patient_export_part where export_id = '${id}' and subgraph = 'billing'`),
    ).toEqual([{ position: 0 }]);
    expect(await read(id)).toMatchObject({ status: "GATHERING", gathered: ["patient"] });
    billing.answer = twoPages;
    await left(id);
    await work();
    expect(await read(id)).toMatchObject({ status: "READY" });
  });

  it("ends without a fault when the patient is ordered to be erased meanwhile, and keeps nothing", async () => {
    const patientId = await registered();
    const [{ version } = { version: 0 }] = await sql(`select version from patient where id = '${patientId}'`);
    await command(
      "archivePatient",
      "ArchivePatientInput",
      { id: patientId, expectedVersion: version },
      "patient { id }",
    );
    const { id } = (await ask(patientId)).patientExport;
    billing.answer = async (from) => {
      if (from === null) return twoPages(from);
      const asking = { ...admin, userId: randomUUID() };
      const wanted = { patientId, reason: "They want it" };
      const asked = await command(
        "requestPatientErasure",
        "RequestPatientErasureInput",
        wanted,
        "erasure { id }",
        asking,
      );
      const approving = { ...admin, userId: randomUUID() };
      const which = { id: asked.erasure.id };
      await command("approvePatientErasure", "ApprovePatientErasureInput", which, "erasure { id }", approving);
      return twoPages(from);
    };
    await work();
    expect(await sql(`select 1 from erased_patient where patient_id = '${patientId}'`)).toHaveLength(1);
    expect(await read(id)).toMatchObject({ status: "EXPIRED", downloadUrl: null });
    expect(await sql(`select 1 from patient_export_part where export_id = '${id}'`)).toEqual([]);
  });

  it.each([
    [401, "ACCESS_ENDED"],
    [403, "ACCESS_ENDED"],
  ])("fails when the token is refused with %d, and keeps nothing", async (status, failure) => {
    const patientId = await registered();
    billing.answer = () => status;
    const { id } = (await ask(patientId)).patientExport;
    await work();
    expect(await read(id)).toMatchObject({ status: "FAILED", failure, downloadUrl: null });
    expect(await sql(`select 1 from patient_export_part where export_id = '${id}'`)).toEqual([]);
    billing.answer = twoPages;
    expect((await ask(patientId)).userErrors).toEqual([]);
    await work();
  });

  it("fails when a subgraph does not answer for as long as the token is good, and when nobody says where they are", async () => {
    const patientId = await registered();
    billing.answer = () => 500;
    const { id } = (await ask(patientId)).patientExport;
    await sql(`update patient_export set access_ends_at = now() + interval '1 second' where id = '${id}'`);
    await work();
    expect(await read(id)).toMatchObject({ status: "FAILED", failure: "SERVICE_UNAVAILABLE" });
    useExportSettings({ ...exportSettings(), sources: new Map() });
    const other = (await ask(patientId)).patientExport;
    await sql(`update patient_export set access_ends_at = now() where id = '${other.id}'`);
    await work();
    expect(await read(other.id)).toMatchObject({ status: "FAILED", failure: "SERVICE_UNAVAILABLE" });
  });

  it("fails when there is more than one export holds", async () => {
    const patientId = await registered();
    useExportSettings({ ...exportSettings(), largest: 20_000 });
    billing.answer = (from) => ({
      table: "invoice",
      rows: [{ id: "1", text: "x".repeat(3_000) }],
      next: `invoice:${Number(from?.split(":")[1] ?? 0) + 1}`,
    });
    const { id } = (await ask(patientId)).patientExport;
    await work();
    expect(await read(id)).toMatchObject({ status: "FAILED", failure: "TOO_LARGE" });
    expect(billing.asked.length).toBeLessThan(8);
  });
});

describe("what was gathered", () => {
  it("is gone after its time, with every link to it", async () => {
    const { id } = await archived(await registered());
    const { downloadUrl, expiresAt } = await read(id);
    expect(new Date(expiresAt).getTime() - Date.now()).toBeGreaterThan(6.9 * 86_400_000);
    await sql(`update patient_export set expires_at = now() where id = '${id}'`);
    expect((await follow(downloadUrl)).status).toBe(404);
    await exportExpiryTask.run(services());
    expect(await read(id)).toMatchObject({ status: "EXPIRED", downloadUrl: null });
    expect(await sql(`select 1 from patient_export_part where export_id = '${id}'`)).toEqual([]);
  });

  it("is not to be had with a link that was altered", async () => {
    const { id } = await archived(await registered());
    const { downloadUrl } = await read(id);
    for (const link of [
      altered(downloadUrl),
      downloadUrl.slice(0, -20),
      `${new URL(downloadUrl).origin}/files/exports/`,
    ]) {
      const response = await follow(link);
      expect([response.status, ((await response.json()) as { code: string }).code]).toEqual([404, "FILE_LINK_INVALID"]);
    }
  });
});

describe("what an operator decides", () => {
  const names = ["IDENTITY", "PATIENT", "PROVIDER", "APPOINTMENT", "BILLING", "REPORTS"];
  const env = Object.fromEntries(names.map((name) => [`SUBGRAPH_URL_${name}`, `http://${name.toLowerCase()}/graphql`]));
  const config = { issuer: "https://clinic.example/oidc", mode: "production" } as const;

  it("is where subgraphs are, as the router is told, without its path", () => {
    const { sources, origin } = readExportSettings(env, config);
    expect([...sources.values()]).toEqual(names.map((name) => `http://${name.toLowerCase()}`));
    expect(origin).toBe("https://clinic.example");
  });

  it("is where all of them are in production", () => {
    const { SUBGRAPH_URL_BILLING: _missing, ...some } = env;
    expect(() => readExportSettings(some, config)).toThrow(ConfigurationError);
    expect(() => readExportSettings(some, config)).toThrow(/^SUBGRAPH_URL_BILLING must be/);
    expect(readExportSettings(some, { ...config, mode: "demo" }).sources.size).toBe(0);
  });

  it("is how large an export may be, within bounds", () => {
    expect(readExportSettings(env, config).largest).toBe(32_000_000);
    expect(readExportSettings({ ...env, PATIENT_EXPORT_MB: "64" }, config).largest).toBe(64_000_000);
    for (const wrong of ["0", "257", "many"])
      expect(() => readExportSettings({ ...env, PATIENT_EXPORT_MB: wrong }, config)).toThrow(
        /^PATIENT_EXPORT_MB must be/,
      );
  });
});
