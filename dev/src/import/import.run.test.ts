import { appendFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { runImport } from "./import.run.ts";
import { type SyntheaFile, syntheaFiles } from "./synthea/synthea.folder.ts";
import { type ImportServer, startImportServer } from "./testing/import.server.ts";

let root: string;
let folder: string;
let server: ImportServer;

beforeEach(async () => {
  server = await startImportServer();
  root = await mkdtemp(join(tmpdir(), "careconnect-import-"));
  folder = join(root, "csv");
  await mkdir(folder);
  await mkdir(join(root, ".data", "run"), { recursive: true });
  const { port } = server;
  await writeFile(
    join(root, ".data", "run", "ports.json"),
    JSON.stringify({
      router: port,
      identity: port,
      patient: port,
      provider: port,
      appointment: port,
      billing: port,
      reports: port,
    }),
  );
  for (const [file, records] of Object.entries(clinic)) await writeCsv(file as SyntheaFile, records);
});

afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await rm(root, { recursive: true });
});

type Records = readonly Readonly<Record<string, string>>[];

const clinic: Record<SyntheaFile, Records> = {
  "organizations.csv": [{ Id: "o1", NAME: "Clinic", STATE: "MA" }],
  "providers.csv": [{ Id: "d1", ORGANIZATION: "o1", NAME: "Ada1 Roe2", STATE: "MA", SPECIALITY: "AUDIOLOGIST" }],
  "payers.csv": [{ Id: "y1", NAME: "Payer" }],
  "patients.csv": [
    { Id: "p1", BIRTHDATE: "1980-01-01", FIRST: "Eve1", LAST: "Doe2", ADDRESS: '"1 Road\nUnit 2"' },
    { Id: "p2", BIRTHDATE: "1981-01-01", FIRST: "Bob3", LAST: "Roe4" },
  ],
  "encounters.csv": [encounterOf("e1", "p1"), encounterOf("e2", "p2")],
  "conditions.csv": [
    { START: "2020-01-01", PATIENT: "p1", ENCOUNTER: "e1", CODE: "1", DESCRIPTION: "Cold" },
    { START: "2020-01-02", PATIENT: "p2", ENCOUNTER: "e2", CODE: "1", DESCRIPTION: "Cold" },
  ],
  "claims.csv": [
    { Id: "c1", APPOINTMENTID: "e1" },
    { Id: "c2", APPOINTMENTID: "e1" },
    { Id: "c3", APPOINTMENTID: "e2" },
  ],
};

function encounterOf(id: string, patient: string): Record<string, string> {
  return {
    Id: id,
    START: "2020-01-01T10:00:00Z",
    STOP: "2020-01-01T10:30:00Z",
    PATIENT: patient,
    ORGANIZATION: "o1",
    PROVIDER: "d1",
    PAYER: "y1",
    ENCOUNTERCLASS: "virtual",
    DESCRIPTION: "Visit",
    TOTAL_CLAIM_COST: "100.00",
    PAYER_COVERAGE: "80.00",
  };
}

async function writeCsv(file: SyntheaFile, records: Records): Promise<void> {
  const columns = syntheaFiles[file];
  const lines = records.map((record) => columns.map((column) => record[column] ?? "").join(","));
  await writeFile(join(folder, file), `${[columns.join(","), ...lines].join("\n")}\n`);
}

function addEncounter(record: Record<string, string>): Promise<void> {
  const line = syntheaFiles["encounters.csv"].map((column) => record[column] ?? "").join(",");
  return appendFile(join(folder, "encounters.csv"), `${line}\n`);
}

async function run(...argv: string[]) {
  return runWith({}, ...argv);
}

async function runWith(env: NodeJS.ProcessEnv, ...argv: string[]) {
  const stdout = new PassThrough();
  const stderr = new PassThrough();
  const code = await runImport({ argv, env, from: root, root, stdout, stderr });
  const textOf = (stream: PassThrough) => String(stream.read() ?? "");
  return { code, out: textOf(stdout), err: textOf(stderr) };
}

/** The rows of the final table: kind and its counts. */
function countsIn(output: string): Record<string, number[]> {
  const rows = output.slice(output.indexOf("kind  ")).trim().split("\n").slice(1);
  return Object.fromEntries(
    rows.map((row) => {
      const [kind = "", , ...counts] = row.split(/\s+/);
      return [kind, counts.map(Number)];
    }),
  );
}

test("a folder goes in, and in again without a change", async () => {
  const first = await run("csv");
  expect(first).toMatchObject({ code: 0, err: "" });
  expect(countsIn(first.out)).toEqual({
    locations: [1, 0, 0],
    providers: [1, 0, 0],
    payers: [1, 0, 0],
    patients: [2, 0, 0],
    appointments: [2, 0, 0],
    conditions: [2, 0, 0],
    invoices: [2, 0, 0],
  });
  expect(server.rows("invoices").map(({ claimExternalIds }) => claimExternalIds)).toEqual([["c1", "c2"], ["c3"]]);
  expect(server.rows("appointments")[0]?.visitType).toBe("VIDEO");

  const second = await run("csv");
  expect(second.code).toBe(0);
  expect(countsIn(second.out).invoices).toEqual([0, 2, 0]);
});

test("another account imports into its own organization, without digits in the names", async () => {
  expect((await run("csv", "--as", "admin@otherclinic.test", "--strip-digits")).code).toBe(0);
  expect(server.rows("patients")).toEqual([]);
  expect(server.rows("patients", "admin@otherclinic.test").map(({ familyName }) => familyName)).toEqual(["Doe", "Roe"]);
});

describe("bad rows", () => {
  test("are reported with file, line and reason while the others go in", async () => {
    await addEncounter({ ...encounterOf("e3", "p1"), START: "soon" });
    await addEncounter({ ...encounterOf("e4", "p9") });
    await addEncounter({ ...encounterOf("e5", "p2"), PAYER_COVERAGE: "100.01" });
    await addEncounter({ ...encounterOf("e1", "p2") });
    await appendFile(join(folder, "encounters.csv"), "too,short\n");
    const { code, out } = await run("csv");
    expect(code).toBe(2);
    for (const line of [
      'encounters.csv:4 VALIDATION_FAILED START — "soon" is not a date and time such as 2024-02-02T20:42:14Z',
      "encounters.csv:5 NOT_FOUND PATIENT — none of the patients that went in has the id p9",
      "encounters.csv:6 VALIDATION_FAILED PAYER_COVERAGE — is more than TOTAL_CLAIM_COST",
      "encounters.csv:7 CONFLICT Id — an earlier row has the same",
      "encounters.csv:8 VALIDATION_FAILED row — has 2 fields, the header has 12",
    ]) {
      expect(out.split("\n")).toContain(line);
    }
    expect(countsIn(out)).toMatchObject({ appointments: [3, 0, 4], invoices: [2, 0, 5] });
  });

  test("include a condition or a claim that is there twice", async () => {
    await appendFile(join(folder, "conditions.csv"), "2020-01-01,2020-02-01,p1,e1,1,Cold\n");
    await appendFile(join(folder, "claims.csv"), "c1,e2\n");
    const { code, out } = await run("csv");
    expect(code).toBe(2);
    expect(out).toContain("conditions.csv:4 CONFLICT PATIENT, ENCOUNTER, CODE, START — an earlier row has the same");
    expect(out).toContain("claims.csv:5 CONFLICT Id — an earlier row has the same");
    expect(server.rows("invoices").map(({ claimExternalIds }) => claimExternalIds)).toEqual([["c1", "c2"], ["c3"]]);
  });

  test("take those along that name them", async () => {
    server.reject = (kind, { externalId }) =>
      kind === "patients" && externalId === "p1"
        ? { code: "VALIDATION_FAILED", field: ["birthDate"], message: "birthDate: must not be in the future" }
        : undefined;
    const { code, out } = await run("csv");
    expect(code).toBe(2);
    const lines = out.split("\n");
    expect(lines).toContain("patients.csv:2 VALIDATION_FAILED birthDate — must not be in the future");
    expect(lines).toContain("encounters.csv:2 NOT_FOUND PATIENT — none of the patients that went in has the id p1");
    expect(lines).toContain("conditions.csv:2 NOT_FOUND PATIENT — none of the patients that went in has the id p1");
    expect(lines).toContain(
      "claims.csv:2 NOT_FOUND APPOINTMENTID — none of the appointments that went in has the id e1",
    );
    expect(countsIn(out)).toMatchObject({ patients: [1, 0, 1], appointments: [1, 0, 1], invoices: [1, 0, 1] });
  });

  test("are found where they start after a field with line breaks", async () => {
    await appendFile(join(folder, "patients.csv"), "p3,never\n");
    const { out } = await run("csv");
    expect(out).toContain("patients.csv:5 VALIDATION_FAILED row — has 2 fields");
  });

  test("leave a condition without its encounter, which is told and no error", async () => {
    await appendFile(join(folder, "conditions.csv"), "2020-01-03,,p1,e9,2,Cough\n");
    const { code, out } = await run("csv");
    expect(code).toBe(0);
    expect(out).toContain("conditions.csv:4 note ENCOUNTER — none of the appointments that went in has the id e9");
    expect(countsIn(out).conditions).toEqual([3, 0, 0]);
  });
});

describe("nothing is written", () => {
  test("when files, columns or contents are wrong, and all of it is told at once", async () => {
    await rm(join(folder, "payers.csv"));
    await rm(join(folder, "providers.csv"));
    await mkdir(join(folder, "providers.csv"));
    await writeFile(join(folder, "encounters.csv"), "Id,STOP\n");
    await writeFile(join(folder, "claims.csv"), Buffer.from([0x50, 0x4b, 0x03, 0x04, 0x00, 0xff]));
    await writeFile(join(folder, "organizations.csv"), "");
    await appendFile(join(folder, "conditions.csv"), '2020-01-03,,p1,e1,"2,Cough\n');
    const { code, out, err } = await run("csv");
    expect(code).toBe(1);
    expect(out).toBe("");
    expect(err.split("\n")).toEqual([
      `Nothing was imported from ${folder}:`,
      "  organizations.csv is empty: its first line must name the columns.",
      "  providers.csv is a folder, not a CSV file.",
      "  payers.csv is missing.",
      expect.stringMatching(/^ {2}encounters\.csv has no columns START, PATIENT, .*REASONDESCRIPTION\.$/),
      "  conditions.csv is not CSV: the record after line 3 opens a quote that does not close.",
      "  claims.csv is not CSV: it is not text in UTF-8.",
      "",
    ]);
    expect(server.requests).toEqual([]);
  });

  test.each([
    [["nowhere"], "There is no folder"],
    [["csv/patients.csv"], "is not a folder"],
    [[], "Usage: npm run import"],
    [["csv", "more"], "Usage: npm run import"],
    [["csv", "--quick"], "Usage: npm run import"],
    [["csv", "--time-zone", "Mars/Olympus"], "is not an IANA time zone"],
    [["csv", "--as", "patient@careconnect.test"], "Signing in as patient@careconnect.test was refused"],
  ])("with the arguments %j", async (argv, sentence) => {
    const { code, err } = await run(...argv);
    expect(code).toBe(1);
    expect(err).toContain(sentence);
    expect(server.requests).toEqual([]);
  });

  test("when no system runs", async () => {
    const { code, err } = await runWith({ CARECONNECT_DATA: join(root, "elsewhere") }, "csv");
    expect(code).toBe(1);
    expect(err).toContain("CareConnect is not running");
  });

  test("when the system that ran is gone", async () => {
    await server[Symbol.asyncDispose]();
    const { code, err } = await run("csv");
    expect(code).toBe(1);
    expect(err).toMatch(/did not answer \(ECONNREFUSED\) after several attempts: check that CareConnect is running/);
  });
});

describe("in production", () => {
  const env = { CARECONNECT_MODE: "production", CARECONNECT_TOKEN: "token-of-admin@clinic.example-1" };

  test("the token comes from the environment", async () => {
    expect((await runWith(env, "csv")).code).toBe(0);
    expect(server.rows("patients", "admin@clinic.example")).toHaveLength(2);
    expect(server.requests[0]?.token).toBe(env.CARECONNECT_TOKEN);
  });

  test("services may have addresses of their own", async () => {
    const urls = Object.fromEntries(
      ["PATIENT", "PROVIDER", "APPOINTMENT", "BILLING"].map((name) => [
        `SUBGRAPH_URL_${name}`,
        `${server.url}/graphql`,
      ]),
    );
    const { code } = await runWith({ ...env, ...urls, CARECONNECT_DATA: join(root, "elsewhere") }, "csv");
    expect(code).toBe(0);
  });

  test("there are no demo accounts, and no import without a token", async () => {
    expect((await runWith(env, "csv", "--as", "admin@careconnect.test")).err).toContain("--as works in the demo only");
    const { code, err } = await runWith({ CARECONNECT_MODE: "production" }, "csv");
    expect([code, err]).toEqual([1, expect.stringContaining("Set CARECONNECT_TOKEN")]);
  });
});

test("an import that is cut short says what went in", async () => {
  const send = server.requests.push.bind(server.requests);
  server.requests.push = (...requests) => {
    if (requests.some(({ path }) => path === "/import/providers")) server.failures.push(403);
    return send(...requests);
  };
  const { code, out, err } = await run("csv");
  expect(code).toBe(1);
  expect(countsIn(out)).toMatchObject({ locations: [1, 0, 0], payers: [0, 0, 0] });
  expect(err).toContain("needs the role ADMIN");
});
