import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { boundEntityManager, markRestricted, Role } from "@careconnect/kit";
import { altered, startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { AccessGrantRow } from "../access/access-grant.entity.ts";
import { PatientAliasRow } from "../merge/patient-alias.entity.ts";
import { patientSubgraph } from "../subgraph.ts";
import {
  announce,
  at,
  attach,
  complete,
  nurse,
  organizationId,
  pdf,
  png,
  read,
  refused,
  registerPatient,
  send,
  sql as sqlOf,
  storedFiles,
  text,
} from "./document.fixture.ts";
import { type DocumentSettings, documentSettings, useDocumentSettings } from "./document.settings.ts";

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
const stored = (area?: string) => storedFiles(patients, area);
const later = (milliseconds: number) => vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + milliseconds });

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

  it("gives nothing of whose record is restricted to others than administration", async () => {
    const admin: TestViewer = { organizationId, roles: [Role.ADMIN] };
    const { id } = await attach(patients, text, { patientId });
    const { document } = await announce(patients, { patientId, size: text.length });
    const given = [await read(patients, id, nurse), await read(patients, id, admin)].map(({ download }) => download);
    const statuses = () => Promise.all(given.map(async ({ url }) => (await fetch(at(patients, url))).status));
    expect(await statuses()).toEqual([200, 200]);
    const em = boundEntityManager(patients.orm, organizationId);
    await em.transactional((em) => markRestricted(em, randomUUID(), [patientId]));
    expect(await statuses()).toEqual([404, 200]);
    expect((await send(patients, document.upload, text)).status).toBe(404);
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
