import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer, type Socket } from "node:net";
import type { TaskServices } from "@careconnect/kit";
import {
  createTestLog,
  eicar,
  findClamd,
  startTestClamd,
  startTestSubgraph,
  type TestClamd,
  type TestSubgraph,
} from "@careconnect/kit/testing";
import { Registry } from "prom-client";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { patientSubgraph } from "../subgraph.ts";
import { documentCheckTask } from "./check.task.ts";
import { clamdScanner } from "./clamd.scanner.ts";
import { attach, complete, nurse, pdf, read, registerPatient, sql, text } from "./document.fixture.ts";
import { type DocumentSettings, documentSettings, useDocumentSettings } from "./document.settings.ts";
import { observedScanner } from "./observed.scanner.ts";

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

describe("a scanner that stays away", () => {
  it("is asked ever more rarely, for two hours; then the document says so, and is checked when it is completed again", async () => {
    scanBy("tcp://127.0.0.1:9");
    const { id } = await attach(patients, text, { patientId });
    const pauses: number[] = [];
    for (let attempt = 1; attempt < 12; attempt += 1) {
      const [row] = await sql(
        patients,
        `select state, extract(epoch from check_at - now()) as pause from document where id = '${id}'`,
      );
      expect(row?.state).toBe("QUARANTINED");
      pauses.push(Math.round(Number(row?.pause) / 30) / 2);
      await checkAgain(id);
    }
    expect(pauses).toEqual([0.5, 1, 2, 4, 8, 15, 15, 15, 15, 15, 15]);
    expect(await read(patients, id)).toMatchObject({
      state: "UNSCANNABLE",
      scan: null,
      download: null,
      rejection: null,
    });
    await checkAgain(id);
    expect((await read(patients, id)).state).toBe("UNSCANNABLE");
    const { data } = await patients.query(
      nurse,
      `{ patient(id: "${patientId}") { documents { nodes { id state } } } }`,
    );
    expect(data.patient.documents.nodes).toEqual([{ id, state: "UNSCANNABLE" }]);
    expect((await complete(patients, id)).document.state).toBe("QUARANTINED");
    useDocumentSettings({ ...settings, scanner: { isClean: async () => true } });
    await checkAgain(id);
    expect(await read(patients, id)).toMatchObject({ state: "AVAILABLE", scan: "CLEAN" });
    const told = await sql(
      patients,
      `select payload->>'state' as state from outbox_event where aggregate_id = '${id}' order by sequence`,
    );
    expect(told.map(({ state }) => state)).toEqual([
      "AWAITING_UPLOAD",
      "QUARANTINED",
      "UNSCANNABLE",
      "QUARANTINED",
      "AVAILABLE",
    ]);
    expect(await settings.store.sizeOf({ area: "uploads", id })).toBeNull();
  });

  it("is counted and heard of in the log, and so is what it says", async () => {
    const [log, registry] = [createTestLog(), new Registry()];
    const answers = [true, false, new Error("Blood pressure 120/80")];
    const scanner = observedScanner(
      {
        async isClean() {
          const answer = answers.shift();
          if (typeof answer !== "boolean") throw answer;
          return answer;
        },
      },
      { log, registry },
    );
    expect([await scanner.isClean(text), await scanner.isClean(text)]).toEqual([true, false]);
    await expect(scanner.isClean(text)).rejects.toThrow("Blood");
    for (const result of ["clean", "infected", "failed"])
      expect(await registry.metrics()).toContain(`careconnect_virus_scans_total{result="${result}"} 1`);
    expect(log.lines).toMatchObject([{ level: "error", message: expect.stringContaining("virus scanner") }]);
    expect(JSON.stringify(log.lines)).not.toContain("Blood");
  });

  it("is observed wherever one is configured", async () => {
    vi.stubEnv("CLAMD_URL", "tcp://127.0.0.1:9");
    const other = await startTestSubgraph(patientSubgraph, { beside: patients });
    vi.unstubAllEnvs();
    await attach(other, text, { patientId });
    const metrics = await (await fetch(`${other.url}/metrics`)).text();
    await other.close();
    expect(metrics).toMatch(/careconnect_virus_scans_total\{result="failed",service="patient"\} 1/);
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
