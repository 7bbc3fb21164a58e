import { randomUUID } from "node:crypto";
import { boundEntityManager, planDigest, Role } from "@careconnect/kit";
import { planOf, startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { PatientRow } from "../patient/patient.entity.ts";
import { foundBy } from "../patient/patient.search.ts";
import { knownPayer } from "../references/payer.fixture.ts";
import { patientSubgraph } from "../subgraph.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const staff: TestViewer = { organizationId, roles: [Role.STAFF] };
const stranger: TestViewer = { organizationId: "0199a000-0000-7000-8000-000000000002", roles: [Role.ADMIN] };

let patients: TestSubgraph;
beforeAll(async () => {
  patients = await startTestSubgraph(patientSubgraph);
  await knownPayer(patients, organizationId, payerId);
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

const payerId = randomUUID();
const first = { payerId, priority: "PRIMARY", startsOn: "2026-01-01", endsOn: "2026-06-30" };
const shown = "id plan memberNumber priority startsOn endsOn version payer { id }";

async function run(mutation: string, input: object, viewer: TestViewer = staff) {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const { data, errors } = await patients.query(
    viewer,
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { coverage { ${shown} } userErrors { code field } } }`,
    { input },
  );
  expect(errors).toBeUndefined();
  return data[mutation];
}

const add = (input: object = {}, viewer?: TestViewer) => run("addCoverage", { patientId, ...first, ...input }, viewer);

async function on(date: string, viewer: TestViewer = staff) {
  const { data } = await patients.query(
    viewer,
    `{ patient(id: "${patientId}") { coverageOn(date: "${date}") { priority startsOn } } }`,
  );
  return data.patient.coverageOn;
}

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  patients.orm.em.getConnection().execute(statement);

describe("a coverage", () => {
  it("is added to a patient, sealed, and told by its payer and days, and by its plan in no words", async () => {
    const { coverage, userErrors } = await add({ plan: "Silver 2026", memberNumber: "XYZ-123 456" });
    expect(userErrors).toEqual([]);
    const { id, ...facts } = coverage;
    const { payerId: _payer, ...days } = first;
    expect(facts).toEqual({
      ...days,
      ...{ plan: "Silver 2026", memberNumber: "XYZ-123 456", version: 1, payer: { id: payerId } },
    });
    expect(await sql(`select type, payload from outbox_event where aggregate_id = '${id}'`)).toEqual([
      {
        type: "patient.coverage.added",
        payload: { coverageId: id, patientId, ...first, planDigest: planDigest(id, "silver 2026") },
      },
    ]);
    expect(
      await sql(`select outcome, subject_ids from audit_entry where '{coverage.change}' = actions
                 and '${id}' = any(entity_ids)`),
    ).toEqual([{ outcome: "ALLOWED", subject_ids: [patientId] }]);
    const rows = await sql(`select * from coverage where id = '${id}'`);
    expect(JSON.stringify(rows)).not.toMatch(/XYZ|123 ?456/);
    expect(rows[0]?.member_number_index).toBeTruthy();
  });

  it("has the same index however its number is written", async () => {
    const { coverage: one } = await add({ memberNumber: "xyz123456" });
    const { coverage: other } = await add({ priority: "SECONDARY", memberNumber: "XYZ-123 456" });
    const indexes = await sql(
      `select distinct member_number_index from coverage where id in ('${one.id}', '${other.id}')`,
    );
    expect(indexes).toHaveLength(1);
  });

  it("leads to its patient by its whole number, for who may see all coverages", async () => {
    await add({ memberNumber: "FND-777 888" });
    const found = async (search: string, viewer: TestViewer) => {
      const document = "query ($s: String) { patients(filter: { search: $s }) { nodes { id } } }";
      const { data, errors } = await patients.query(viewer, document, { s: search });
      expect(errors).toBeUndefined();
      return data.patients.nodes;
    };
    expect(await found("fnd777888", staff)).toEqual([{ id: patientId }]);
    expect(await found("fnd77788", staff)).toEqual([]);
    expect(await found("--", staff)).toEqual([]);
    expect(await found("fnd777888", stranger)).toEqual([]);
    expect(await found("fnd777888", { organizationId, roles: [Role.PATIENT], patientId })).toEqual([]);
    const reader = { organizationId, roles: [Role.STAFF], scopes: new Set(["graphql"]) } as never;
    const plan = await planOf(boundEntityManager(patients.orm, organizationId), PatientRow, {
      $and: [foundBy("fnd777888", reader)],
    });
    expect(plan).toContain("coverage_organization_id_member_number_index_index");
  });

  it("is one of 100 of its patient at most", async () => {
    await add();
    await patients.database.asOwner(
      `insert into coverage (id, organization_id, created_at, updated_at, patient_id, payer_id, priority, starts_on, ends_on)
       select gen_random_uuid(), organization_id, now(), now(), patient_id, payer_id, priority,
         date '1900-01-01' + n, date '1900-01-01' + n
       from coverage cross join generate_series(1, 99) as n where patient_id = '${patientId}'`,
    );
    expect((await add({ startsOn: "2027-01-01", endsOn: null })).userErrors).toEqual([
      { code: "VALIDATION_FAILED", field: ["patientId"] },
    ]);
  });

  it("is one of its priority on each day, whoever adds it first", async () => {
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => add({ startsOn: `2026-01-${String(index + 1).padStart(2, "0")}` })),
    );
    const codes = answers.map(({ userErrors }) => userErrors[0]?.code ?? "done");
    expect(codes.sort()).toEqual([...Array(19).fill("COVERAGE_OVERLAP"), "done"]);
    expect(await sql(`select 1 from coverage where patient_id = '${patientId}'`)).toHaveLength(1);
  });

  it.each([
    ["the same days", {}],
    ["the last day of another", { startsOn: "2026-06-30", endsOn: null }],
    ["days around another", { startsOn: "2025-01-01", endsOn: null }],
  ])("does not take %s", async (_what, input) => {
    await add();
    expect(await add(input)).toEqual({
      coverage: null,
      userErrors: [{ code: "COVERAGE_OVERLAP", field: ["startsOn"] }],
    });
  });

  it("follows another from the next day on, and goes beside one of the other priority", async () => {
    await add();
    expect((await add({ startsOn: "2026-07-01", endsOn: null })).userErrors).toEqual([]);
    expect((await add({ priority: "SECONDARY", startsOn: "2026-06-01", endsOn: null })).userErrors).toEqual([]);
    expect(await on("2025-12-31")).toEqual([]);
    expect(await on("2026-01-01")).toEqual([{ priority: "PRIMARY", startsOn: "2026-01-01" }]);
    expect(await on("2026-06-30")).toEqual([
      { priority: "PRIMARY", startsOn: "2026-01-01" },
      { priority: "SECONDARY", startsOn: "2026-06-01" },
    ]);
    expect(await on("2099-01-01")).toEqual([
      { priority: "PRIMARY", startsOn: "2026-07-01" },
      { priority: "SECONDARY", startsOn: "2026-06-01" },
    ]);
  });

  it("is corrected, but not over another", async () => {
    const { coverage } = await add({ plan: "Silver", memberNumber: "1" });
    await add({ startsOn: "2026-07-01", endsOn: null });
    const change = { id: coverage.id, expectedVersion: 1 };
    expect((await run("updateCoverage", { ...change, endsOn: null })).userErrors).toEqual([
      { code: "COVERAGE_OVERLAP", field: ["endsOn"] },
    ]);
    const { coverage: beside } = await add({ priority: "SECONDARY", startsOn: "2026-06-01", endsOn: null });
    const first = { id: beside.id, expectedVersion: 1, priority: "PRIMARY" };
    expect((await run("updateCoverage", first)).userErrors).toEqual([
      { code: "COVERAGE_OVERLAP", field: ["priority"] },
    ]);
    const { coverage: changed } = await run("updateCoverage", { ...change, plan: null, endsOn: "2026-06-29" });
    expect(changed).toMatchObject({ plan: null, memberNumber: "1", endsOn: "2026-06-29", version: 2 });
    expect((await run("updateCoverage", { ...change, plan: "Gold" })).userErrors).toEqual([
      { code: "VERSION_CONFLICT", field: ["expectedVersion"] },
    ]);
    expect(await run("updateCoverage", { ...change, expectedVersion: 2 })).toMatchObject({ coverage: { version: 2 } });
    expect(await sql(`select type from outbox_event where aggregate_id = '${coverage.id}' order by sequence`)).toEqual([
      { type: "patient.coverage.added" },
      { type: "patient.coverage.updated" },
    ]);
  });

  it("ends once, earlier than it would have", async () => {
    const { coverage } = await add({ endsOn: null });
    const end = (endsOn: string) => run("endCoverage", { id: coverage.id, endsOn });
    expect((await end("2025-12-31")).userErrors).toEqual([{ code: "VALIDATION_FAILED", field: ["endsOn"] }]);
    expect(await end("2026-03-31")).toMatchObject({ coverage: { endsOn: "2026-03-31", version: 2 }, userErrors: [] });
    expect((await end("2026-03-31")).userErrors).toEqual([{ code: "ILLEGAL_TRANSITION", field: ["endsOn"] }]);
    expect((await add({ startsOn: "2026-04-01" })).userErrors).toEqual([]);
  });

  it.each([
    ["that ends before it starts", { endsOn: "2025-12-31" }, "VALIDATION_FAILED", "endsOn"],
    ["in a year that nobody lives in", { startsOn: "0001-01-01" }, "VALIDATION_FAILED", "startsOn"],
    ["of a payer who has no id", { payerId: "Medicare" }, "VALIDATION_FAILED", "payerId"],
    ["of a payer who is not there", { payerId: randomUUID() }, "NOT_FOUND", "payerId"],
    ["with a number that is none", { memberNumber: "---" }, "VALIDATION_FAILED", "memberNumber"],
    ["of a patient who is not there", { patientId: randomUUID() }, "NOT_FOUND", "patientId"],
  ])("is not one %s", async (_what, input, code, field) => {
    expect(await add(input)).toEqual({ coverage: null, userErrors: [{ code, field: [field] }] });
  });

  it("is not changed to one of a payer who is not there; what it has of one from before payers were looked up stays", async () => {
    const { coverage } = await add();
    const { id } = coverage;
    const unknown = randomUUID();
    expect(await run("updateCoverage", { id, expectedVersion: 1, payerId: unknown })).toEqual({
      ...{ coverage: null, userErrors: [{ code: "NOT_FOUND", field: ["payerId"] }] },
    });
    await sql(`update coverage set payer_id = '${unknown}' where id = '${id}'`);
    const kept = await run("updateCoverage", { id, expectedVersion: 1, payerId: unknown, plan: "Gold" });
    expect(kept).toMatchObject({ coverage: { plan: "Gold", payer: { id: unknown } }, userErrors: [] });
    const other = await knownPayer(patients, organizationId);
    const changed = await run("updateCoverage", { id, expectedVersion: 2, payerId: other });
    expect(changed).toMatchObject({ coverage: { payer: { id: other } }, userErrors: [] });
  });

  it("waits for a payer who was registered a moment ago, and takes none of another organization's", async () => {
    const late = randomUUID();
    const adding = add({ payerId: late });
    await knownPayer(patients, organizationId, late);
    expect((await adding).userErrors).toEqual([]);
    const theirs = await knownPayer(patients, stranger.organizationId);
    expect((await add({ priority: "SECONDARY", payerId: theirs })).userErrors).toEqual([
      { code: "NOT_FOUND", field: ["payerId"] },
    ]);
  });

  it("is added once when it is asked for twice, and the second time without waiting for the payer", async () => {
    const keyed = { idempotencyKey: randomUUID(), payerId: await knownPayer(patients, organizationId) };
    const { coverage } = await add(keyed);
    await sql(`delete from payer_reference where payer_id = '${keyed.payerId}'`);
    patients.statements.length = 0;
    expect(await add(keyed)).toMatchObject({ coverage: { id: coverage.id }, userErrors: [] });
    const looked = patients.statements.filter((statement) => statement.includes("payer_reference"));
    expect(looked).toEqual([]);
    expect((await add({ ...keyed, plan: "Gold" })).userErrors).toEqual([
      { code: "IDEMPOTENCY_KEY_REUSED", field: ["idempotencyKey"] },
    ]);
  });

  it("is neither seen nor changed from another organization", async () => {
    const { coverage } = await add();
    const payerId = await knownPayer(patients, stranger.organizationId);
    expect((await add({ payerId }, stranger)).userErrors).toEqual([{ code: "NOT_FOUND", field: ["patientId"] }]);
    const change = { id: coverage.id, expectedVersion: 1, plan: "Gold" };
    expect((await run("updateCoverage", change, stranger)).userErrors).toEqual([{ code: "NOT_FOUND", field: ["id"] }]);
  });

  it("is read for a page of patients in one statement", async () => {
    const ids = [patientId, await register(), await register()];
    for (const id of ids) await add({ patientId: id });
    for (const first of [1, 3]) {
      patients.statements.length = 0;
      const { errors } = await patients.query(
        staff,
        `{ patients(first: ${first}) { nodes { coverages { startsOn } coverageOn(date: "2026-02-01") { id } } } }`,
      );
      expect(errors).toBeUndefined();
      expect(patients.statements.filter((statement) => statement.startsWith("select"))).toHaveLength(2);
    }
  });
});
