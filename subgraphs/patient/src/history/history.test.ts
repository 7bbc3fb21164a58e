import { randomUUID } from "node:crypto";
import { boundEntityManager, Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AccessGrantRow } from "../access/access-grant.entity.ts";
import { patientSubgraph } from "../subgraph.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const staff: TestViewer = { organizationId, roles: [Role.STAFF] };
const nurse: TestViewer = { organizationId, roles: [Role.NURSE] };
const stranger: TestViewer = { organizationId: "0199a000-0000-7000-8000-000000000002", roles: [Role.NURSE] };

let patients: TestSubgraph;
beforeAll(async () => {
  patients = await startTestSubgraph(patientSubgraph);
});
afterAll(() => patients.close());

let patientId: string;
beforeEach(async () => {
  patientId = await register();
});

async function register(): Promise<string> {
  const input = { givenName: "Zoë", familyName: "Ångström", birthDate: "1984-02-29" };
  const { data } = await patients.query(
    staff,
    "mutation ($input: RegisterPatientInput!) { registerPatient(input: $input) { patient { id } } }",
    { input },
  );
  return data.registerPatient.patient.id;
}

// Tomorrow has begun already in the east.
const inTwoDays = new Date(Date.now() + 48 * 3_600_000).toISOString().slice(0, 10);
const asthma = { system: "http://snomed.info/sct", code: "195967001", display: "Asthma" };
const penicillin = { system: "http://snomed.info/sct", code: "91936005", display: "Allergy to penicillin" };
const metformin = { system: "http://www.nlm.nih.gov/research/umls/rxnorm", code: "6809", display: "Metformin" };

/** What is in a history: its field and commands, the days that it has, and what is free text of it. */
const kinds = [
  {
    ...{ field: "condition", coding: asthma, other: { ...asthma, code: "13645005", display: "COPD" }, text: {} },
    ...{ began: "onset", ended: "abatement", over: "resolve", overEvent: "resolved", overStatus: "RESOLVED" },
  },
  {
    ...{ field: "allergy", coding: penicillin, other: { ...penicillin, code: "91934008", display: "Allergy to nuts" } },
    ...{ text: { reaction: "anaphylaxis", category: "MEDICATION", criticality: "HIGH" } },
    ...{ began: "onset", ended: "abatement", over: "resolve", overEvent: "resolved", overStatus: "RESOLVED" },
  },
  {
    ...{ field: "medication", coding: metformin, other: { ...metformin, code: "29046", display: "Lisinopril" } },
    ...{ text: { dosage: "500 mg twice a day" } },
    ...{ began: "startedOn", ended: "stoppedOn", over: "stop", overEvent: "stopped", overStatus: "STOPPED" },
  },
] as const;

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  patients.orm.em.getConnection().execute(statement);

describe.each(kinds)("$field", ({ field, coding, other, text, began, ended, over, overEvent, overStatus }) => {
  const name = `${field[0]?.toUpperCase()}${field.slice(1)}`;
  const list = field === "allergy" ? "allergies" : `${field}s`;
  const selection = ["id system code display status version", began, ended, ...Object.keys(text)].join(" ");

  async function run(verb: string, input: object, viewer: TestViewer = nurse) {
    const command = `${verb}${name}`;
    const type = `${command[0]?.toUpperCase()}${command.slice(1)}Input`;
    const { data, errors } = await patients.query(
      viewer,
      `mutation ($input: ${type}!) {
         ${command}(input: $input) { ${field} { ${selection} } userErrors { code field } } }`,
      { input },
    );
    expect(errors).toBeUndefined();
    return { entry: data[command][field], userErrors: data[command].userErrors };
  }

  const record = (input: object = {}, viewer?: TestViewer) =>
    run("record", { patientId, ...coding, [began]: "2020-03-01", ...text, ...input }, viewer);

  it("is recorded, told without what it is, and audited with its patient", async () => {
    const { entry, userErrors } = await record();
    expect(userErrors).toEqual([]);
    const { id, ...facts } = entry;
    expect(facts).toEqual({ ...coding, ...text, [began]: "2020-03-01", [ended]: null, status: "ACTIVE", version: 1 });
    expect(await sql(`select type, payload from outbox_event where aggregate_id = '${id}'`)).toEqual([
      { type: `patient.${field}.recorded`, payload: { [`${field}Id`]: id, patientId } },
    ]);
    expect(
      await sql(`select outcome, subject_ids from audit_entry where '{${field}.change}' = actions
                 and '${id}' = any(entity_ids)`),
    ).toEqual([{ outcome: "ALLOWED", subject_ids: [patientId] }]);
    const stored = JSON.stringify(await sql(`select * from ${field} where id = '${id}'`));
    expect(stored).not.toMatch(/anaphylaxis|twice a day/);
  });

  it("is corrected by whoever knows its version", async () => {
    const { entry } = await record();
    const change = { id: entry.id, expectedVersion: 1 };
    const changed = await run("update", { ...change, ...other, [began]: null, [ended]: "2021-01-01" });
    expect(changed).toMatchObject({
      entry: { ...other, ...text, [began]: null, [ended]: "2021-01-01", status: overStatus, version: 2 },
      userErrors: [],
    });
    expect((await run("update", { ...change, [ended]: null })).userErrors).toEqual([
      { code: "VERSION_CONFLICT", field: ["expectedVersion"] },
    ]);
    expect((await run("update", { id: entry.id, expectedVersion: 2 })).entry.version).toBe(2);
    expect(await sql(`select type from outbox_event where aggregate_id = '${entry.id}' order by sequence`)).toEqual([
      { type: `patient.${field}.recorded` },
      { type: `patient.${field}.updated` },
    ]);
  });

  it("is over once, and stays in the history", async () => {
    const { entry } = await record();
    const end = (day: string) => run(over, { id: entry.id, [ended]: day });
    expect((await end("2020-02-29")).userErrors).toEqual([{ code: "VALIDATION_FAILED", field: [ended] }]);
    expect(await end("2020-03-01")).toMatchObject({ entry: { status: overStatus, version: 2 }, userErrors: [] });
    expect((await end("2020-03-02")).userErrors).toEqual([{ code: "ILLEGAL_TRANSITION", field: ["id"] }]);
    expect(
      (await sql(`select type from outbox_event where aggregate_id = '${entry.id}' order by sequence`))[1],
    ).toEqual({
      type: `patient.${field}.${overEvent}`,
    });
    const { data } = await patients.query(nurse, `{ patient(id: "${patientId}") { ${list} { status } } }`);
    expect(data.patient[list]).toEqual([{ status: overStatus }]);
  });

  it.each([
    ["with a code that its system cannot have", { code: "penicillin" }, "VALIDATION_FAILED", "code"],
    ["of a system that is no URI", { system: "SNOMED" }, "VALIDATION_FAILED", "system"],
    ["without a name", { display: " " }, "VALIDATION_FAILED", "display"],
    ["that begins in the future", { [began]: "2999-01-01" }, "VALIDATION_FAILED", began],
    ["that begins in the future", { [began]: inTwoDays }, "VALIDATION_FAILED", began],
    ["that is over in the future", { [ended]: inTwoDays }, "VALIDATION_FAILED", ended],
    ["that is over before it began", { [ended]: "2020-02-29" }, "VALIDATION_FAILED", ended],
    ["of a patient who is not there", { patientId: randomUUID() }, "NOT_FOUND", "patientId"],
  ])("is not recorded %s", async (_what, input, code, path) => {
    expect(await record(input)).toEqual({ entry: null, userErrors: [{ code, field: [path] }] });
  });

  it("is one of so many that are recorded of a patient at most", async () => {
    await record();
    const most = field === "allergy" ? 200 : 500;
    await patients.database.asOwner(
      `insert into ${field} (id, organization_id, created_at, updated_at, patient_id, system, code, display)
       select gen_random_uuid(), organization_id, now(), now(), patient_id, system, code || n, display
       from ${field} cross join generate_series(1, ${most - 1}) as n where patient_id = '${patientId}'`,
    );
    expect((await record(other)).userErrors).toEqual([{ code: "VALIDATION_FAILED", field: ["patientId"] }]);
  });

  it("is not given another code without its name", async () => {
    const { entry } = await record();
    const change = { id: entry.id, expectedVersion: 1, code: other.code };
    expect((await run("update", change)).userErrors).toEqual([{ code: "VALIDATION_FAILED", field: ["code"] }]);
  });

  it("is written by a provider of patients in their care, and looks like nothing to others", async () => {
    const doctor: TestViewer = { organizationId, roles: [Role.PROVIDER], providerId: randomUUID() };
    expect((await record({}, doctor)).userErrors).toEqual([{ code: "NOT_FOUND", field: ["patientId"] }]);
    const { entry } = await record();
    const change = { id: entry.id, expectedVersion: 1, [began]: "2020-03-02" };
    const nothing = [{ code: "NOT_FOUND", field: ["id"] }];
    expect((await run("update", change, doctor)).userErrors).toEqual(nothing);
    expect((await run("update", change, stranger)).userErrors).toEqual(nothing);
    const em = boundEntityManager(patients.orm, organizationId);
    const until = new Date(Date.now() + 3_600_000);
    em.create(AccessGrantRow, { patientId, providerId: doctor.providerId, until, endedAt: null } as never);
    await em.flush();
    expect((await run("update", change, doctor)).entry).toMatchObject({ [began]: "2020-03-02", version: 2 });
  });

  it("is read for a page of patients in one statement", async () => {
    for (const id of [patientId, await register(), await register()]) await record({ patientId: id });
    for (const first of [1, 3]) {
      patients.statements.length = 0;
      await patients.query(nurse, `{ patients(first: ${first}) { nodes { ${list} { code } } } }`);
      expect(patients.statements.filter((statement) => statement.startsWith("select"))).toHaveLength(2);
    }
  });

  if (field === "allergy") {
    it("is one entry while it is not over, whoever writes it down first", async () => {
      const answers = await Promise.all(Array.from({ length: 10 }, () => record()));
      const codes = answers.map(({ userErrors }) => userErrors[0]?.code ?? "done");
      expect(codes.sort()).toEqual([...Array(9).fill("ALREADY_RECORDED"), "done"]);
      const entry = answers.find((answer) => answer.entry)?.entry;
      await run("resolve", { id: entry.id, abatement: "2021-01-01" });
      expect((await record()).userErrors).toEqual([]);
      expect((await run("update", { id: entry.id, expectedVersion: 2, abatement: null })).userErrors).toEqual([
        { code: "ALREADY_RECORDED", field: ["code"] },
      ]);
    });
  }
});
