import { randomUUID } from "node:crypto";
import { boundEntityManager, eraseRows, type FileStore, fileRemovalTask, type TaskServices } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { patientSubgraph } from "../subgraph.ts";
import { patientSubjectRules } from "../subject.rules.ts";
import { documentCheckTask } from "./check.task.ts";
import { DocumentRow } from "./document.entity.ts";
import {
  announce,
  at,
  attach,
  complete,
  nurse,
  organizationId,
  png,
  read,
  refused,
  registerPatient,
  send,
  sent,
  sql as sqlOf,
  storedFiles,
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
  useDocumentSettings(settings);
});

const sql = (statement: string) => sqlOf(patients, statement);
const changed = (more: Partial<DocumentSettings>) => useDocumentSettings({ ...settings, ...more });
const stored = (area?: string) => storedFiles(patients, area);
const run = (task: typeof documentCheckTask, running = patients) =>
  task.run({ orm: running.orm, signal: new AbortController().signal } as TaskServices);

/** Removes all that is to be removed, at whatever time. */
async function removeAll(): Promise<void> {
  await patients.database.asOwner("update file_removal set due_at = now()");
  await run(fileRemovalTask(() => settings.store));
}

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
