import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { signDetached } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { signaturePurpose } from "../export/export.verification.ts";
import { organizationId, register } from "../merge/merge.fixture.ts";
import { patientSubgraph } from "../subgraph.ts";
import type { Certificate } from "./erasure.certificate.ts";

const workspace = fileURLToPath(new URL("../..", import.meta.url));
const loader = pathToFileURL(createRequire(import.meta.url).resolve("tsx")).href;

let patients: TestSubgraph;
let folder: string;
beforeAll(async () => {
  patients = await startTestSubgraph(patientSubgraph);
  folder = await mkdtemp(join(tmpdir(), "careconnect-repeat-"));
});
afterAll(async () => {
  await patients.close();
  await rm(folder, { recursive: true, force: true });
});

/** Runs the command as whoever restored a backup does, over the database of `patients`. */
async function repeat(told: unknown, ...options: string[]) {
  const child = spawn(
    process.execPath,
    ["--conditions=@careconnect/source", "--import", loader, "src/erasure/repeat.command.ts", ...options],
    {
      cwd: workspace,
      stdio: ["pipe", "pipe", "pipe"],
      env: {
        PATH: process.env.PATH,
        // The workspace's own tsconfig speaks for its files alone, and the kit is loaded from its sources too.
        TSX_TSCONFIG_PATH: join(workspace, "../../tsconfig.base.json"),
        DATABASE_URL_PATIENT: patients.database.url,
      },
    },
  );
  let [output, errors] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  child.stdin.end(JSON.stringify(told));
  const [code] = await once(child, "close");
  return { code, output, errors };
}

/** A certificate of these records in a file, as whoever erased them was given it. */
async function certified(patientIds: readonly string[], alteration = ""): Promise<string> {
  const time = new Date().toISOString();
  const content: Certificate = {
    ...{ kind: "patient.erasure", schemaVersion: 1, erasureId: randomUUID(), organizationId },
    ...{ patientId: String(patientIds[0]), patientIds: [...patientIds], subgraphs: [] },
    ...{ requestedBy: randomUUID(), requestedAt: time, approvedBy: randomUUID(), approvedAt: time, completedAt: time },
  };
  const text = JSON.stringify(content);
  const signature = await signDetached(Buffer.from(text), signaturePurpose);
  const path = join(folder, `${randomUUID()}.json`);
  await writeFile(path, JSON.stringify({ content: `${text}${alteration}`, signature }));
  return path;
}

const ordered = async () =>
  (
    await patients.orm.em
      .getConnection()
      .execute<{ ids: string[] }[]>(
        "select payload->'patientIds' as ids from outbox_event where type = 'patient.erasure.ordered' order by sequence",
      )
  ).flatMap(({ ids }) => ids);

it("orders what is told and what the system at the address that is given has certified, and says how many", async () => {
  const [told, lost] = [(await register(patients)).id, (await register(patients)).id];
  const path = await certified([lost]);
  const answer = await repeat([{ organizationId, patientId: told }], "--address", patients.url, path);
  expect(answer).toEqual({ code: 0, output: '{"erasures":2,"restrictions":0}\n', errors: "" });
  expect((await ordered()).sort()).toEqual([told, lost].sort());
}, 120_000);

it("orders nothing when a certificate was altered, or the keys are not told, and says so in one sentence", async () => {
  const before = await ordered();
  const told = [{ organizationId, patientId: (await register(patients)).id }];
  const altered = await certified([randomUUID()], " ");
  expect(await repeat(told, "--address", patients.url, altered)).toEqual({
    ...{ code: 1, output: "" },
    errors: `${altered}: The signature does not hold: the certificate was altered, or signed by somebody else.\n`,
  });
  const nobody = await repeat(told, "--address", "http://127.0.0.1:1", await certified([randomUUID()]));
  expect(nobody).toEqual({
    ...{ code: 1, output: "" },
    errors: "Nothing answers at http://127.0.0.1:1: start the system, or say at which address it is.\n",
  });
  expect(await ordered()).toEqual(before);
}, 120_000);
