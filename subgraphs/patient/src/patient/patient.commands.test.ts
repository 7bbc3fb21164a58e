import { Role } from "@careconnect/kit";
import { type GraphQLAnswer, startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { patientSubgraph } from "../subgraph.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const staff: TestViewer = { organizationId, roles: [Role.STAFF], userId: "0199b000-0000-7000-8000-00000000000a" };
const colleague: TestViewer = { ...staff, userId: "0199b000-0000-7000-8000-00000000000b" };

let patients: TestSubgraph;
beforeAll(async () => {
  patients = await startTestSubgraph(patientSubgraph);
});
afterAll(() => patients.close());

const zoe = { givenName: "Zoë", familyName: "Ångström", birthDate: "1984-02-29" };

function run(viewer: TestViewer, mutation: string, input: object): Promise<GraphQLAnswer> {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  return patients.query(
    viewer,
    `mutation ($input: ${type}!) { ${mutation}(input: $input) {
       patient { id mrn fullName email phone archived version } userErrors { code field message } } }`,
    { input },
  );
}

async function register(input: object = zoe, viewer = staff) {
  const { data, errors } = await run(viewer, "registerPatient", input);
  expect(errors).toBeUndefined();
  return data.registerPatient;
}

async function sql(statement: string): Promise<Record<string, unknown>[]> {
  return patients.orm.em.getConnection().execute(statement);
}

describe("registering a patient", () => {
  it("answers with the patient, and leaves an event and an audit entry", async () => {
    const { patient, userErrors } = await register({ ...zoe, email: "zoe@example.org", phone: "+1 (617) 555-0100" });
    expect(userErrors).toEqual([]);
    expect(patient).toMatchObject({ fullName: "Zoë Ångström", phone: "+16175550100", version: 1, archived: false });
    expect(
      await sql(`select type, aggregate_version, imported from outbox_event where aggregate_id = '${patient.id}'`),
    ).toEqual([{ type: "patient.registered", aggregate_version: 1, imported: false }]);
    expect(
      await sql(
        `select actions, outcome, subject_ids from audit_entry where '${patient.id}' = any(entity_ids) and 'patient.register' = any(actions)`,
      ),
    ).toEqual([{ actions: ["patient.register"], outcome: "ALLOWED", subject_ids: [patient.id] }]);
  });

  it("names each field that is wrong, and writes nothing", async () => {
    const before = await sql("select count(*) from patient");
    const { patient, userErrors } = await register({
      givenName: "  ",
      familyName: "李",
      birthDate: "2999-01-01",
      email: "nobody",
      phone: "12",
      language: "not a language",
      timeZone: "Mars/Olympus",
    });
    expect(patient).toBeNull();
    expect(userErrors.map((error: { code: string; field: string[] }) => [error.code, ...error.field])).toEqual(
      ["givenName", "birthDate", "email", "phone", "language", "timeZone"].map((field) => ["VALIDATION_FAILED", field]),
    );
    expect(await sql("select count(*) from patient")).toEqual(before);
  });

  it.each([
    ["email", `${"x".repeat(65)}@example.org`, "must have 64 characters before the @ at most"],
    [
      "email",
      `x@${"y".repeat(60)}.${"y".repeat(60)}.${"y".repeat(60)}.${"y".repeat(60)}.example.org`,
      "must have 254 characters at most",
    ],
    ["language", "klingon", "must be a BCP 47 tag such as es-MX"],
  ])("takes no %s that there cannot be: %s", async (field, value, sentence) => {
    const { userErrors } = await register({ ...zoe, [field]: value });
    expect(userErrors).toEqual([{ code: "VALIDATION_FAILED", field: [field], message: `\`${field}\` ${sentence}.` }]);
  });

  it("keeps language and zone as they are written by convention", async () => {
    const { patient } = await register({ ...zoe, language: "ES-mx", timeZone: "europe/berlin" });
    expect(await sql(`select language, time_zone from patient where id = '${patient.id}'`)).toEqual([
      { language: "es-MX", time_zone: "Europe/Berlin" },
    ]);
  });

  it("gives 20 simultaneous patients 20 numbers", async () => {
    const registered = await Promise.all(Array.from({ length: 20 }, () => register()));
    expect(new Set(registered.map(({ patient }) => patient.mrn)).size).toBe(20);
  });

  it("is refused to a patient", async () => {
    const { errors } = await run({ organizationId, roles: [Role.PATIENT] }, "registerPatient", zoe);
    expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  });
});

describe("an idempotency key", () => {
  it("makes fifty simultaneous calls one effect with one answer", async () => {
    const before = Number((await sql("select count(*) from patient"))[0]?.count);
    const input = { ...zoe, idempotencyKey: "fifty" };
    const answers = await Promise.all(Array.from({ length: 50 }, () => register(input)));
    expect(new Set(answers.map(({ patient }) => patient.id)).size).toBe(1);
    expect(Number((await sql("select count(*) from patient"))[0]?.count)).toBe(before + 1);
  });

  it("is the caller's own, and the mutation's", async () => {
    const mine = await register({ ...zoe, idempotencyKey: "mine" });
    const theirs = await register({ ...zoe, idempotencyKey: "mine" }, colleague);
    expect(theirs.patient.id).not.toBe(mine.patient.id);
    const { data } = await run(staff, "archivePatient", { id: mine.patient.id, idempotencyKey: "mine" });
    expect(data.archivePatient.patient.archived).toBe(true);
  });

  it("is refused with another body", async () => {
    await register({ ...zoe, idempotencyKey: "body" });
    const { patient, userErrors } = await register({ ...zoe, givenName: "Zoé", idempotencyKey: "body" });
    expect(patient).toBeNull();
    expect(userErrors).toMatchObject([{ code: "IDEMPOTENCY_KEY_REUSED", field: ["idempotencyKey"] }]);
  });

  it("tells a value that is removed from one that is not mentioned", async () => {
    const { patient } = await register({ ...zoe, phone: "+16175550100" });
    const change = { id: patient.id, expectedVersion: 1, givenName: "Zoa", idempotencyKey: "null" };
    await run(staff, "updatePatient", change);
    const { data } = await run(staff, "updatePatient", { ...change, phone: null });
    expect(data.updatePatient.userErrors).toMatchObject([{ code: "IDEMPOTENCY_KEY_REUSED" }]);
  });

  it("stores ids and errors, nothing that could be read from them", async () => {
    await register({ ...zoe, email: "stored@example.org", idempotencyKey: "stored" });
    const rows = await sql("select * from idempotency_record where key = 'stored'");
    expect(JSON.stringify(rows)).not.toMatch(/stored@|Ångström/);
  });

  it("shows a replayed answer as it may be seen now, and to whom it may be shown now", async () => {
    const { patient } = await register({ ...zoe, idempotencyKey: "later" });
    await run(staff, "updatePatient", { id: patient.id, expectedVersion: 1, givenName: "Zoa" });
    expect((await register({ ...zoe, idempotencyKey: "later" })).patient).toMatchObject({
      id: patient.id,
      fullName: "Zoa Ångström",
    });
    const demoted = { ...staff, roles: [Role.PARTNER] };
    const { errors } = await run(demoted, "registerPatient", { ...zoe, idempotencyKey: "later" });
    expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
  });

  it("replays a refusal too", async () => {
    const { patient } = await register();
    const stale = { id: patient.id, expectedVersion: 7, givenName: "New", idempotencyKey: "stale" };
    const first = await run(staff, "updatePatient", stale);
    expect(first.data.updatePatient.userErrors).toMatchObject([
      { code: "VERSION_CONFLICT", field: ["expectedVersion"] },
    ]);
    expect((await run(staff, "updatePatient", stale)).data).toEqual(first.data);
  });

  it("is free again when its time is over", async () => {
    await register({ ...zoe, idempotencyKey: "expired" });
    await sql("update idempotency_record set expires_at = now() - interval '1 second' where key = 'expired'");
    const again = await register({ ...zoe, givenName: "Another", idempotencyKey: "expired" });
    expect(again.userErrors).toEqual([]);
  });
});

describe("changing a patient", () => {
  it("keeps what is absent and removes what is null", async () => {
    const { patient } = await register({ ...zoe, email: "zoe@example.org", phone: "+16175550100" });
    const { data } = await run(staff, "updatePatient", { id: patient.id, expectedVersion: 1, email: null });
    expect(data.updatePatient).toMatchObject({
      patient: { email: null, phone: "+16175550100", version: 2 },
      userErrors: [],
    });
  });

  it("answers two mutations of one operation each with the patient as it then was", async () => {
    const { patient } = await register();
    const { data } = await patients.query(
      staff,
      `mutation ($one: UpdatePatientInput!, $two: UpdatePatientInput!) {
         one: updatePatient(input: $one) { patient { givenName } }
         two: updatePatient(input: $two) { patient { givenName } } }`,
      {
        one: { id: patient.id, expectedVersion: 1, givenName: "First" },
        two: { id: patient.id, expectedVersion: 2, givenName: "Second" },
      },
    );
    expect(data).toEqual({ one: { patient: { givenName: "First" } }, two: { patient: { givenName: "Second" } } });
  });

  it("tells nobody of a change that changes nothing", async () => {
    const { patient } = await register();
    const { data } = await run(staff, "updatePatient", { id: patient.id, expectedVersion: 1, givenName: "Zoë" });
    expect(data.updatePatient).toMatchObject({ patient: { version: 1 }, userErrors: [] });
    expect(await sql(`select type from outbox_event where aggregate_id = '${patient.id}'`)).toHaveLength(1);
  });

  it("lets one of ten simultaneous changes win", async () => {
    const { patient } = await register();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        run(staff, "updatePatient", { id: patient.id, expectedVersion: 1, givenName: `Zoë ${index}` }),
      ),
    );
    const codes = answers.map(({ data, errors }) => {
      expect(errors).toBeUndefined();
      return data.updatePatient.userErrors[0]?.code ?? "done";
    });
    expect(codes.sort()).toEqual([...Array(9).fill("VERSION_CONFLICT"), "done"]);
  });

  it("is open to the patient for their own record, and looks like nothing for another", async () => {
    const { patient } = await register();
    const { patient: other } = await register();
    const self: TestViewer = { organizationId, roles: [Role.PATIENT], patientId: patient.id };
    expect(
      (await run(self, "updatePatient", { id: patient.id, expectedVersion: 1, language: "sv" })).data.updatePatient
        .userErrors,
    ).toEqual([]);
    expect(
      (await run(self, "updatePatient", { id: other.id, expectedVersion: 1, language: "sv" })).data.updatePatient
        .userErrors,
    ).toMatchObject([{ code: "NOT_FOUND", field: ["id"] }]);
  });

  it("says in plain words that a name cannot be removed", async () => {
    const { patient } = await register();
    const { data } = await run(staff, "updatePatient", { id: patient.id, expectedVersion: 1, givenName: null });
    expect(data.updatePatient.userErrors).toEqual([
      { code: "VALIDATION_FAILED", field: ["givenName"], message: "`givenName` must have a value." },
    ]);
  });

  it("leaves the day of death to others than the patient", async () => {
    const { patient } = await register();
    const self: TestViewer = { organizationId, roles: [Role.PATIENT], patientId: patient.id };
    for (const deceasedDate of ["2020-01-01", null]) {
      const { errors } = await run(self, "updatePatient", { id: patient.id, expectedVersion: 1, deceasedDate });
      expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    }
    const change = { id: patient.id, expectedVersion: 1, deceasedDate: "2020-01-01" };
    expect((await run(staff, "updatePatient", change)).data.updatePatient.userErrors).toEqual([]);
  });
});

describe("archiving a patient", () => {
  it("happens once, keeps the record, and seals the reason", async () => {
    const { patient } = await register();
    const first = await run(staff, "archivePatient", { id: patient.id, reason: "moved to Uppsala" });
    expect(first.data.archivePatient.patient.archived).toBe(true);
    const second = await run(staff, "archivePatient", { id: patient.id });
    expect(second.data.archivePatient.userErrors).toMatchObject([{ code: "ILLEGAL_TRANSITION", field: ["id"] }]);
    expect(JSON.stringify(await sql(`select * from patient where id = '${patient.id}'`))).not.toContain("Uppsala");
    expect(await sql(`select type from outbox_event where aggregate_id = '${patient.id}' order by id`)).toEqual([
      { type: "patient.registered" },
      { type: "patient.archived" },
    ]);
  });

  it("is taken back, and everybody is told", async () => {
    const { patient } = await register();
    const early = await run(staff, "unarchivePatient", { id: patient.id });
    expect(early.data.unarchivePatient.userErrors).toMatchObject([{ code: "ILLEGAL_TRANSITION", field: ["id"] }]);
    await run(staff, "archivePatient", { id: patient.id, reason: "the wrong one" });
    const back = await run(staff, "unarchivePatient", { id: patient.id });
    expect(back.data.unarchivePatient).toMatchObject({ userErrors: [], patient: { archived: false } });
    expect(await sql(`select archived_at, archive_reason from patient where id = '${patient.id}'`)).toEqual([
      { archived_at: null, archive_reason: null },
    ]);
    expect(
      await sql(
        `select type, payload->'archived' as archived from outbox_event where aggregate_id = '${patient.id}' order by id`,
      ),
    ).toEqual([
      { type: "patient.registered", archived: false },
      { type: "patient.archived", archived: true },
      { type: "patient.updated", archived: false },
    ]);
  });

  it("is taken back by one of ten at once", async () => {
    const { patient } = await register();
    await run(staff, "archivePatient", { id: patient.id });
    const outcomes = await Promise.all(
      Array.from({ length: 10 }, () => run(staff, "unarchivePatient", { id: patient.id })),
    );
    const codes = outcomes.flatMap(({ data }) =>
      data.unarchivePatient.userErrors.map(({ code }: { code: string }) => code),
    );
    expect(codes).toEqual(Array.from({ length: 9 }, () => "ILLEGAL_TRANSITION"));
  });
});
