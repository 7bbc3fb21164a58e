import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { repositoryRoot } from "../src/repository.root.ts";
import { ask, tokenFor } from "./running.system.ts";

/** A clinic's data in Synthea's format; it is not part of the repository, so it may be missing on your machine. */
const folder = process.env.SYNTHEA_FOLDER ?? join(repositoryRoot, "../shared/data/synthea");
const account = "admin@otherclinic.test";

const temporary: string[] = [];
afterAll(() => {
  for (const path of temporary) rmSync(path, { recursive: true, force: true });
});

async function runImport(...args: string[]): Promise<{ code: number; output: string }> {
  const program = join(repositoryRoot, "dev/dist/src/import/import.command.js");
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { env: process.env, timeout: 120_000 }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), output: `${stdout}${stderr}` }),
    );
  });
}

const counted = /* GraphQL */ `{
  patients { totalCount }
  providers { totalCount }
  locations { totalCount }
  appointments { totalCount }
  fulfilled: appointments(filter: { status: [FULFILLED] }) { totalCount }
  invoices { totalCount }
  paid: invoices(filter: { status: [PAID] }) { totalCount }
}`;

async function counts(): Promise<Record<string, number>> {
  const { data, errors } = await ask(await tokenFor(account), counted);
  expect(errors).toBeUndefined();
  return Object.fromEntries(
    Object.entries(data as Record<string, { totalCount: number }>).map(([name, { totalCount }]) => [name, totalCount]),
  );
}

const grown = (before: Record<string, number>, after: Record<string, number>) =>
  Object.fromEntries(Object.keys(after).map((name) => [name, (after[name] ?? 0) - (before[name] ?? 0)]));

/** What the folder holds, as its description counts it. */
const expected = {
  patients: 27,
  providers: 166,
  locations: 63,
  appointments: 604,
  fulfilled: 604,
  invoices: 604,
  paid: 604,
};

/** The smallest clinic in Synthea's format: one row of each kind, made up here. */
const small: Record<string, string> = {
  "organizations.csv": `Id,NAME,ADDRESS,CITY,STATE,ZIP,PHONE
loc-1,SMALL HOSPITAL,1 MAIN STREET,BOSTON,MA,02110,6175550100`,
  "providers.csv": `Id,ORGANIZATION,NAME,GENDER,SPECIALITY,STATE
pro-1,loc-1,Ada1 Byron2,F,GENERAL PRACTICE,MA`,
  "payers.csv": `Id,NAME,ADDRESS,CITY,STATE_HEADQUARTERED,ZIP,PHONE
pay-1,Small Payer,1 Main Street,Boston,MA,02110,617-555-0100`,
  "patients.csv": `Id,BIRTHDATE,DEATHDATE,SSN,DRIVERS,PASSPORT,FIRST,LAST,GENDER,ADDRESS,CITY,STATE,ZIP
pat-1,1984-02-29,,999-00-0001,,,Grace3,Hopper4,F,"2 Main Street, Unit 7",Boston,Massachusetts,`,
  "encounters.csv": `Id,START,STOP,PATIENT,ORGANIZATION,PROVIDER,PAYER,ENCOUNTERCLASS,CODE,DESCRIPTION,TOTAL_CLAIM_COST,PAYER_COVERAGE,REASONDESCRIPTION
enc-1,2023-01-27T16:17:47Z,2023-01-31T12:32:47Z,pat-1,loc-1,pro-1,pay-1,ambulatory,185345009,Encounter for symptom,3798.09,98.10,`,
  "claims.csv": `Id,PATIENTID,PROVIDERID,APPOINTMENTID
claim-1,pat-1,pro-1,enc-1`,
  "conditions.csv": `START,STOP,PATIENT,ENCOUNTER,CODE,DESCRIPTION
2023-01-27,,pat-1,enc-1,195662009,Acute viral pharyngitis (disorder)`,
};

describe("importing a small clinic", () => {
  it("joins what came from seven files, once", async () => {
    const copy = mkdtempSync(join(tmpdir(), "careconnect-import-"));
    temporary.push(copy);
    for (const [file, content] of Object.entries(small)) writeFileSync(join(copy, file), `${content}\n`);
    const before = await counts();
    for (const _time of ["first", "second"]) {
      const { code, output } = await runImport(copy, "--as", account, "--strip-digits");
      expect(output).not.toMatch(/VALIDATION_FAILED|NOT_FOUND/);
      expect(code).toBe(0);
      expect(grown(before, await counts())).toEqual({
        patients: 1,
        providers: 1,
        locations: 1,
        appointments: 1,
        fulfilled: 1,
        invoices: 1,
        paid: 1,
      });
    }
    const { data } = await ask(
      await tokenFor(account),
      `{ patients(filter: { externalId: "pat-1" }) { nodes {
           fullName address { line } conditions { display }
           pastAppointments { nodes { startsAt endsAt provider { fullName } location { name } invoice { total { amount } payerShare { amount } } } }
      } } }`,
    );
    expect(data.patients.nodes).toEqual([
      {
        fullName: "Grace Hopper",
        address: { line: "2 Main Street, Unit 7" },
        conditions: [{ display: "Acute viral pharyngitis (disorder)" }],
        pastAppointments: {
          nodes: [
            {
              startsAt: "2023-01-27T16:17:47.000Z",
              endsAt: "2023-01-31T12:32:47.000Z",
              provider: { fullName: "Ada Byron" },
              location: { name: "SMALL HOSPITAL" },
              invoice: { total: { amount: 379_809 }, payerShare: { amount: 9_810 } },
            },
          ],
        },
      },
    ]);
  });
});

describe.runIf(existsSync(folder))("importing a clinic", () => {
  it("loads everything, and the second time nothing more", async () => {
    const before = await counts();
    const first = await runImport(folder, "--as", account);
    expect(first.code).toBe(0);
    expect(grown(before, await counts())).toEqual(expected);

    const second = await runImport(folder, "--as", account);
    expect(second.code).toBe(0);
    expect(grown(before, await counts())).toEqual(expected);
  });

  it("keeps what the source said: ids, conditions, money, times", async () => {
    const [encounter] = readFileSync(join(folder, "encounters.csv"), "utf8").split("\n").slice(1);
    const fields = encounter?.split(",") ?? [];
    const { data } = await ask(
      await tokenFor(account),
      `query ($id: String!) {
         appointments(filter: { externalId: $id }) { nodes {
           externalId startsAt endsAt status
           patient { externalId timeZone conditions { code } }
           provider { externalId }
           invoice { number status total { amount currency } balance { amount } }
         } }
       }`,
      { id: fields[0] },
    );
    expect(data.appointments.nodes).toHaveLength(1);
    expect(data.appointments.nodes[0]).toMatchObject({
      externalId: fields[0],
      startsAt: new Date(fields[1] ?? "").toISOString(),
      endsAt: new Date(fields[2] ?? "").toISOString(),
      status: "FULFILLED",
      patient: { externalId: fields[3], timeZone: "America/New_York" },
      provider: { externalId: fields[5] },
      invoice: {
        number: null,
        status: "PAID",
        total: { amount: Math.round(Number(fields[11]) * 100), currency: "USD" },
        balance: { amount: 0 },
      },
    });
    const conditions = await ask(
      await tokenFor(account),
      "{ patients(first: 100) { nodes { externalId conditions { externalId } } } }",
    );
    const imported = conditions.data.patients.nodes
      // Synthea's ids are UUIDs; neither the demo's nor the small clinic's are.
      .filter((patient: { externalId: string }) => /^[0-9a-f-]{36}$/.test(patient.externalId))
      .flatMap((patient: { conditions: unknown[] }) => patient.conditions);
    expect(imported).toHaveLength(438);
  });

  it("reports a planted bad row by file and line, while the good ones go in", async () => {
    const copy = mkdtempSync(join(tmpdir(), "careconnect-import-"));
    temporary.push(copy);
    cpSync(folder, copy, { recursive: true });
    const file = join(copy, "patients.csv");
    const lines = readFileSync(file, "utf8").split("\n");
    lines[4] = (lines[4] ?? "").replace(/\d{4}-\d{2}-\d{2}/, "1999-02-30");
    writeFileSync(file, lines.join("\n"));

    const before = await counts();
    const { code, output } = await runImport(copy, "--as", account);
    expect(code).toBe(2);
    expect(output).toContain("patients.csv:5");
    expect(await counts()).toEqual(before);
  });

  it("says what is missing before it writes anything", async () => {
    const copy = mkdtempSync(join(tmpdir(), "careconnect-import-"));
    temporary.push(copy);
    cpSync(folder, copy, { recursive: true });
    rmSync(join(copy, "payers.csv"));
    const { code, output } = await runImport(copy, "--as", account);
    expect(code).toBe(1);
    expect(output).toContain("payers.csv");
  });
});
