import { importedId, Role } from "@careconnect/kit";
import { schemaDiff, startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { providerSubgraph } from "../subgraph.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const admin: TestViewer = { organizationId, roles: [Role.ADMIN], scope: "graphql import" };
const staff: TestViewer = { organizationId, roles: [Role.STAFF] };
const patient: TestViewer = { organizationId, roles: [Role.PATIENT] };
const stranger: TestViewer = {
  organizationId: "0199a000-0000-7000-8000-000000000002",
  roles: [Role.ADMIN],
  scope: "graphql import",
};

const timeZone = "America/New_York";
const places = [
  { externalId: "l-1", name: "Mount Auburn Hospital", phone: "617-492-3500", address: { city: "Cambridge" }, timeZone },
  { externalId: "l-2", name: "Élan Clinic", timeZone },
  { externalId: "l-3", name: "100% Health", timeZone: "America/Chicago" },
];
const cardiology = { code: "CARDIOLOGY", name: "Cardiology" };
const generalPractice = { code: "GENERAL PRACTICE", name: "General practice" };
const clinicians = [
  {
    externalId: "d-1",
    givenName: "Renée",
    familyName: "Duval",
    gender: "FEMALE",
    specialties: [generalPractice, cardiology],
    locationExternalIds: ["l-1", "l-2"],
    timeZone,
  },
  {
    externalId: "d-2",
    givenName: "Omar",
    familyName: "Haddad",
    specialties: [generalPractice],
    locationExternalIds: ["l-1"],
    timeZone,
  },
  { externalId: "d-3", givenName: "Rosa", familyName: "Duarte", specialties: [], locationExternalIds: [], timeZone },
];

const providerId = (externalId: string) => importedId(organizationId, "provider", externalId);
const locationId = (externalId: string) => importedId(organizationId, "location", externalId);

let providers: TestSubgraph;
beforeAll(async () => {
  providers = await startTestSubgraph(providerSubgraph);
  expect(await providers.import(admin, "locations", places)).toEqual({ accepted: 3, unchanged: 0, rejected: [] });
  expect(await providers.import(admin, "providers", clinicians)).toEqual({ accepted: 3, unchanged: 0, rejected: [] });
});
afterAll(() => providers.close());

async function names(viewer: TestViewer, args: string): Promise<string[]> {
  const { data, errors } = await providers.query(viewer, `{ providers(${args}) { nodes { fullName } } }`);
  expect(errors).toBeUndefined();
  return data.providers.nodes.map((node: { fullName: string }) => node.fullName);
}

async function sql(statement: string): Promise<Record<string, unknown>[]> {
  return providers.orm.em.getConnection().execute(statement);
}

describe("the database", () => {
  it("is what the entities declare", async () => {
    expect(await schemaDiff(providerSubgraph, providers.database.ownerUrl)).toBe("");
  });

  it("refuses a status that is none", async () => {
    await expect(sql("update provider set status = 'RETIRED'")).rejects.toThrow(/provider_status_check/);
  });

  it("refuses a second specialty with a code of the organization", async () => {
    const copy =
      "insert into specialty select gen_random_uuid(), organization_id, 1, now(), now(), code, 'Other' from specialty";
    await expect(sql(copy)).rejects.toThrow(/specialty_code_unique/);
  });
});

describe("providers", () => {
  it("finds by the start of any name, ignoring case and accents", async () => {
    expect(await names(staff, 'filter: { search: "renee" }')).toEqual(["Renée Duval"]);
    expect(await names(staff, 'filter: { search: "DU" }')).toEqual(["Rosa Duarte", "Renée Duval"]);
    expect(await names(staff, 'filter: { search: "r duv" }')).toEqual(["Renée Duval"]);
    expect(await names(staff, 'filter: { search: "%" }')).toEqual([]);
    expect(await names(staff, 'filter: { search: "  " }')).toHaveLength(3);
  });

  it("finds by specialty, location, status and source id, all of which must hold", async () => {
    expect(await names(staff, 'filter: { specialty: "GENERAL PRACTICE" }')).toEqual(["Renée Duval", "Omar Haddad"]);
    expect(await names(staff, `filter: { location: "${locationId("l-2")}" }`)).toEqual(["Renée Duval"]);
    expect(await names(staff, `filter: { location: "${locationId("l-1")}", specialty: "CARDIOLOGY" }`)).toEqual([
      "Renée Duval",
    ]);
    expect(await names(staff, 'filter: { location: "nonsense" }')).toEqual([]);
    expect(await names(staff, "filter: { status: ACTIVE }")).toHaveLength(3);
    expect(await names(staff, "filter: { status: SUSPENDED }")).toEqual([]);
    expect(await names(staff, 'filter: { externalId: "d-2" }')).toEqual(["Omar Haddad"]);
  });

  it("pages through the whole list without gap or repeat, in both directions", async () => {
    for (const [order, expected] of [
      ["NAME_ASC", ["Rosa Duarte", "Renée Duval", "Omar Haddad"]],
      ["NAME_DESC", ["Omar Haddad", "Renée Duval", "Rosa Duarte"]],
    ] as const) {
      const seen: string[] = [];
      let after: string | null = null;
      do {
        const { data, errors } = await providers.query(
          staff,
          `query ($after: String) { providers(first: 2, after: $after, orderBy: ${order}) { totalCount nodes { fullName } pageInfo { hasNextPage endCursor } } }`,
          { after },
        );
        expect(errors).toBeUndefined();
        expect(data.providers.totalCount).toBe(3);
        seen.push(...data.providers.nodes.map((node: { fullName: string }) => node.fullName));
        after = data.providers.pageInfo.hasNextPage ? data.providers.pageInfo.endCursor : null;
      } while (after);
      expect(seen).toEqual(expected);
    }
  });

  it("shows what they practise and where, by name", async () => {
    const { data } = await providers.query(
      staff,
      `{ provider(id: "${providerId("d-1")}") {
        externalId givenName familyName gender timeZone status version
        specialties { code name } locations { name phone address { city } timeZone }
      } }`,
    );
    expect(data.provider).toEqual({
      externalId: "d-1",
      givenName: "Renée",
      familyName: "Duval",
      gender: "FEMALE",
      timeZone,
      status: "ACTIVE",
      version: 1,
      specialties: [cardiology, generalPractice],
      locations: [
        { name: "Mount Auburn Hospital", phone: "617-492-3500", address: { city: "Cambridge" }, timeZone },
        { name: "Élan Clinic", phone: null, address: null, timeZone },
      ],
    });
  });

  it("costs one statement for rows and one for each kind of link, whatever the page size", async () => {
    for (const first of [1, 3]) {
      providers.statements.length = 0;
      await providers.query(
        staff,
        `{ providers(first: ${first}) { nodes { specialties { code } locations { id } } } }`,
      );
      expect(providers.statements.map((statement) => statement.split(" ")[0])).toEqual(["select", "select", "select"]);
    }
  });

  it("are joined from elsewhere in one statement", async () => {
    providers.statements.length = 0;
    const { data } = await providers.query(
      staff,
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on Provider { fullName } ... on Location { name } } }`,
      {
        r: [
          ...["d-1", "d-2", "d-3"].map((id) => ({ __typename: "Provider", id: providerId(id) })),
          ...["l-1", "l-3"].map((id) => ({ __typename: "Location", id: locationId(id) })),
          { __typename: "Provider", id: providerId("nobody") },
        ],
      },
    );
    expect(data._entities).toEqual([
      { fullName: "Renée Duval" },
      { fullName: "Omar Haddad" },
      { fullName: "Rosa Duarte" },
      { name: "Mount Auburn Hospital" },
      { name: "100% Health" },
      null,
    ]);
    expect(providers.statements).toHaveLength(2);
  });
});

describe("specialties and locations", () => {
  it("lists the catalogue by name", async () => {
    const { data } = await providers.query(staff, "{ specialties { code name } }");
    expect(data.specialties).toEqual([cardiology, generalPractice]);
  });

  it("finds locations by the start of any word of the name, and by source id", async () => {
    const found = async (filter: string) => {
      const { data, errors } = await providers.query(
        staff,
        `{ locations(filter: { ${filter} }) { totalCount nodes { externalId } } }`,
      );
      expect(errors).toBeUndefined();
      return data.locations.nodes.map((node: { externalId: string }) => node.externalId);
    };
    expect(await found('search: "aub"')).toEqual(["l-1"]);
    expect(await found('search: "hosp mount"')).toEqual(["l-1"]);
    expect(await found('search: "elan"')).toEqual(["l-2"]);
    expect(await found('search: "100%"')).toEqual(["l-3"]);
    expect(await found('search: "linic"')).toEqual([]);
    expect(await found('externalId: "l-2"')).toEqual(["l-2"]);
  });
});

describe("who sees what", () => {
  const all = "{ providers { totalCount } locations { totalCount } specialties { code } }";

  it("shows another organization nothing", async () => {
    expect((await providers.query(stranger, all)).data).toEqual({
      providers: { totalCount: 0 },
      locations: { totalCount: 0 },
      specialties: [],
    });
    const entities = await providers.query(
      stranger,
      "query ($r: [_Any!]!) { _entities(representations: $r) { __typename } }",
      {
        r: [
          { __typename: "Provider", id: providerId("d-1") },
          { __typename: "Location", id: locationId("l-1") },
        ],
      },
    );
    expect(entities.data._entities).toEqual([null, null]);
    const filtered = `filter: { specialty: "CARDIOLOGY", location: "${locationId("l-1")}" }`;
    expect(await names(stranger, filtered)).toEqual([]);
  });

  it("shows a patient the directory, without an audit entry: it is no patient data", async () => {
    const before = await sql("select count(*) from audit_entry");
    expect((await providers.query(patient, all)).data).toMatchObject({
      providers: { totalCount: 3 },
      locations: { totalCount: 3 },
    });
    expect(await sql("select count(*) from audit_entry")).toEqual(before);
  });

  it("refuses a partner, and writes the denial down", async () => {
    const answer = await providers.query({ organizationId, roles: [Role.PARTNER] }, all);
    expect(answer.data).toEqual({ providers: null, locations: null, specialties: null });
    expect(answer.errors?.map(({ extensions }) => extensions.code)).toEqual(["FORBIDDEN", "FORBIDDEN", "FORBIDDEN"]);
    const denied = await sql("select distinct actions from audit_entry where outcome = 'DENIED' order by actions");
    expect(denied.map(({ actions }) => actions)).toEqual([["location.read"], ["provider.read"], ["specialty.read"]]);
  });

  it("answers null for an id that is none", async () => {
    expect((await providers.query(staff, '{ provider(id: "nonsense") { id } }')).data.provider).toBeNull();
  });
});

describe("importing providers", () => {
  it("changes nothing the second time, and tells nobody", async () => {
    const before = await sql("select count(*) from outbox_event");
    expect(await providers.import(admin, "locations", places)).toEqual({ accepted: 0, unchanged: 3, rejected: [] });
    expect(await providers.import(admin, "providers", clinicians)).toEqual({ accepted: 0, unchanged: 3, rejected: [] });
    expect(await sql("select count(*) from outbox_event")).toEqual(before);
  });

  it("puts an event per row into the transaction, marked as imported and without names", async () => {
    const events = await sql("select * from outbox_event order by type");
    expect(events.map(({ type }) => type)).toEqual([
      ...Array(3).fill("provider.location.registered"),
      ...Array(3).fill("provider.registered"),
    ]);
    expect(events.every((event) => event.imported === true && event.aggregate_version === 1)).toBe(true);
    expect(JSON.stringify(events)).not.toMatch(/Duval|Auburn/);
    expect(events.find((event) => event.aggregate_id === providerId("d-1"))?.payload).toEqual({
      providerId: providerId("d-1"),
      status: "ACTIVE",
      timeZone,
      specialties: ["GENERAL PRACTICE", "CARDIOLOGY"],
      locationIds: [locationId("l-1"), locationId("l-2")],
    });
  });

  it("has 1,000 specialties at most, whoever imports at the same time", async () => {
    const viewer: TestViewer = { ...admin, organizationId: "0199a000-0000-7000-8000-00000000000d" };
    await providers.orm.em.getConnection().execute(
      `insert into specialty (id, organization_id, created_at, updated_at, code, name)
       select gen_random_uuid(), '${viewer.organizationId}', now(), now(), 'S' || n, 'S' || n from generate_series(1, 998) n`,
    );
    const row = (of: string) => ({
      ...{ externalId: of, givenName: "Some", familyName: "One", locationExternalIds: [], timeZone },
      specialties: [
        { code: "S1", name: "S1" },
        { code: of, name: of },
      ],
    });
    const reports = await Promise.all(
      ["A", "B"].map((of) => providers.import(viewer, "providers", [row(`${of}1`), row(`${of}2`)])),
    );
    expect(reports.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(2);
    expect(reports.flatMap(({ rejected }) => rejected)).toMatchObject(
      Array(2).fill({ code: "VALIDATION_FAILED", field: ["specialties"] }),
    );
    const { data } = await providers.query(viewer, "{ specialties { code } }");
    expect(data.specialties).toHaveLength(1_000);
  });

  it("reports a bad row by line and field while the good ones go in", async () => {
    await providers.import(stranger, "locations", places);
    const row = { givenName: "Some", familyName: "One", specialties: [], locationExternalIds: ["l-1"], timeZone };
    const report = await providers.import(stranger, "providers", [
      { externalId: "e-1", ...row },
      { externalId: "e-2", ...row, locationExternalIds: ["l-1", "l-9"], specialties: [cardiology] },
      { externalId: "e-3", ...row, timeZone: "+05:00" },
      { externalId: "e-4", ...row, specialties: [{ code: "", name: "None" }] },
      { externalId: "e-5", ...row, givenName: " " },
    ]);
    expect(report.accepted).toBe(1);
    expect(report.rejected).toMatchObject([
      { line: 3, code: "NOT_FOUND", field: ["locationExternalIds", "1"] },
      { line: 4, code: "VALIDATION_FAILED", field: ["timeZone"] },
      { line: 5, code: "VALIDATION_FAILED", field: ["specialties", "0", "code"] },
      { line: 6, code: "VALIDATION_FAILED", field: ["givenName"] },
    ]);
    expect(await names(stranger, "first: 10")).toEqual(["Some One"]);
    const { data } = await providers.query(stranger, "{ specialties { code } }");
    expect(data.specialties).toEqual([]);
  });

  it("loads one file into two organizations as two sets of records", async () => {
    await providers.import(stranger, "providers", clinicians);
    expect(await sql("select distinct id from provider where external_id = 'd-1'")).toHaveLength(2);
    expect(await sql("select distinct id from specialty where code = 'CARDIOLOGY'")).toHaveLength(2);
  });

  it("follows a provider who moves or changes specialty, with a new version and an event", async () => {
    const moved = { ...clinicians[1], specialties: [cardiology], locationExternalIds: ["l-2", "l-3"] };
    const report = await providers.import(
      admin,
      "providers",
      [clinicians[0], moved, moved].map((row) => ({ ...row })),
    );
    expect(report).toEqual({ accepted: 1, unchanged: 2, rejected: [] });
    const { data } = await providers.query(
      staff,
      `{ provider(id: "${providerId("d-2")}") { version specialties { code } locations { externalId } } }`,
    );
    expect(data.provider).toEqual({
      version: 2,
      specialties: [{ code: "CARDIOLOGY" }],
      locations: [{ externalId: "l-3" }, { externalId: "l-2" }],
    });
    expect(await sql("select aggregate_version, payload from outbox_event where type = 'provider.updated'")).toEqual([
      {
        aggregate_version: 2,
        payload: expect.objectContaining({
          specialties: ["CARDIOLOGY"],
          locationIds: [locationId("l-2"), locationId("l-3")],
        }),
      },
    ]);
  });

  it("renames a specialty in the catalogue", async () => {
    const renamed = {
      ...clinicians[0],
      specialties: [generalPractice, { code: "CARDIOLOGY", name: "Heart medicine" }],
    };
    await providers.import(admin, "providers", [renamed]);
    const { data } = await providers.query(staff, "{ specialties { name } }");
    expect(data.specialties).toEqual([{ name: "General practice" }, { name: "Heart medicine" }]);
  });

  it("does not reinstate a provider who was suspended since", async () => {
    await sql(`update provider set status = 'SUSPENDED' where id = '${providerId("d-3")}'`);
    await providers.import(admin, "providers", [{ ...clinicians[2], givenName: "Rosalía" }]);
    expect(await names(staff, "filter: { status: SUSPENDED }")).toEqual(["Rosalía Duarte"]);
  });

  it("is refused without the role or the scope", async () => {
    for (const viewer of [
      { ...admin, scope: "graphql" },
      { ...staff, scope: "graphql import" },
    ]) {
      await expect(providers.import(viewer, "providers", clinicians)).rejects.toThrow(/403.*FORBIDDEN/);
    }
  });
});
