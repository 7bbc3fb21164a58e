import { execFile } from "node:child_process";
import { createPublicKey, type JsonWebKey, randomUUID, verify } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { promisify } from "node:util";
import { afterAll, expect, it } from "vitest";
import { repositoryRoot } from "../src/repository.root.ts";
import { subgraphNames } from "../src/supervisor/subgraph.names.ts";
import { backUp, restore } from "./database.backup.ts";
import { openFrontDesk } from "./front.desk.ts";
import { ask, ports, tokenFor, url } from "./running.system.ts";
import { inDatabase } from "./system.database.ts";

/** In whatever was written of the patient, and nowhere else. */
const canary = `zebedee${randomUUID().slice(0, 8)}`;
const externalId = `erasure-${canary}`;

async function importRow(plural: string, row: object): Promise<void> {
  const response = await fetch(`http://127.0.0.1:${ports.patient}/import/${plural}`, {
    method: "POST",
    headers: {
      "content-type": "application/x-ndjson",
      authorization: `Bearer ${await tokenFor("admin@careconnect.test", "graphql import")}`,
    },
    body: JSON.stringify({ line: 1, ...row }),
  });
  expect(await response.json()).toMatchObject({ rejected: [] });
}

async function give(token: string, mutation: string, selection: string, input: object) {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const { data, errors } = await ask(
    token,
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${selection} userErrors { code message } } }`,
    { input: { ...input, idempotencyKey: randomUUID() } },
  );
  expect(errors).toBeUndefined();
  return data[mutation];
}

/**
 * What staff may be; nobody erases alone, and the demo has one administrator. Ends when tokens are good again: they
 * tell whole seconds, and a change covers what is issued within its own and the next.
 */
async function setRoles(roles: readonly string[]): Promise<void> {
  const admin = await tokenFor("admin@careconnect.test");
  const { data } = await ask(admin, "{ users(first: 100) { nodes { id email version } } }");
  const staff = data.users.nodes.find(({ email }: { email: string }) => email === "staff@careconnect.test");
  const { userErrors } = await give(admin, "changeUserRoles", "user { id }", {
    ...{ id: staff.id, expectedVersion: staff.version, roles },
  });
  expect(userErrors).toEqual([]);
  await wait(2_100);
}
afterAll(() => setRoles(["STAFF"]));

/** The tables of all subgraphs in which the canary is in the clear. */
async function found(): Promise<string[]> {
  const everywhere: string[] = [];
  for (const name of subgraphNames) {
    await inDatabase(name, async (client) => {
      const { rows: tables } = await client.query(
        `select table_name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
      );
      for (const { table_name: table } of tables) {
        const { rows } = await client.query(`select 1 from "${table}" t where to_jsonb(t)::text ilike $1 limit 1`, [
          `%${canary}%`,
        ]);
        if (rows.length > 0) everywhere.push(`${name}.${table}`);
      }
    });
  }
  return everywhere;
}

/** Runs a program of the repository as whoever operates the system does; what it said. */
async function run(program: string, ...options: string[]): Promise<string> {
  const path = join(repositoryRoot, program);
  const { stdout } = await promisify(execFile)(process.execPath, [path, ...options], { timeout: 60_000 });
  return stdout;
}

it("a patient is erased from every subgraph by order of two administrators, the certificate says so, and so it is again after a backup was restored", async () => {
  const admin = await tokenFor("admin@careconnect.test");
  await importRow("patients", {
    ...{ externalId, givenName: canary, familyName: "Gone", birthDate: "1980-01-01", email: `${canary}@example.org` },
  });
  const { data } = await ask(admin, "query ($f: PatientFilter) { patients(filter: $f) { nodes { id } } }", {
    f: { externalId },
  });
  const patientId = data.patients.nodes[0].id;
  const coded = { system: "http://snomed.info/sct", code: "195967001", display: `${canary} asthma` };
  await importRow("conditions", { externalId: `${externalId}-1`, patientExternalId: externalId, ...coded });
  const desk = await openFrontDesk(admin);
  const [slot] = await desk.freeSlots(1);
  const { appointment } = await desk.book(patientId, String(slot));
  await give(admin, "cancelAppointment", "appointment { id }", {
    id: appointment.id,
    onBehalfOf: "CLINIC",
    reason: `${canary} called`,
  });
  await give(admin, "inviteUser", "invitation { id }", {
    ...{ email: `${canary}@example.org`, roles: ["PATIENT"], displayName: canary, patientId },
  });
  const { data: known } = await ask(admin, "{ payers(first: 1) { nodes { id } } }");
  const { userErrors: uncovered } = await give(admin, "addCoverage", "coverage { id }", {
    ...{ patientId, payerId: known.payers.nodes[0].id, priority: "PRIMARY", startsOn: "2026-01-01" },
    ...{ plan: `Family plan of ${canary}`, memberNumber: `${canary}7` },
  });
  expect(uncovered).toEqual([]);
  expect(await found()).toEqual(expect.arrayContaining(["patient.coverage", "patient.patient", "patient.condition"]));

  const ask1 = () =>
    give(admin, "requestPatientErasure", "erasure { id status }", { patientId, reason: `For ${canary}` });
  expect((await ask1()).userErrors[0].code).toBe("NOT_ARCHIVED");
  await give(admin, "archivePatient", "patient { id }", { id: patientId });
  const outcome = async () => (await ask1()).userErrors[0]?.code;
  await expect.poll(outcome, { timeout: 15_000 }).toBe("RETAINED");
  await inDatabase("patient", async (client) => {
    await client.query("update condition set updated_at = now() - interval '11 years' where patient_id = $1", [
      patientId,
    ]);
    await client.query(
      "update care_visit set ends_at = now() - interval '11 years', starts_at = now() - interval '12 years' where patient_id = $1",
      [patientId],
    );
  });
  const backup = await backUp([patientId, canary]);
  const { erasure } = await ask1();
  expect(erasure.status).toBe("REQUESTED");

  const alone = await give(admin, "approvePatientErasure", "erasure { id }", { id: erasure.id });
  expect(alone.userErrors[0].code).toBe("SECOND_PERSON");
  await setRoles(["STAFF", "ADMIN"]);
  const other = await tokenFor("staff@careconnect.test");
  const approved = await give(other, "approvePatientErasure", "erasure { status }", { id: erasure.id });
  expect(approved).toEqual({ erasure: { status: "ORDERED" }, userErrors: [] });

  const read = async () => {
    const answer = await ask(
      other,
      `{ patientErasure(id: "${erasure.id}") { status reason erased { subgraph tables { table outcome rows } }
           certificate { content signature } } }`,
    );
    return answer.data?.patientErasure;
  };
  await expect.poll(async () => (await read())?.status, { timeout: 60_000, interval: 300 }).toBe("COMPLETED");
  const { certificate, reason, erased } = await read();
  expect(reason).toBeNull();
  expect(erased.map(({ subgraph }: { subgraph: string }) => subgraph)).toEqual([...subgraphNames].sort());
  const told = Object.fromEntries(
    erased.map((part: { subgraph: string; tables: { table: string }[] }) => [part.subgraph, part.tables]),
  );
  expect(told.patient).toContainEqual({ table: "condition", outcome: "DELETED", rows: 1 });
  expect(told.appointment).toContainEqual({ table: "appointment", outcome: "PSEUDONYMISED", rows: 1 });
  expect(told.identity).toContainEqual({ table: "invitation", outcome: "DELETED", rows: 1 });
  expect(told.reports).toContainEqual({ table: "patient_fact", outcome: "KEPT", rows: 1 });

  const { keys } = (await (await fetch(`${url}/files/export-keys`)).json()) as {
    keys: (JsonWebKey & { kid: string })[];
  };
  const [header = "", payload, signature = ""] = certificate.signature.split(".");
  const { kid } = JSON.parse(Buffer.from(header, "base64url").toString());
  const key = createPublicKey({ key: keys.find((one) => one.kid === kid) as JsonWebKey, format: "jwk" });
  const signed = Buffer.from(`${header}.${Buffer.from(certificate.content).toString("base64url")}`);
  expect([payload, verify(null, signed, key, Buffer.from(signature, "base64url"))]).toEqual(["", true]);
  expect(JSON.parse(certificate.content)).toMatchObject({ erasureId: erasure.id, patientId, patientIds: [patientId] });

  expect(await found()).toEqual([]);
  const seen = await ask(
    admin,
    `{ patient(id: "${patientId}") { fullName email conditions { id } pastAppointments { totalCount } } }`,
  );
  expect(seen.data.patient).toMatchObject({ fullName: "Erased Patient", email: null, conditions: [] });
  const again = await give(admin, "grantPatientAccess", "accessGrant { id }", {
    ...{ patientId, providerId: randomUUID(), until: new Date(Date.now() + 3_600_000).toISOString(), reason: "Again" },
  });
  expect(again.userErrors[0].code).toBe("PATIENT_ERASED");

  const gone = () => expect.poll(found, { timeout: 60_000, interval: 500 }).toEqual([]);
  // All databases but one were restored from before: what that one knows is told to the others.
  await restore(
    backup,
    subgraphNames.filter((name) => name !== "billing"),
  );
  expect(await found()).toEqual(
    expect.arrayContaining(["identity.invitation", "patient.coverage", "patient.patient", "patient.condition"]),
  );
  expect(await run("dev/dist/src/erasures/repeat.command.js")).toMatch(/^Ordered \d+ erasures anew/);
  await gone();

  // All were: nobody in the system knows any more, and the certificate does.
  await restore(backup, subgraphNames);
  const folder = await mkdtemp(join(tmpdir(), "careconnect-certificate-"));
  try {
    const file = join(folder, "certificate.json");
    await writeFile(file, JSON.stringify(certificate));
    expect(await run("subgraphs/patient/dist/src/erasure/verify.command.js", file, url)).toContain(patientId);
    await run("dev/dist/src/erasures/repeat.command.js");
    expect(await found()).toContain("patient.patient");
    await run("dev/dist/src/erasures/repeat.command.js", "--address", url, file);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  await gone();
}, 400_000);
