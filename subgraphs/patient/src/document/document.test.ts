import { createHash, randomUUID } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { connect } from "node:net";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import {
  boundEntityManager,
  CareVisit,
  eraseRows,
  type FileStore,
  fileRemovalTask,
  Role,
  type TaskServices,
} from "@careconnect/kit";
import { altered, startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { AccessGrantRow } from "../access/access-grant.entity.ts";
import { PatientAliasRow } from "../merge/patient-alias.entity.ts";
import { patientSubgraph } from "../subgraph.ts";
import { patientSubjectRules } from "../subject.rules.ts";
import { documentCheckTask } from "./check.task.ts";
import { DocumentRow } from "./document.entity.ts";
import {
  announce,
  at,
  attach,
  command,
  complete,
  nurse,
  organizationId,
  pdf,
  png,
  read,
  registerPatient,
  send,
  sent,
  sql as sqlOf,
  staff,
  stranger,
  text,
} from "./document.fixture.ts";
import { type DocumentSettings, documentSettings, useDocumentSettings } from "./document.settings.ts";
import { documentUploadTask } from "./upload.task.ts";

let patients: TestSubgraph;
let beside: TestSubgraph;
let settings: DocumentSettings;
beforeAll(async () => {
  patients = await startTestSubgraph(patientSubgraph);
  beside = await startTestSubgraph(patientSubgraph, { beside: patients });
  settings = documentSettings();
});
afterAll(async () => {
  await beside.close();
  await patients.close();
});

let patientId: string;
beforeEach(async () => {
  patientId = await registerPatient(patients);
});
afterEach(() => {
  vi.useRealTimers();
  useDocumentSettings(settings);
});

const sql = (statement: string) => sqlOf(patients, statement);
const changed = (more: Partial<DocumentSettings>) => useDocumentSettings({ ...settings, ...more });
const run = (task: typeof documentCheckTask, running = patients) =>
  task.run({ orm: running.orm, signal: new AbortController().signal } as TaskServices);
const refused = (code: string, field: string) => ({ document: null, userErrors: [{ code, field: [field] }] });
const later = (milliseconds: number) => vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + milliseconds });

/** Removes all that is to be removed, at whatever time. */
async function removeAll(): Promise<void> {
  await patients.database.asOwner("update file_removal set due_at = now()");
  await run(fileRemovalTask(() => settings.store));
}

/** What lies below the folder of files. */
async function stored(area = ""): Promise<string[]> {
  const folder = filesFolder();
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => path.startsWith(join(folder, area)));
}

const filesFolder = () =>
  join(process.env.TMPDIR ?? "/tmp", `careconnect-files-${new URL(patients.database.url).pathname.slice(1)}`);

/** A visit of the patient, as it is known here. */
async function visitOf(patient: string): Promise<string> {
  const appointmentId = randomUUID();
  const em = boundEntityManager(patients.orm, organizationId);
  em.create(CareVisit, {
    ...{ organizationId, appointmentId, patientId: patient, providerId: randomUUID() },
    ...{ startsAt: new Date(), status: "BOOKED", aggregateVersion: 1 },
  });
  await em.flush();
  return appointmentId;
}

describe("a document", () => {
  it("is announced, sent, completed and fetched; sealed where it lies, told by ids, and audited when linked and used", async () => {
    const sha256 = createHash("sha256").update(text).digest("hex");
    const appointmentId = await visitOf(patientId);
    const name = "Befund – Ångström (1).txt";
    const { document, userErrors } = await announce(patients, {
      patientId,
      appointmentId,
      name,
      size: text.length,
      sha256,
    });
    expect(userErrors).toEqual([]);
    expect(document).toMatchObject({
      ...{ name, category: "CLINICAL", contentType: "text/plain", size: text.length, state: "AWAITING_UPLOAD" },
      ...{ scan: null, download: null, appointment: { id: appointmentId } },
    });
    const { url } = document.upload;
    expect(url).toMatch(/^http:\/\/issuer\.test\/files\/v3\.[\w.-]+$/);
    expect((await send(patients, document.upload, text)).status).toBe(201);

    const completed = await complete(patients, document.id);
    expect(completed).toMatchObject({
      document: { state: "AVAILABLE", scan: "NOT_SCANNED", upload: null, thumbnail: null, rejection: null },
      userErrors: [],
    });
    const response = await fetch(at(patients, completed.document.download.url));
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/plain",
      "content-length": String(text.length),
      "content-disposition": `attachment; filename*=UTF-8''${encodeURIComponent(name).replace("(", "%28").replace(")", "%29")}`,
      "cache-control": "private, no-store",
      "content-security-policy": "default-src 'none'; sandbox",
      "x-content-type-options": "nosniff",
    });
    expect(Buffer.from(await response.arrayBuffer())).toEqual(text);

    const [row] = await sql(`select * from document where id = '${document.id}'`);
    expect(JSON.stringify(row)).not.toMatch(/Befund|confidence/);
    expect(JSON.stringify(row)).not.toContain(sha256);
    const file = join(filesFolder(), "documents", String(row?.file_id).slice(-2), String(row?.file_id));
    expect((await readFile(file)).includes("confidence")).toBe(false);
    expect((await stored("uploads")).filter((path) => path.includes(document.id))).toEqual([]);

    const facts = { documentId: document.id, patientId, appointmentId, category: "CLINICAL", archived: false };
    expect(
      await sql(`select type, payload from outbox_event where aggregate_id = '${document.id}' order by sequence`),
    ).toEqual(
      ["AWAITING_UPLOAD", "QUARANTINED", "AVAILABLE"].map((state) => ({
        type: "patient.document.changed",
        payload: { ...facts, state },
      })),
    );
    for (const action of ["document.add", "document.check", "document.link", "document.download"]) {
      expect(
        await sql(`select subject_ids, outcome from audit_entry
                   where '${action}' = any(actions) and '${document.id}' = any(entity_ids) limit 1`),
        action,
      ).toEqual([{ subject_ids: [patientId], outcome: "ALLOWED" }]);
    }
  });

  it("that is an image has a thumbnail, and the patient a picture: one, which another one replaces", async () => {
    const image = { patientId, category: "PICTURE", contentType: "image/png" };
    const first = await attach(patients, png(600, 300), image);
    const response = await fetch(at(patients, first.thumbnail.url));
    expect(response.headers.get("content-type")).toBe("image/webp");
    const bytes = Buffer.from(await response.arrayBuffer());
    const { default: sharp } = await import("sharp");
    expect(await sharp(bytes).metadata()).toMatchObject({ format: "webp", width: 256, height: 128 });
    expect(await pictureOf()).toBe(first.id);
    const second = await attach(patients, png(20, 30), image);
    expect(await pictureOf()).toBe(second.id);
    expect(await read(patients, first.id)).toMatchObject({
      ...{ state: "AVAILABLE", archivedAt: expect.any(String), version: first.version + 1 },
      archiveReason: "Another picture has replaced it.",
    });
    const told = await sql(
      `select payload->>'archived' as archived from outbox_event where aggregate_id = '${first.id}' order by sequence`,
    );
    expect(told.at(-1)).toEqual({ archived: "true" });
    await command(patients, "archiveDocument", { id: second.id, reason: "Somebody else" });
    expect(await pictureOf()).toBeUndefined();
  });

  const pictureOf = async () => {
    const { data } = await patients.query(staff, `{ patient(id: "${patientId}") { picture { id } } }`);
    return data.patient.picture?.id;
  };

  it("that is a picture replaces the other at once: of several that come together one is left, and there always is one", async () => {
    const image = { patientId, category: "PICTURE", contentType: "image/png" };
    await attach(patients, png(2, 2), image);
    const others = [];
    for (let width = 3; width < 9; width += 1) others.push(await sent(patients, png(width, 2), image));
    let isDone = false;
    const seen: unknown[] = [];
    const looking = (async () => {
      while (!isDone) seen.push(await pictureOf());
    })();
    await Promise.all(others.map(({ id }, index) => complete(index % 2 ? patients : beside, id)));
    for (const { id } of others) await expect.poll(async () => (await read(patients, id)).state).toBe("AVAILABLE");
    isDone = true;
    await looking;
    expect(seen.length).toBeGreaterThan(1);
    expect(seen).not.toContain(undefined);
    const left = await sql(
      `select id from document where patient_id = '${patientId}' and category = 'PICTURE' and archived_at is null`,
    );
    expect(left).toEqual([{ id: await pictureOf() }]);
    await expect(
      patients.database.asOwner(`update document set archived_at = null where patient_id = '${patientId}'`),
    ).rejects.toThrow("document_one_picture");
  });

  it("is listed with its patient and its visit once its file has arrived, the latest first", async () => {
    const appointmentId = await visitOf(patientId);
    const older = await attach(patients, text, { patientId, appointmentId });
    const newer = await attach(patients, pdf, {
      patientId,
      contentType: "application/pdf",
      category: "ADMINISTRATIVE",
    });
    await announce(patients, { patientId, size: 1 });
    const list = async (viewer: TestViewer, filter = "") => {
      const { data } = await patients.query(
        viewer,
        `query ($patient: ID!, $visits: [_Any!]!) {
           patient(id: $patient) { documents${filter} { nodes { id } totalCount } }
           _entities(representations: $visits) { ... on Appointment { documents${filter} { nodes { id } } } } }`,
        { patient: patientId, visits: [{ __typename: "Appointment", id: appointmentId }] },
      );
      return [
        data.patient?.documents.nodes.map(({ id }: { id: string }) => id),
        data._entities[0]?.documents.nodes.map(({ id }: { id: string }) => id),
      ];
    };
    expect(await list(nurse)).toEqual([[newer.id, older.id], [older.id]]);
    expect(await list(nurse, "(filter: { category: ADMINISTRATIVE })")).toEqual([[newer.id], []]);
    expect(await list(staff)).toEqual([[newer.id], []]);
    expect(await list(stranger)).toEqual([undefined, undefined]);
  });

  it("is read for a page of patients in one statement, and their pictures in one", async () => {
    const image = { category: "PICTURE", contentType: "image/png" };
    for (const id of [patientId, await registerPatient(patients), await registerPatient(patients)]) {
      await attach(patients, png(2, 2), { ...image, patientId: id });
      await attach(patients, png(3, 3), { ...image, patientId: id });
    }
    for (const first of [1, 3]) {
      patients.statements.length = 0;
      await patients.query(
        nurse,
        `{ patients(first: ${first}) { nodes { documents { nodes { name download { url } } } picture { thumbnail { url } } } } }`,
      );
      expect(patients.statements.filter((statement) => statement.startsWith("select"))).toHaveLength(3);
    }
  });

  it("is archived with a reason by who knows its version, and read by who asks for it", async () => {
    const { id, version } = await attach(patients, text, { patientId });
    const archive = (more: object) =>
      command(patients, "archiveDocument", { id, reason: "Another patient's", ...more });
    expect(await archive({ reason: " " })).toEqual(refused("VALIDATION_FAILED", "reason"));
    expect(await archive({ expectedVersion: version - 1 })).toEqual(refused("VERSION_CONFLICT", "expectedVersion"));
    const { document } = await archive({ expectedVersion: version });
    expect(document).toMatchObject({
      state: "AVAILABLE",
      archivedAt: expect.any(String),
      archiveReason: "Another patient's",
    });
    expect(await archive({})).toEqual(refused("ILLEGAL_TRANSITION", "id"));
    const { data } = await patients.query(
      nurse,
      `{ patient(id: "${patientId}") { documents { totalCount } past: documents(filter: { archived: true }) { nodes { id } } } }`,
    );
    expect(data.patient).toEqual({ documents: { totalCount: 0 }, past: { nodes: [{ id }] } });
    expect((await fetch(at(patients, document.download.url))).status).toBe(200);
    expect(JSON.stringify(await sql(`select * from document where id = '${id}'`))).not.toContain("Another");
  });

  it("that awaits its file is not archived", async () => {
    const { document } = await announce(patients, { patientId, size: 1 });
    expect(await command(patients, "archiveDocument", { id: document.id, reason: "No" })).toEqual(
      refused("ILLEGAL_TRANSITION", "id"),
    );
  });

  it.each([
    ["of no size", { size: 0 }, "VALIDATION_FAILED", "size"],
    ["larger than 25 MiB", { size: 25 * 1_048_576 + 1 }, "FILE_TOO_LARGE", "size"],
    ["of a type that is not kept", { contentType: "image/svg+xml" }, "VALIDATION_FAILED", "contentType"],
    ["without a name", { name: " " }, "VALIDATION_FAILED", "name"],
    ["with a folder in its name", { name: "../etc/passwd" }, "VALIDATION_FAILED", "name"],
    ["with a line break in its name", { name: "a\r\nset-cookie" }, "VALIDATION_FAILED", "name"],
    ["with half a checksum", { sha256: "abc" }, "VALIDATION_FAILED", "sha256"],
    ["of a visit that is not there", { appointmentId: randomUUID() }, "NOT_FOUND", "appointmentId"],
    ["of a patient who is not there", { patientId: randomUUID() }, "NOT_FOUND", "patientId"],
  ])("is not announced %s", async (_what, input, code, field) => {
    expect(await announce(patients, { patientId, size: 10, ...input })).toEqual(refused(code, field));
  });

  it("of another patient's visit is not announced, nor one of a stranger's patient", async () => {
    const appointmentId = await visitOf(await registerPatient(patients));
    expect(await announce(patients, { patientId, appointmentId, size: 10 })).toEqual(
      refused("NOT_FOUND", "appointmentId"),
    );
    expect(await announce(patients, { patientId, size: 10 }, stranger)).toEqual(refused("NOT_FOUND", "patientId"));
    expect(await announce(patients, { patientId, size: 10 }, staff)).toEqual(refused("VALIDATION_FAILED", "category"));
  });

  it("that is announced again with the same key is the same, with a link that is good", async () => {
    const input = { patientId, size: text.length, name: "Twice.txt", idempotencyKey: randomUUID() };
    const [one, other] = [await announce(patients, input), await announce(patients, input)];
    expect(other.document.id).toBe(one.document.id);
    expect((await send(patients, other.document.upload, text)).status).toBe(201);
  });
});

describe("what is sent", () => {
  it.each(["BMI 31.2, to lose weight", "MZ twin, the other one well", "ID3 is no music"])(
    "is text, though something else begins so: %s",
    async (line) => {
      const bytes = Buffer.from(line.padEnd(300, "."));
      expect((await attach(patients, bytes, { patientId })).state).toBe("AVAILABLE");
    },
  );

  it("is saved under a name that ends as its type does", async () => {
    const { download } = await attach(patients, text, { patientId, name: "Results.html" });
    const response = await fetch(at(patients, download.url));
    expect(response.headers.get("content-disposition")).toBe("attachment; filename*=UTF-8''Results.html.txt");
  });

  it.each<[what: string, bytes: Buffer, input: object, rejection: string]>([
    ["a PDF that is text", text, { contentType: "application/pdf" }, "TYPE_MISMATCH"],
    ["an image that is a PDF", pdf, { contentType: "image/png" }, "TYPE_MISMATCH"],
    ["text with control characters", Buffer.from("a\u0000b\u0007"), {}, "TYPE_MISMATCH"],
    ["text that is not UTF-8", Buffer.from([0xc3, 0x28, 0x41]), {}, "TYPE_MISMATCH"],
    ["text that is a PDF", pdf, {}, "TYPE_MISMATCH"],
    ["text that is XML", Buffer.from('<?xml version="1.0"?><a/>'), {}, "TYPE_MISMATCH"],
    ["a program", Buffer.concat([Buffer.from("7f454c46020101", "hex"), Buffer.alloc(200)]), {}, "TYPE_MISMATCH"],
    ["another file than was announced", text, { sha256: "0".repeat(64) }, "CHECKSUM_MISMATCH"],
    ["an image of which half is missing", png(400, 400).subarray(0, 60), { contentType: "image/png" }, "DAMAGED"],
    ["an image that is huge in memory", png(10_000, 10_000), { contentType: "image/png" }, "IMAGE_TOO_LARGE"],
  ])("is not kept when it is %s", async (_what, bytes, input, rejection) => {
    const before = await stored();
    const [usage] = await sql("select bytes from document_usage");
    const document = await attach(patients, bytes, { patientId, ...input });
    expect(document).toMatchObject({ state: "REJECTED", rejection, scan: null, download: null, thumbnail: null });
    expect(await stored()).toEqual(before);
    expect(await sql("select bytes from document_usage")).toEqual([usage ?? { bytes: "0" }]);
    expect(await complete(patients, document.id)).toMatchObject({
      document: { state: "REJECTED", rejection },
      userErrors: [],
    });
  });

  it("is taken once, of those that come at the same time, too", async () => {
    const { document } = await announce(patients, { patientId, size: text.length });
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) => send(index % 2 ? patients : beside, document.upload, text)),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409, 409, 409]);
    expect(await (await send(patients, document.upload, text)).json()).toMatchObject({ code: "UPLOAD_REPEATED" });
    expect((await complete(patients, document.id)).document.state).toBe("AVAILABLE");
    expect(await (await send(patients, document.upload, text)).json()).toMatchObject({ code: "FILE_LINK_INVALID" });
  });

  it.each([
    ["of another length", { "content-length": "3" }, "UPLOAD_MISMATCH"],
    ["of another type", { "content-type": "text/html" }, "UPLOAD_MISMATCH"],
  ])("is refused when it is %s than announced", async (_what, header, code) => {
    const { document } = await announce(patients, { patientId, size: text.length });
    const headers = { "content-type": "text/plain", ...header };
    const bytes = "content-length" in header ? text.subarray(0, 3) : text;
    const response = await fetch(at(patients, document.upload.url), { method: "PUT", headers, body: bytes });
    expect([response.status, await response.json()]).toMatchObject([400, { code }]);
    expect(await complete(patients, document.id)).toEqual(refused("UPLOAD_MISSING", "id"));
  });

  it("leaves nothing when the line breaks off, and can be sent again", async () => {
    const { document } = await announce(patients, { patientId, size: text.length });
    const before = await stored();
    const { hostname, port, pathname } = new URL(at(patients, document.upload.url));
    const socket = connect(Number(port), hostname);
    socket.write(
      `PUT ${pathname} HTTP/1.1\r\nhost: x\r\ncontent-type: text/plain\r\ncontent-length: ${text.length}\r\n\r\nhalf`,
    );
    await expect.poll(() => stored("unfinished")).not.toEqual([]);
    socket.destroy();
    await expect.poll(() => stored()).toEqual(before);
    expect((await send(patients, document.upload, text)).status).toBe(201);
  });

  it("is waited for as long as something comes, and a silent line is ended", async () => {
    changed({ idleTimeout: 400 });
    const { document } = await announce(patients, { patientId, size: text.length });
    const before = await stored();
    const { hostname, port, pathname } = new URL(at(patients, document.upload.url));
    const begin = () => {
      const socket = connect(Number(port), hostname);
      socket.on("error", () => undefined);
      socket.write(
        `PUT ${pathname} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: text/plain\r\ncontent-length: ${text.length}\r\n\r\n`,
      );
      return socket;
    };
    const silent = begin();
    silent.write(text.subarray(0, 5));
    const began = Date.now();
    let heard = "";
    for await (const piece of silent) heard += String(piece);
    expect(Date.now() - began).toBeLessThan(5_000);
    expect(heard).not.toContain("201");
    await expect.poll(() => stored()).toEqual(before);
    const slow = begin();
    // Longer together than is waited once.
    for (let sent = 0; sent < text.length; sent += 8) {
      slow.write(text.subarray(sent, sent + 8));
      await wait(150);
    }
    let answer = "";
    for await (const piece of slow) answer += String(piece);
    expect(answer).toMatch(/^HTTP\/1.1 201/);
  });

  it("is missing until it was sent", async () => {
    const { document } = await announce(patients, { patientId, size: text.length });
    expect(await complete(patients, document.id)).toEqual(refused("UPLOAD_MISSING", "id"));
    expect(await read(patients, document.id)).toMatchObject({ state: "AWAITING_UPLOAD", version: document.version });
  });
});

describe("a link", () => {
  const status = async (path: string, init?: RequestInit) => (await fetch(`${patients.url}${path}`, init)).status;

  it("is good for nothing but what it was given for, and for its time", async () => {
    const { document } = await announce(patients, { patientId, size: text.length });
    expect((await fetch(at(patients, document.upload.url))).status).toBe(404);
    await send(patients, document.upload, text);
    const { download } = (await complete(patients, document.id)).document;
    const put = { method: "PUT", headers: { "content-type": "text/plain" }, body: text };
    expect((await fetch(at(patients, download.url), put)).status).toBe(404);
    expect((await fetch(at(patients, download.url))).status).toBe(200);
    later(121_000);
    expect((await fetch(at(patients, download.url))).status).toBe(404);
    const again = (await read(patients, document.id)).download;
    expect((await fetch(at(patients, again.url))).status).toBe(200);
  });

  it("to send a file is over after ten minutes", async () => {
    const { document } = await announce(patients, { patientId, size: text.length });
    later(10 * 60_000 + 1_000);
    expect((await send(patients, document.upload, text)).status).toBe(404);
    expect((await read(patients, document.id)).upload).toBeNull();
  });

  it("to send a file is shown to whoever announced it alone", async () => {
    const { document } = await announce(patients, { patientId, size: text.length });
    expect((await read(patients, document.id, { ...nurse, userId: randomUUID() })).upload).toBeNull();
  });

  it("gives nothing to whoever may not read the file any more", async () => {
    const doctor: TestViewer = { organizationId, roles: [Role.PROVIDER], providerId: randomUUID() };
    const em = boundEntityManager(patients.orm, organizationId);
    const grant = em.create(AccessGrantRow, {
      ...{ patientId, providerId: doctor.providerId, until: new Date(Date.now() + 3_600_000), endedAt: null },
    } as never);
    await em.flush();
    const { id } = await attach(patients, text, { patientId });
    const { download } = await read(patients, id, doctor);
    expect((await fetch(at(patients, download.url))).status).toBe(200);
    grant.endedAt = new Date();
    await em.flush();
    expect((await fetch(at(patients, download.url))).status).toBe(404);
    expect(await read(patients, id, doctor)).toBeNull();
  });

  it("ends with the session of whoever was given it", async () => {
    const session = { ...nurse, sessionId: randomUUID() };
    const { id } = await attach(patients, text, { patientId });
    const { download } = await read(patients, id, session);
    const { document } = await announce(patients, { patientId, size: text.length }, session);
    expect((await fetch(at(patients, download.url))).status).toBe(200);
    patients.issuer.revoke({ sid: session.sessionId, notAfterIat: Math.floor(Date.now() / 1_000) });
    await expect.poll(async () => (await fetch(at(patients, download.url))).status, { timeout: 5_000 }).toBe(404);
    expect((await send(patients, document.upload, text)).status).toBe(404);
  });

  it("leads to the files of all records of its patient, as long as these are one patient's", async () => {
    const former = await registerPatient(patients);
    const own: TestViewer = { organizationId, roles: [Role.PATIENT], patientId: former };
    const em = boundEntityManager(patients.orm, organizationId);
    const alias = em.create(PatientAliasRow, {
      ...{ patientId: former, survivingId: patientId, mergedBy: randomUUID(), mergedAt: new Date(), ordinal: 1 },
      ...{ reason: "The same person", endedAt: null },
    } as never);
    await em.flush();
    const { id } = await attach(patients, text, { patientId });
    const { download } = await read(patients, id, own);
    expect((await fetch(at(patients, download.url))).status).toBe(200);
    em.assign(alias, { endedAt: new Date(), endedBy: randomUUID(), endReason: "They are two" } as never);
    await em.flush();
    expect((await fetch(at(patients, download.url))).status).toBe(404);
  });

  it("that may be used no more leaves a trace of whoever tried", async () => {
    const { document } = await announce(patients, { patientId, size: text.length });
    await send(patients, document.upload, text);
    await complete(patients, document.id);
    expect((await send(patients, document.upload, text)).status).toBe(404);
    const denied = await sql(
      "select actor_id from audit_entry where actions = '{document.upload}' and outcome = 'DENIED'",
    );
    expect(denied.length).toBeGreaterThan(0);
  });

  it("that was made up or altered is refused, wherever it would lead", async () => {
    const { download } = await attach(patients, text, { patientId });
    const { pathname } = new URL(download.url);
    for (const path of [altered(pathname), "/files/", "/files/x", `/files/${"a".repeat(5_000)}`, "/files/v3.k1.AAAA"])
      expect(await status(path), path).toBe(404);
    for (const path of ["/files/../../etc/passwd", "/files/..%2f..%2fetc%2fpasswd", "/files/%2e%2e/%2e%2e/etc/passwd"])
      expect(await status(path), path).toBe(404);
    expect(
      await status(altered(pathname), { method: "PUT", headers: { "content-type": "text/plain" }, body: text }),
    ).toBe(404);
  });
});

describe("completing", () => {
  it("is done once, however often and wherever it is asked for", async () => {
    const { id } = await sent(patients, text, { patientId });
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) => complete(index % 2 ? patients : beside, id)),
    );
    for (const { document, userErrors } of answers) {
      expect(userErrors).toEqual([]);
      expect(["QUARANTINED", "AVAILABLE"]).toContain(document.state);
    }
    await expect.poll(async () => (await read(patients, id)).state).toBe("AVAILABLE");
    expect(
      await sql(`select payload->>'state' as state from outbox_event where aggregate_id = '${id}' order by sequence`),
    ).toEqual(["AWAITING_UPLOAD", "QUARANTINED", "AVAILABLE"].map((state) => ({ state })));
    const { download } = await read(patients, id);
    expect(await (await fetch(at(patients, download.url))).text()).toBe(text.toString());
  });

  it("goes on by itself when the store was away, and leaves nothing half-written", async () => {
    const failing: FileStore = {
      ...settings.store,
      put: async () => {
        throw new Error("The store is away.");
      },
    };
    const { id } = await sent(patients, text, { patientId });
    const before = await stored("documents");
    changed({ store: failing });
    expect((await complete(patients, id)).document).toMatchObject({ state: "QUARANTINED", download: null });
    expect(await stored("documents")).toEqual(before);
    useDocumentSettings(settings);
    await run(documentCheckTask);
    // Whoever is at it has its time.
    expect((await read(patients, id)).state).toBe("QUARANTINED");
    await patients.database.asOwner(`update document set check_at = now() where id = '${id}'`);
    await Promise.all([run(documentCheckTask), run(documentCheckTask, beside)]);
    expect((await read(patients, id)).state).toBe("AVAILABLE");
    expect(await stored("documents")).toHaveLength(before.length + 1);
  });

  it("that was interrupted after the file was kept keeps it once", async () => {
    const { id } = await sent(patients, text, { patientId });
    const keeping: FileStore = {
      ...settings.store,
      put: async (key, bytes, size) => {
        await settings.store.put(key, bytes, size);
        throw new Error("The process is gone.");
      },
    };
    const before = await stored("documents");
    changed({ store: keeping });
    await complete(patients, id);
    expect(await stored("documents")).toHaveLength(before.length + 1);
    useDocumentSettings(settings);
    await patients.database.asOwner(`update document set check_at = now() where id = '${id}'`);
    await run(documentCheckTask);
    const available = await read(patients, id);
    expect(available.state).toBe("AVAILABLE");
    await removeAll();
    expect(await stored("documents")).toHaveLength(before.length + 1);
    expect(await (await fetch(at(patients, available.download.url))).text()).toBe(text.toString());
  });

  it("whose process is gone whatever it was at leaves no file behind that nobody knows", async () => {
    const { id } = await sent(patients, text, { patientId });
    const gone = async () => {
      throw new Error("The process is gone.");
    };
    const before = await stored();
    // One that kept the file and did no more, and one that got to the end and did not clear up.
    const keeping: FileStore = {
      ...settings.store,
      put: async (...file) => {
        await settings.store.put(...file);
        await gone();
      },
    };
    changed({ store: keeping });
    await complete(patients, id);
    changed({ store: { ...settings.store, remove: gone } });
    await patients.database.asOwner(`update document set check_at = now() where id = '${id}'`);
    await run(documentCheckTask);
    expect((await read(patients, id)).state).toBe("AVAILABLE");
    expect(await stored()).toHaveLength(before.length + 2);
    useDocumentSettings(settings);
    await removeAll();
    // What was sent is gone, what was kept is there.
    expect(await stored()).toHaveLength(before.length);
    expect((await stored("uploads")).filter((path) => path.includes(id))).toEqual([]);
    expect(await sql("select 1 from file_removal")).toEqual([]);
  });

  it("that is late keeps nothing of what somebody is about to remove", async () => {
    const { id } = await sent(patients, text, { patientId });
    const slow: FileStore = {
      ...settings.store,
      put: async (...file) => {
        await settings.store.put(...file);
        await removeAll();
      },
    };
    changed({ store: slow });
    await complete(patients, id);
    expect((await read(patients, id)).state).toBe("QUARANTINED");
    useDocumentSettings(settings);
    await patients.database.asOwner(`update document set check_at = now() where id = '${id}'`);
    await run(documentCheckTask);
    const { download, state } = await read(patients, id);
    expect(state).toBe("AVAILABLE");
    expect(await (await fetch(at(patients, download.url))).text()).toBe(text.toString());
  });

  it("of what is gone before it was checked says so", async () => {
    const { id } = await sent(patients, text, { patientId });
    changed({ store: { ...settings.store, get: async () => null } });
    expect((await complete(patients, id)).document).toMatchObject({ state: "REJECTED", rejection: "LOST" });
  });
});

describe("what nobody completes", () => {
  it("is given up minutes after its link ended, and what was sent removed", async () => {
    const { id } = await sent(patients, text, { patientId });
    const young = await sent(patients, text, { patientId });
    const before = await stored("uploads");
    await patients.database.asOwner(
      `update document set upload_ends_at = now() - interval '6 minutes' where id = '${id}'`,
    );
    await Promise.all([run(documentUploadTask), run(documentUploadTask, beside)]);
    expect(await read(patients, id)).toMatchObject({ state: "ABANDONED", upload: null });
    expect(await read(patients, young.id)).toMatchObject({ state: "AWAITING_UPLOAD" });
    expect(await stored("uploads")).toEqual(before.filter((path) => !path.includes(id)));
    expect(await complete(patients, id)).toEqual(refused("ILLEGAL_TRANSITION", "id"));
    expect(
      await sql(`select payload->>'state' as state from outbox_event where aggregate_id = '${id}' order by sequence`),
    ).toEqual([{ state: "AWAITING_UPLOAD" }, { state: "ABANDONED" }]);
  });

  it("and comes when all is done is removed", async () => {
    const { document } = await announce(patients, { patientId, size: text.length });
    await send(patients, document.upload, text);
    await complete(patients, document.id);
    const late = { area: "uploads", id: document.id };
    await settings.store.put(late, once(text), text.length);
    const due = await sql(
      `select (due_at - upload_ends_at)::text as after from file_removal join document on document.id = file_removal.file_id
       where file_removal.file_id = '${document.id}'`,
    );
    expect(due).toEqual([{ after: "01:00:00" }]);
    await removeAll();
    expect(await settings.store.sizeOf(late)).toBeNull();
    expect((await read(patients, document.id)).state).toBe("AVAILABLE");
  });
});

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

describe("what could not be scanned", () => {
  const away = { isClean: () => Promise.reject(new Error("The scanner is away.")) };

  /** A document whose file the scanner never looked at. */
  async function unscannable(): Promise<string> {
    changed({ scanner: away });
    const { id } = await sent(patients, text, { patientId });
    await complete(patients, id);
    await patients.database.asOwner(`update document set scan_attempts = 11, check_at = now() where id = '${id}'`);
    await run(documentCheckTask);
    useDocumentSettings(settings);
    expect((await read(patients, id)).state).toBe("UNSCANNABLE");
    return id;
  }
  const used = async () => {
    const [usage] = await sql(`select bytes from document_usage where organization_id = '${organizationId}'`);
    return Number(usage?.bytes ?? 0);
  };

  it("is given up a week after it was last tried, and takes no room any more", async () => {
    const before = await used();
    const [id, young] = [await unscannable(), await unscannable()];
    expect(await used()).toBe(before + 2 * text.length);
    await patients.database.asOwner(`update document set updated_at = now() - interval '169 hours' where id = '${id}'`);
    await run(documentUploadTask);
    expect((await read(patients, id)).state).toBe("ABANDONED");
    expect((await read(patients, young)).state).toBe("UNSCANNABLE");
    expect(await used()).toBe(before + text.length);
    expect(await settings.store.sizeOf({ area: "uploads", id })).toBeNull();
    expect(await complete(patients, id)).toEqual(refused("ILLEGAL_TRANSITION", "id"));
  });

  it("or is still to come leaves nothing behind when its patient is erased, neither room nor what arrives afterwards", async () => {
    const [before, there] = [await used(), await stored()];
    await unscannable();
    const { document } = await announce(patients, { patientId, size: text.length });
    await attach(patients, png(2, 2), { patientId, contentType: "image/png" });
    const rules = patientSubjectRules.filter(({ entity }) => entity === DocumentRow);
    await boundEntityManager(patients.orm, organizationId).transactional((em) => eraseRows(em, rules, [patientId]));
    await run(fileRemovalTask(() => settings.store));
    // A bucket takes it as long as its link is good.
    await settings.store.put({ area: "uploads", id: document.id }, once(text), text.length);
    await removeAll();
    expect(await used()).toBe(before);
    expect(await stored()).toEqual(there);
  });
});

describe("limits", () => {
  it("of a patient hold for those that are announced at the same time, too", async () => {
    changed({ patientDocuments: 3 });
    const answers = await Promise.all(
      Array.from({ length: 8 }, (_, index) => announce(index % 2 ? patients : beside, { patientId, size: 1 })),
    );
    const codes = answers.map(({ userErrors }) => userErrors[0]?.code ?? "done").sort();
    expect(codes).toEqual([...Array(5).fill("DOCUMENT_LIMIT"), "done", "done", "done"]);
  });

  it("of what is awaited for a patient hold for those that are announced at the same time, until it is completed or given up", async () => {
    changed({ patientUploads: 2 });
    const one = await sent(patients, text, { patientId });
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) => announce(index % 2 ? patients : beside, { patientId, size: 1 })),
    );
    const limited = refused("UPLOAD_LIMIT", "patientId");
    expect(answers.filter(({ document }) => document === null)).toEqual(Array(5).fill(limited));
    await complete(patients, one.id);
    expect((await announce(patients, { patientId, size: 1 })).userErrors).toEqual([]);
    expect(await announce(patients, { patientId, size: 1 })).toEqual(limited);
    expect((await announce(patients, { patientId: await registerPatient(patients), size: 1 })).userErrors).toEqual([]);
    await patients.database.asOwner(
      `update document set upload_ends_at = now() - interval '6 minutes' where patient_id = '${patientId}'`,
    );
    await run(documentUploadTask);
    expect((await announce(patients, { patientId, size: 1 })).userErrors).toEqual([]);
  });

  it("of what is awaited from one person hold for those that they announce at the same time, for whomever", async () => {
    changed({ userUploads: 2 });
    const others = await Promise.all(Array.from({ length: 6 }, () => registerPatient(patients)));
    const busy = { ...nurse, userId: randomUUID() };
    const [before] = await sql(`select bytes from document_usage where organization_id = '${organizationId}'`);
    const answers = await Promise.all(
      others.map((id, index) => announce(index % 2 ? patients : beside, { patientId: id, size: 10 }, busy)),
    );
    const limited = { document: null, userErrors: [{ code: "UPLOAD_LIMIT", field: [] }] };
    expect(answers.filter(({ document }) => document === null)).toEqual(Array(4).fill(limited));
    const [after] = await sql(`select bytes from document_usage where organization_id = '${organizationId}'`);
    expect(Number(after?.bytes) - Number(before?.bytes)).toBe(20);
    expect((await announce(patients, { patientId, size: 1 }, { ...busy, userId: randomUUID() })).userErrors).toEqual(
      [],
    );
  });

  it("of an organization hold for those that are announced at the same time, and count what is not kept no more", async () => {
    const [usage] = await sql(`select bytes from document_usage where organization_id = '${organizationId}'`);
    changed({ organizationBytes: Number(usage?.bytes ?? 0) + 250 });
    const others = await Promise.all(Array.from({ length: 4 }, () => registerPatient(patients)));
    const answers = await Promise.all(others.map((id) => announce(patients, { patientId: id, size: 100 })));
    const full = { code: "STORAGE_FULL", field: ["size"] };
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([full, full]);
    const kept = answers.find(({ document }) => document !== null);
    await patients.database.asOwner(
      `update document set upload_ends_at = now() - interval '6 minutes' where id = '${kept.document.id}'`,
    );
    await run(documentUploadTask);
    expect((await announce(patients, { patientId, size: 100 })).userErrors).toEqual([]);
    expect((await announce(patients, { patientId, size: 100 })).userErrors).toEqual([full]);
  });
});
