import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";
import type { TaskServices } from "@careconnect/kit";
import {
  eicar,
  findClamd,
  startTestClamd,
  startTestSubgraph,
  type TestClamd,
  type TestSubgraph,
} from "@careconnect/kit/testing";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { patientSubgraph } from "../subgraph.ts";
import { documentCheckTask } from "./check.task.ts";
import { clamdScanner } from "./clamd.scanner.ts";
import { attach, pdf, read, registerPatient, sql, text } from "./document.fixture.ts";
import { type DocumentSettings, documentSettings, useDocumentSettings } from "./document.settings.ts";

const longestStream = 1_048_576;

let patients: TestSubgraph;
let settings: DocumentSettings;
let patientId: string;
beforeAll(async () => {
  patients = await startTestSubgraph(patientSubgraph);
  settings = documentSettings();
});
afterAll(() => patients.close());
beforeEach(async () => {
  patientId = await registerPatient(patients);
});
afterEach(() => useDocumentSettings(settings));

const scanBy = (url: string) => useDocumentSettings({ ...settings, scanner: clamdScanner(url) });
const checkAgain = async (id: string) => {
  await patients.database.asOwner(`update document set check_at = now() where id = '${id}'`);
  await documentCheckTask.run({ orm: patients.orm, signal: new AbortController().signal } as TaskServices);
};

// Left out where there is no clamd, unless everything is to be there: then it says what to install.
describe.skipIf(!findClamd(process.env) && !process.env.REQUIRE_ALL)("ClamAV", () => {
  let clamd: TestClamd;
  beforeAll(async () => {
    clamd = await startTestClamd(longestStream);
  });
  afterAll(() => clamd.close());

  it.each(["unix", "tcp"] as const)("finds what is infected, and nothing else, by %s", async (way) => {
    const scanner = clamdScanner(clamd.urls[way]);
    expect(await scanner.isClean(eicar)).toBe(false);
    expect(await scanner.isClean(Buffer.from("X5O!P%@AP"))).toBe(true);
    expect(await scanner.isClean(Buffer.alloc(700_000))).toBe(true);
  });

  it("that takes no more of a file has not scanned it", async () => {
    await expect(clamdScanner(clamd.urls.tcp).isClean(Buffer.alloc(4 * longestStream, "x"))).rejects.toThrow();
  });

  it("keeps an infected file out, and lets the others through", async () => {
    scanBy(clamd.urls.unix);
    const infected = await attach(patients, eicar, { patientId, name: "harmless.txt" });
    expect(infected).toMatchObject({ state: "REJECTED", rejection: "INFECTED", download: null });
    expect(await settings.store.sizeOf({ area: "uploads", id: infected.id })).toBeNull();
    expect(await sql(patients, `select file_id from document where id = '${infected.id}'`)).toEqual([
      { file_id: null },
    ]);
    expect(await attach(patients, text, { patientId })).toMatchObject({ state: "AVAILABLE", scan: "CLEAN" });
    expect(await attach(patients, pdf, { patientId, contentType: "application/pdf" })).toMatchObject({ scan: "CLEAN" });
  });

  it("is waited for while it is away, by files that nobody can read meanwhile", async () => {
    scanBy("tcp://127.0.0.1:9");
    const [clean, infected] = [
      await attach(patients, text, { patientId }),
      await attach(patients, eicar, { patientId }),
    ];
    for (const { state, scan, download, rejection } of [clean, infected])
      expect({ state, scan, download, rejection }).toEqual({
        ...{ state: "QUARANTINED", scan: null, download: null, rejection: null },
      });
    await checkAgain(clean.id);
    expect((await read(patients, clean.id)).state).toBe("QUARANTINED");
    scanBy(clamd.urls.tcp);
    await checkAgain(clean.id);
    await checkAgain(infected.id);
    expect(await read(patients, clean.id)).toMatchObject({ state: "AVAILABLE", scan: "CLEAN" });
    expect(await read(patients, infected.id)).toMatchObject({ state: "REJECTED", rejection: "INFECTED" });
  });
});

describe("a scanner", () => {
  it.each<[string, (socket: Socket) => void]>([
    ["hangs up", (socket) => socket.destroy()],
    ["ends without an answer", (socket) => socket.end()],
    ["answers something else", (socket) => socket.end("stream: BROKEN\0")],
    ["says that all is well of something else", (socket) => socket.end("x\nstream: OK\0")],
    ["does not end what it says", (socket) => socket.write("stream: OK".padEnd(10_000, "x"))],
  ])("that %s has not scanned", async (_what, act) => {
    const server = createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => act(socket));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = server.address() as AddressInfo;
    await expect(clamdScanner(`tcp://127.0.0.1:${port}`).isClean(text)).rejects.toThrow();
    server.close();
  });

  it("that is not there has not scanned", async () => {
    await expect(clamdScanner("unix:///nowhere/clamd.sock").isClean(text)).rejects.toThrow();
    await expect(clamdScanner("tcp://127.0.0.1:9").isClean(text)).rejects.toThrow();
  });
});
