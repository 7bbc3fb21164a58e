import { Role } from "@careconnect/kit";
import {
  type GraphQLAnswer,
  schemaDiff,
  startTestSubgraph,
  type TestSubgraph,
  type TestViewer,
} from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { patientSubgraph } from "../subgraph.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const admin: TestViewer = { organizationId, roles: [Role.ADMIN], scope: "graphql import" };
const staff: TestViewer = { organizationId, roles: [Role.STAFF] };
const nurse: TestViewer = { organizationId, roles: [Role.NURSE] };
const stranger: TestViewer = {
  organizationId: "0199a000-0000-7000-8000-000000000002",
  roles: [Role.ADMIN],
  scope: "graphql import",
};

const people = [
  {
    externalId: "p-1",
    givenName: "Zoë",
    familyName: "Ångström",
    birthDate: "1984-02-29",
    email: "Zoe@Example.org",
    phone: "+1 617 555 0100",
  },
  { externalId: "p-2", givenName: "Amira", familyName: "Nasser", birthDate: "1990-01-01", nationalId: "999-17-5017" },
  {
    externalId: "p-3",
    givenName: "Daniel",
    familyName: "Okafor",
    birthDate: "1975-06-30",
    address: { state: "Massachusetts", line: "1 Main Street", city: "Somerville", country: "US" },
  },
  { externalId: "p-4", givenName: "Dana", familyName: "Nasser", birthDate: "2001-12-31" },
];

let patients: TestSubgraph;
beforeAll(async () => {
  patients = await startTestSubgraph(patientSubgraph);
  expect(await patients.import(admin, "patients", people)).toEqual({ accepted: 4, unchanged: 0, rejected: [] });
});
afterAll(() => patients.close());

async function names(viewer: TestViewer, args: string): Promise<string[]> {
  const { data, errors } = await patients.query(viewer, `{ patients(${args}) { nodes { fullName } } }`);
  expect(errors).toBeUndefined();
  return data.patients.nodes.map((node: { fullName: string }) => node.fullName);
}

async function sql(statement: string): Promise<Record<string, unknown>[]> {
  return patients.orm.em.getConnection().execute(statement);
}

async function codeOf(response: Response): Promise<string | undefined> {
  return ((await response.json()) as GraphQLAnswer).errors?.[0]?.extensions.code;
}

describe("the database", () => {
  it("is what the entities declare", async () => {
    expect(await schemaDiff(patientSubgraph, patients.database.ownerUrl)).toBe("");
  });

  it("holds no contact data or national id in plain text", async () => {
    const [row] = await sql("select * from patient where external_id = 'p-1'");
    expect(JSON.stringify(row)).not.toMatch(/example\.org|555 0100/i);
    expect(row?.email).toMatch(/^v2\./);
    const [other] = await sql("select * from patient where external_id = 'p-2'");
    expect(JSON.stringify(other)).not.toContain("999-17-5017");
  });

  it("lets the serving role change neither the audit log nor the events", async () => {
    for (const statement of [
      "update audit_entry set outcome = 'x'",
      "delete from outbox_event",
      "create table mine (id int)",
    ]) {
      await expect(sql(statement)).rejects.toThrow(/permission denied/);
    }
  });
});

describe("patients", () => {
  it("finds by the start of any name, ignoring case and accents", async () => {
    expect(await names(staff, 'filter: { search: "angs" }')).toEqual(["Zoë Ångström"]);
    expect(await names(staff, 'filter: { search: "da nas" }')).toEqual(["Dana Nasser"]);
    expect(await names(staff, 'filter: { search: "DAN" }')).toEqual(["Dana Nasser", "Daniel Okafor"]);
    // Nothing starts like that; what is like it is found then.
    expect(await names(staff, 'filter: { search: "asser" }')).toEqual(["Amira Nasser", "Dana Nasser"]);
    expect(await names(staff, 'filter: { search: "fghfgh" }')).toEqual([]);
    expect(await names(staff, 'filter: { search: "%" }')).toEqual([]);
  });

  it("finds by exact e-mail, phone and by MRN", async () => {
    expect(await names(staff, 'filter: { search: "zoe@example.ORG" }')).toEqual(["Zoë Ångström"]);
    expect(await names(staff, 'filter: { search: "+1 (617) 555-0100" }')).toEqual(["Zoë Ångström"]);
    expect(await names(staff, 'filter: { search: "100001" }')).toHaveLength(1);
  });

  it("pages through the whole list without gap or repeat, in both directions of an order", async () => {
    for (const order of ["NAME_ASC", "NAME_DESC", "BIRTH_DATE_ASC", "MRN_DESC"]) {
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const { data, errors } = await patients.query(
          staff,
          `query ($after: String) { patients(first: 3, after: $after, orderBy: ${order}) { totalCount edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } } }`,
          { after },
        );
        expect(errors).toBeUndefined();
        expect(data.patients.totalCount).toBe(4);
        expect(data.patients.pageInfo.hasPreviousPage).toBe(after !== null);
        seen.push(...data.patients.edges.map((edge: { node: { id: string } }) => edge.node.id));
        after = data.patients.pageInfo.hasNextPage ? data.patients.pageInfo.endCursor : null;
      } while (after);
      expect(new Set(seen).size).toBe(4);
      expect(seen).toHaveLength(4);
    }
  });

  it("gives cursors that say nothing and fit no other list", async () => {
    const { data } = await patients.query(staff, "{ patients(first: 1) { edges { cursor node { familyName } } } }");
    const [edge] = data.patients.edges;
    expect(Buffer.from(edge.cursor, "base64url").toString()).not.toContain(edge.node.familyName);
    for (const [viewer, args] of [
      [staff, "orderBy: NAME_DESC"],
      [stranger, "first: 1"],
    ] as const) {
      const { errors } = await patients.query(
        viewer,
        `{ patients(after: "${edge.cursor}", ${args}) { nodes { id } } }`,
      );
      expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
    }
  });

  it("refuses a page of more than 100", async () => {
    const { errors } = await patients.query(staff, "{ patients(first: 101) { nodes { id } } }");
    expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", field: ["first"] });
  });

  it("costs one statement for rows, one for conditions and one audit entry, whatever the page size", async () => {
    for (const first of [1, 4]) {
      patients.statements.length = 0;
      await patients.query(nurse, `{ patients(first: ${first}) { nodes { id conditions { code } } } }`);
      const kinds = patients.statements.map((statement) => statement.split(" ")[0]);
      expect(kinds.filter((kind) => kind === "select")).toHaveLength(2);
      expect(kinds.filter((kind) => kind === "insert")).toHaveLength(1);
    }
  });
});

describe("who sees what", () => {
  const all = "{ patients { totalCount nodes { id fullName } } }";
  const zoe = async () => (await sql("select id from patient where external_id = 'p-1'"))[0]?.id as string;
  const entity = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Patient { fullName } } }";

  it("shows another organization nothing", async () => {
    expect((await patients.query(stranger, all)).data.patients).toEqual({ totalCount: 0, nodes: [] });
    expect((await patients.query(stranger, `{ patient(id: "${await zoe()}") { fullName } }`)).data.patient).toBeNull();
    const answer = await patients.query(stranger, entity, { r: [{ __typename: "Patient", id: await zoe() }] });
    expect(answer.data._entities).toEqual([null]);
  });

  it("shows a patient their own record and no other", async () => {
    const self: TestViewer = { organizationId, roles: [Role.PATIENT], patientId: await zoe() };
    expect((await patients.query(self, all)).data.patients).toMatchObject({
      totalCount: 1,
      nodes: [{ fullName: "Zoë Ångström" }],
    });
    const [other] = await sql("select id from patient where external_id = 'p-2'");
    const answer = await patients.query(self, entity, {
      r: [await zoe(), other?.id].map((id) => ({ __typename: "Patient", id })),
    });
    expect(answer.data._entities).toEqual([{ fullName: "Zoë Ångström" }, null]);
  });

  it("refuses a partner and a patient without a record, and writes the denial down", async () => {
    for (const role of [Role.PARTNER, Role.PATIENT]) {
      const answer = await patients.query({ organizationId, roles: [role] }, all);
      expect(answer.data.patients).toBeNull();
      expect(answer.errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    }
    expect(await sql("select actions from audit_entry where outcome = 'DENIED'")).toContainEqual({
      actions: ["patient.read"],
    });
  });

  it("answers null for an id that is none", async () => {
    expect((await patients.query(staff, '{ patient(id: "nonsense") { id } }')).data.patient).toBeNull();
  });

  it("writes down that somebody was counted, since a count of one search says who is here", async () => {
    await patients.query(staff, '{ patients(filter: { search: "zoe@example.org" }) { totalCount } }');
    const [entry] = await sql("select actions, entity_ids from audit_entry order by id desc limit 1");
    expect(entry).toEqual({ actions: ["patient.list"], entity_ids: [] });
  });

  it("refuses a token that was asked for imports alone", async () => {
    const answer = await patients.query({ ...admin, scope: "import" }, all);
    expect(answer).toMatchObject({ status: 403, errors: [{ extensions: { code: "FORBIDDEN" } }] });
  });

  it("says of a date that is none that the input is wrong, as a literal and as a variable", async () => {
    for (const [query, variables] of [
      ['{ patients(filter: { birthDate: "x" }) { totalCount } }', {}],
      ["query ($d: Date) { patients(filter: { birthDate: $d }) { totalCount } }", { d: "2023-02-29" }],
    ] as const) {
      const { errors } = await patients.query(staff, query, variables);
      expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
    }
  });

  it("refuses text that no database holds, without calling it a fault", async () => {
    const answer = await patients.query(
      staff,
      "query ($s: String) { patients(filter: { externalId: $s }) { totalCount } }",
      { s: "a\u0000b" },
    );
    expect(answer.errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  });

  it("lets no answer leave when its audit entry cannot be written", async () => {
    await patients.database.asOwner("alter table audit_entry rename to audit_entry_gone");
    try {
      const answer = await patients.query(staff, all);
      expect(JSON.stringify(answer)).not.toContain("Nasser");
      expect(answer.errors?.[0]?.extensions.code).toBe("INTERNAL_SERVER_ERROR");
    } finally {
      await patients.database.asOwner("alter table audit_entry_gone rename to audit_entry");
    }
  });
});

describe("anything but a valid token", () => {
  it.each([
    ["none", undefined],
    ["garbage", "Bearer garbage"],
    [
      "an unsigned one",
      `Bearer ${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from("{}").toString("base64url")}.`,
    ],
  ])("is refused: %s", async (_name, authorization) => {
    const response = await fetch(`${patients.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json", ...(authorization && { authorization }) },
      body: JSON.stringify({ query: "{ patients { totalCount } }" }),
    });
    expect(response.status).toBe(401);
    expect(await codeOf(response)).toBe("UNAUTHENTICATED");
  });

  it.each([
    ["of another audience", { aud: "someone-else" }],
    ["of another issuer", { iss: "http://evil.test" }],
    ["that expired", { exp: Math.floor(Date.now() / 1_000) - 10 }],
    ["without an organization", { org: undefined }],
    ["with a role we do not know", { roles: ["ROOT"] }],
  ])("is refused: one %s, on _entities too", async (_name, overrides) => {
    const response = await fetch(`${patients.url}/graphql`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        authorization: `Bearer ${await patients.issuer.tokenFor(staff, overrides)}`,
      },
      body: JSON.stringify({ query: "{ _entities(representations: []) { __typename } }" }),
    });
    expect(await codeOf(response)).toBe("UNAUTHENTICATED");
  });
});

describe("importing patients", () => {
  it("changes nothing the second time, and tells nobody", async () => {
    const before = await sql("select count(*) from outbox_event");
    expect(await patients.import(admin, "patients", people)).toEqual({ accepted: 0, unchanged: 4, rejected: [] });
    expect(await sql("select count(*) from outbox_event")).toEqual(before);
  });

  it("puts an event per patient into the transaction, marked as imported and without personal data", async () => {
    const events = await sql(
      "select * from outbox_event where type = 'patient.registered' and organization_id = '0199a000-0000-7000-8000-000000000001'",
    );
    expect(events).toHaveLength(4);
    expect(events.every((event) => event.imported === true && event.aggregate_version === 1)).toBe(true);
    expect(events.every(({ payload }) => (payload as { archived: boolean }).archived === false)).toBe(true);
    expect(JSON.stringify(events)).not.toMatch(/Nasser|Zoë|example\.org/);
  });

  it("reports a bad row by line and field while the good ones go in", async () => {
    const report = await patients.import(stranger, "patients", [
      { externalId: "q-1", givenName: "Good", familyName: "Row", birthDate: "2000-01-01" },
      { externalId: "q-2", givenName: "Bad", familyName: "Date", birthDate: "2001-02-29" },
      { externalId: "q-3", givenName: "Future", familyName: "Birth", birthDate: "2999-01-01" },
      { externalId: "q-4", givenName: "Same", familyName: "Number", birthDate: "2000-01-01", mrn: "M1" },
      { externalId: "q-5", givenName: "Same", familyName: "Number", birthDate: "2000-01-01", mrn: "M1" },
    ]);
    expect(report.accepted).toBe(2);
    expect(report.rejected).toMatchObject([
      { line: 3, code: "VALIDATION_FAILED", field: ["birthDate"] },
      { line: 4, code: "VALIDATION_FAILED", field: ["birthDate"] },
      { line: 6, code: "CONFLICT" },
    ]);
    expect(await names(stranger, "first: 10")).toEqual(["Same Number", "Good Row"]);
  });

  it("loads one file into two organizations as two sets of records", async () => {
    await patients.import(stranger, "patients", people);
    const rows = await sql("select distinct id from patient where external_id = 'p-1'");
    expect(rows).toHaveLength(2);
  });

  it("is refused without the role or the scope", async () => {
    await expect(patients.import({ ...admin, scope: "graphql" }, "patients", people)).rejects.toThrow(/403.*FORBIDDEN/);
    await expect(patients.import({ ...staff, scope: "graphql import" }, "patients", people)).rejects.toThrow(
      /403.*FORBIDDEN/,
    );
  });

  it("adds conditions to patients that are there, and says which are not", async () => {
    const condition = { system: "http://snomed.info/sct", code: "195662009", display: "Acute viral pharyngitis" };
    const report = await patients.import(admin, "conditions", [
      { externalId: "c-1", patientExternalId: "p-1", ...condition, onset: "2023-01-27", abatement: "2023-02-09" },
      { externalId: "c-2", patientExternalId: "p-1", ...condition, onset: "2024-05-01" },
      { externalId: "c-3", patientExternalId: "nobody", ...condition },
      { externalId: "c-4", patientExternalId: "p-1", ...condition, onset: "2024-05-01", abatement: "2023-01-01" },
    ]);
    expect(report).toMatchObject({
      accepted: 2,
      rejected: [
        { line: 4, code: "NOT_FOUND", field: ["patientExternalId"] },
        { line: 5, code: "VALIDATION_FAILED", field: ["abatement"] },
      ],
    });
    const { data } = await patients.query(
      nurse,
      '{ patients(filter: { externalId: "p-1" }) { nodes { conditions { onset status } } } }',
    );
    expect(data.patients.nodes[0].conditions).toEqual([
      { onset: "2024-05-01", status: "ACTIVE" },
      { onset: "2023-01-27", status: "RESOLVED" },
    ]);
  });

  it("has 2,000 conditions of a patient at most, whoever imports at the same time, and what is there is imported again", async () => {
    const viewer = { ...admin, organizationId: "0199a000-0000-7000-8000-00000000000c" };
    const person = { externalId: "full", givenName: "Full", familyName: "House", birthDate: "1950-01-01" };
    await patients.import(viewer, "patients", [person]);
    await sql(
      `insert into condition (id, organization_id, created_at, updated_at, patient_id, system, code, display)
       select gen_random_uuid(), organization_id, now(), now(), id, 'http://snomed.info/sct', n::text, 'Old'
       from patient, generate_series(1, 1997) n where organization_id = '${viewer.organizationId}'`,
    );
    const rows = (of: string) =>
      [1, 2, 3].map((n) => ({
        ...{ externalId: `${of}-${n}`, patientExternalId: "full", system: "http://snomed.info/sct", code: "1" },
        display: "New",
      }));
    const reports = await Promise.all(["a", "b"].map((of) => patients.import(viewer, "conditions", rows(of))));
    expect(reports.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(3);
    const refused = reports.flatMap(({ rejected }) => rejected);
    expect(refused).toMatchObject(Array(3).fill({ code: "VALIDATION_FAILED", field: ["patientExternalId"] }));
    const again = await Promise.all(["a", "b"].map((of) => patients.import(viewer, "conditions", rows(of))));
    expect(again.reduce((sum, { unchanged }) => sum + unchanged, 0)).toBe(3);
  });

  it("leaves conditions alone that were corrected here or are over since", async () => {
    const coded = { system: "http://snomed.info/sct", code: "195967001", display: "Asthma" };
    const rows = ["kept-1", "kept-2", "kept-3"].map((externalId) => ({
      ...{ externalId, patientExternalId: "p-4", onset: "2020-01-01" },
      ...coded,
    }));
    await patients.import(admin, "conditions", rows);
    const [one, two, three] = await sql(
      "select id from condition where external_id like 'kept-%' order by external_id",
    );
    const { errors } = await patients.query(
      nurse,
      `mutation ($update: UpdateConditionInput!, $resolve: ResolveConditionInput!, $same: UpdateConditionInput!) {
         updateCondition(input: $update) { userErrors { code } }
         resolveCondition(input: $resolve) { userErrors { code } }
         same: updateCondition(input: $same) { condition { version } } }`,
      {
        update: { id: one?.id, expectedVersion: 1, ...coded, code: "13645005", display: "COPD" },
        resolve: { id: two?.id, abatement: "2021-01-01" },
        same: { id: three?.id, expectedVersion: 1, onset: "2020-01-01" },
      },
    );
    expect(errors).toBeUndefined();
    const stored = () =>
      sql("select code, abatement, version from condition where external_id like 'kept-%' order by external_id");
    const before = [
      { code: "13645005", abatement: null, version: 2 },
      { code: "195967001", abatement: "2021-01-01", version: 2 },
      { code: "195967001", abatement: null, version: 1 },
    ];
    expect(await stored()).toEqual(before);
    expect(await patients.import(admin, "conditions", rows)).toMatchObject({ accepted: 0, unchanged: 3 });
    expect(await stored()).toEqual(before);
    const corrected = rows.map((row) => ({ ...row, abatement: "2022-02-02" }));
    expect(await patients.import(admin, "conditions", corrected)).toMatchObject({ accepted: 1, unchanged: 2 });
  });

  it("takes names and births that nobody is registered with, and no death before a birth", async () => {
    const names = { givenName: "1", familyName: "2" };
    const report = await patients.import(stranger, "patients", [
      { externalId: "old-1", ...names, birthDate: "1810-03-01" },
      { externalId: "old-2", ...names, birthDate: "1990-03-01", deceasedDate: "1990-02-28" },
    ]);
    expect(report).toMatchObject({
      accepted: 1,
      rejected: [{ line: 3, code: "VALIDATION_FAILED", field: ["deceasedDate"] }],
    });
  });
});
