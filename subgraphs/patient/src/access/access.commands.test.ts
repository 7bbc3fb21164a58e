import { randomUUID } from "node:crypto";
import { Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { patientSubgraph } from "../subgraph.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const staff: TestViewer = { organizationId, roles: [Role.STAFF] };
const stranger: TestViewer = { organizationId: "0199a000-0000-7000-8000-000000000002", roles: [Role.ADMIN] };

let patients: TestSubgraph;
beforeAll(async () => {
  patients = await startTestSubgraph(patientSubgraph);
});
afterAll(() => patients.close());

let patientId: string;
let doctor: TestViewer & { readonly providerId: string };
beforeEach(async () => {
  const input = { givenName: "Zoë", familyName: "Ångström", birthDate: "1984-02-29" };
  const { data } = await patients.query(
    staff,
    "mutation ($input: RegisterPatientInput!) { registerPatient(input: $input) { patient { id } } }",
    { input },
  );
  patientId = data.registerPatient.patient.id;
  doctor = { organizationId, roles: [Role.PROVIDER], providerId: randomUUID() };
});

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

async function give(input: object = {}, viewer: TestViewer = staff) {
  const { data, errors } = await patients.query(
    viewer,
    `mutation ($input: GrantPatientAccessInput!) { grantPatientAccess(input: $input) {
       accessGrant { id until reason endedAt provider { id } } userErrors { code field } } }`,
    { input: { patientId, providerId: doctor.providerId, until: inDays(1), reason: "A second opinion", ...input } },
  );
  expect(errors).toBeUndefined();
  return data.grantPatientAccess;
}

async function end(id: string, viewer: TestViewer = staff) {
  const { data, errors } = await patients.query(
    viewer,
    `mutation ($input: EndPatientAccessInput!) { endPatientAccess(input: $input) {
       accessGrant { id endedAt } userErrors { code field } } }`,
    { input: { id } },
  );
  expect(errors).toBeUndefined();
  return data.endPatientAccess;
}

async function isSeen(): Promise<boolean> {
  const { data } = await patients.query(doctor, `{ patient(id: "${patientId}") { id } }`);
  return data.patient !== null;
}

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  patients.orm.em.getConnection().execute(statement);
const eventsOf = (id: string) =>
  sql(
    `select type, aggregate_version as version, payload from outbox_event where aggregate_id = '${id}' order by sequence`,
  );

describe("access to a patient", () => {
  it("is given 500 times at most, however many give it at the same time", async () => {
    await patients.database.asOwner(
      `insert into access_grant (id, organization_id, created_at, updated_at, patient_id, provider_id, until)
       select gen_random_uuid(), organization_id, now(), now(), id, gen_random_uuid(), now()
       from patient, generate_series(1, 497) where id = '${patientId}'`,
    );
    const answers = await Promise.all(Array.from({ length: 10 }, () => give()));
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual(
      Array.from({ length: 7 }, () => ({ code: "VALIDATION_FAILED", field: ["patientId"] })),
    );
  });

  it("is what a provider is given until some time, and leaves an event and an audit entry", async () => {
    expect(await isSeen()).toBe(false);
    const until = inDays(365 - 0.01);
    const { accessGrant, userErrors } = await give({ until });
    expect(userErrors).toEqual([]);
    const { id, ...shown } = accessGrant;
    expect(shown).toEqual({ until, reason: "A second opinion", endedAt: null, provider: { id: doctor.providerId } });
    expect(await isSeen()).toBe(true);
    expect(await eventsOf(id)).toEqual([
      {
        type: "patient.access.granted",
        version: 1,
        payload: { grantId: id, patientId, providerId: doctor.providerId, until, endedAt: null },
      },
    ]);
    expect(
      await sql(`select outcome, subject_ids from audit_entry where '{patient.access.grant}' = actions
                 and '${id}' = any(entity_ids)`),
    ).toEqual([{ outcome: "ALLOWED", subject_ids: [patientId] }]);
    expect(JSON.stringify(await sql("select * from access_grant"))).not.toContain("opinion");
  });

  it("is over when somebody ends it, which is told, and can be done once", async () => {
    const { accessGrant } = await give();
    const ended = await end(accessGrant.id);
    expect(ended).toEqual({ accessGrant: { id: accessGrant.id, endedAt: expect.any(String) }, userErrors: [] });
    expect(await isSeen()).toBe(false);
    expect((await eventsOf(accessGrant.id))[1]).toMatchObject({
      type: "patient.access.ended",
      version: 2,
      payload: { grantId: accessGrant.id, endedAt: ended.accessGrant.endedAt },
    });
    expect((await end(accessGrant.id)).userErrors).toEqual([{ code: "ILLEGAL_TRANSITION", field: ["id"] }]);
    expect(
      await sql(`select outcome, subject_ids from audit_entry where '{patient.access.grant}' = actions
                 and '${accessGrant.id}' = any(entity_ids) order by id desc limit 1`),
    ).toEqual([{ outcome: "REFUSED", subject_ids: [patientId] }]);
  });

  it("is over at its time, and then cannot be ended", async () => {
    const { accessGrant } = await give();
    await patients.database.asOwner(`update access_grant set until = now() where id = '${accessGrant.id}'`);
    expect(await isSeen()).toBe(false);
    expect((await end(accessGrant.id)).userErrors).toEqual([{ code: "ILLEGAL_TRANSITION", field: ["id"] }]);
  });

  it.each([
    ["until a time that is over", () => ({ until: inDays(-0.01) }), "VALIDATION_FAILED", "until"],
    ["for longer than a year", () => ({ until: inDays(365.01) }), "VALIDATION_FAILED", "until"],
    ["without a reason", () => ({ reason: " " }), "VALIDATION_FAILED", "reason"],
    ["to a patient who is not there", () => ({ patientId: randomUUID() }), "NOT_FOUND", "patientId"],
  ])("is not given %s", async (_what, input, code, field) => {
    expect(await give(input())).toEqual({ accessGrant: null, userErrors: [{ code, field: [field] }] });
  });

  it("is not given by anybody to themselves", async () => {
    const administrator: TestViewer = { ...doctor, roles: [Role.PROVIDER, Role.ADMIN] };
    for (const providerId of [doctor.providerId, doctor.providerId.toUpperCase()]) {
      const { userErrors } = await give({ providerId }, administrator);
      expect(userErrors).toEqual([{ code: "OWN_ACCESS", field: ["providerId"] }]);
    }
    expect(await sql(`select 1 from access_grant where provider_id = '${doctor.providerId}'`)).toEqual([]);
  });

  it("is neither given nor ended from another organization", async () => {
    expect((await give({}, stranger)).userErrors).toEqual([{ code: "NOT_FOUND", field: ["patientId"] }]);
    const { accessGrant } = await give();
    expect((await end(accessGrant.id, stranger)).userErrors).toEqual([{ code: "NOT_FOUND", field: ["id"] }]);
    expect(await isSeen()).toBe(true);
  });
});
