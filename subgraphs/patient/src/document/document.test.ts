import { createHash, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { boundEntityManager, CareVisit } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { patientSubgraph } from "../subgraph.ts";
import {
  announce,
  at,
  attach,
  command,
  complete,
  filesFolder,
  nurse,
  organizationId,
  pdf,
  png,
  read,
  refused,
  registerPatient,
  send,
  sent,
  sql as sqlOf,
  staff,
  storedFiles,
  stranger,
  text,
} from "./document.fixture.ts";

let patients: TestSubgraph;
let beside: TestSubgraph;
beforeAll(async () => {
  patients = await startTestSubgraph(patientSubgraph);
  beside = await startTestSubgraph(patientSubgraph, { beside: patients });
});
afterAll(async () => {
  await beside.close();
  await patients.close();
});

let patientId: string;
beforeEach(async () => {
  patientId = await registerPatient(patients);
});

const sql = (statement: string) => sqlOf(patients, statement);
const stored = (area?: string) => storedFiles(patients, area);

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
    const file = join(filesFolder(patients), "documents", String(row?.file_id).slice(-2), String(row?.file_id));
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

  it("that is no image is no picture of the patient", async () => {
    const file = { patientId, category: "PICTURE", name: "scan.pdf", contentType: "application/pdf", size: 100 };
    const { data } = await patients.query(
      staff,
      `mutation ($input: RequestDocumentUploadInput!) {
         requestDocumentUpload(input: $input) { document { id } userErrors { code field } } }`,
      { input: file },
    );
    expect(data.requestDocumentUpload).toEqual({
      ...{ document: null, userErrors: [{ code: "VALIDATION_FAILED", field: ["contentType"] }] },
    });
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
