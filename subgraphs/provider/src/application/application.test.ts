import { randomUUID } from "node:crypto";
import { Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { providerSubgraph } from "../subgraph.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const [staff, admin, colleague] = [Role.STAFF, Role.ADMIN, Role.STAFF].map((role): TestViewer & { userId: string } => ({
  ...{ organizationId, roles: [role], userId: randomUUID() },
})) as [TestViewer & { userId: string }, TestViewer & { userId: string }, TestViewer & { userId: string }];
const importer: TestViewer = { organizationId, roles: [Role.ADMIN], scope: "graphql import" };
const stranger: TestViewer = { organizationId: "0199a000-0000-7000-8000-000000000002", roles: [Role.ADMIN] };
const timeZone = "Europe/Berlin";

let providers: TestSubgraph;
let locationId: string;
beforeAll(async () => {
  providers = await startTestSubgraph(providerSubgraph);
  await providers.import(importer, "locations", [{ externalId: "l-1", name: "Charité", timeZone }]);
  await providers.import(importer, "providers", [
    {
      ...{ externalId: "d-1", givenName: "Renée", familyName: "Duval", timeZone, locationExternalIds: [] },
      specialties: [{ code: "CARDIOLOGY", name: "Cardiology" }],
    },
  ]);
  const { data } = await providers.query(staff, "{ locations { nodes { id } } }");
  locationId = data.locations.nodes[0].id;
});
afterAll(() => providers.close());

const shown = `id givenName familyName fullName email languages timeZone status version
  specialties { code } locations { id } credentials { kind number issuer issuedOn expiresOn }
  history { from to reason actorId } provider { id fullName status credentials { number } }`;

const inputTypes: Readonly<Record<string, string>> = {
  submitProviderApplication: "SubmitProviderApplicationInput",
  resubmitProviderApplication: "ResubmitProviderApplicationInput",
  requestProviderApplicationInformation: "RefuseProviderApplicationInput",
  rejectProviderApplication: "RefuseProviderApplicationInput",
};

async function run(mutation: string, input: object, viewer: TestViewer = staff) {
  const { data, errors } = await providers.query(
    viewer,
    `mutation ($input: ${inputTypes[mutation] ?? "AdvanceProviderApplicationInput"}!) { ${mutation}(input: $input) {
       providerApplication { ${shown} } userErrors { code field message } } }`,
    { input },
  );
  expect(errors).toBeUndefined();
  return data[mutation];
}

let numbers = 0;
const licence = () => ({
  ...{ kind: "MEDICAL_LICENSE", number: `A-${++numbers}`, issuer: "Ärztekammer Berlin", issuedOn: "2015-07-01" },
});
const profile = (input: object = {}) => ({
  ...{ givenName: "Ada", familyName: "Lovelace", email: "ada@example.org", timeZone },
  ...{ specialties: ["CARDIOLOGY"], locationIds: [locationId], languages: ["en-gb"], credentials: [licence()] },
  ...input,
});

const reason = "The licence cannot be read";
let id: string;
beforeEach(async () => {
  const { providerApplication } = await run("submitProviderApplication", profile());
  id = providerApplication.id;
});

const review = () => run("startProviderApplicationReview", { id }, admin);
const approve = (input: object = {}, viewer = admin) => run("approveProviderApplication", { id, ...input }, viewer);
const reject = (input: object = {}, viewer = admin) =>
  run("rejectProviderApplication", { id, reason, ...input }, viewer);
const ask = () => run("requestProviderApplicationInformation", { id, reason }, admin);
const codesOf = ({ userErrors }: { userErrors: { code: string }[] }) => userErrors.map(({ code }) => code);

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  providers.orm.em.getConnection().execute(statement);
const eventsOf = (aggregate: string) =>
  sql(`select type, payload from outbox_event where aggregate_id = '${aggregate}' order by sequence`);

describe("an application", () => {
  it("is submitted with who applies sealed, and told by ids alone", async () => {
    const credentials = [{ ...licence(), number: "BE-SECRET" }];
    const { providerApplication, userErrors } = await run("submitProviderApplication", profile({ credentials }));
    expect(userErrors).toEqual([]);
    const { id: applicationId, ...application } = providerApplication;
    expect(application).toEqual({
      ...{ givenName: "Ada", familyName: "Lovelace", fullName: "Ada Lovelace", email: "ada@example.org", timeZone },
      ...{ languages: ["en-GB"], specialties: [{ code: "CARDIOLOGY" }], locations: [{ id: locationId }] },
      credentials: [{ ...credentials[0], expiresOn: null }],
      ...{ status: "SUBMITTED", version: 1, provider: null },
      history: [{ from: null, to: "SUBMITTED", reason: null, actorId: staff.userId }],
    });
    expect(await eventsOf(applicationId)).toEqual([
      { type: "provider.application.changed", payload: { applicationId, status: "SUBMITTED", providerId: null } },
    ]);
    const [row] = await sql(`select * from provider_application where id = '${applicationId}'`);
    for (const sealed of ["given_name", "family_name", "email", "credentials"]) expect(row?.[sealed]).toMatch(/^v2\./);
    expect(JSON.stringify(row)).not.toMatch(/Ada|Lovelace|example|SECRET|kammer/);
    expect(await sql(`select actions, outcome from audit_entry where '${applicationId}' = any(entity_ids)`)).toEqual([
      { actions: ["provider.application.submit"], outcome: "ALLOWED" },
    ]);
  });

  it("is asked for more 20 times at most, and approved or rejected then", async () => {
    await sql(
      `insert into provider_application_change (id, organization_id, application_id, from_status, to_status, changed_at, actor_id)
       select gen_random_uuid(), organization_id, id, 'IN_REVIEW', 'MORE_INFORMATION_REQUESTED', now(), '${admin.userId}'
       from provider_application, generate_series(1, 19) where id = '${id}'`,
    );
    await review();
    expect(codesOf(await ask())).toEqual([]);
    await run("resubmitProviderApplication", { id });
    await review();
    expect((await ask()).userErrors).toMatchObject([{ code: "VALIDATION_FAILED", field: ["id"] }]);
    expect(codesOf(await reject())).toEqual([]);
  });

  it("becomes a provider with what was shown, in one transaction with its events", async () => {
    const credentials = [
      { ...licence(), expiresOn: "2099-12-31" },
      { ...licence(), kind: "DEGREE" },
    ];
    const submitted = await run("submitProviderApplication", profile({ credentials }));
    id = submitted.providerApplication.id;
    await review();
    const { providerApplication, userErrors } = await approve({ reason: "All of it was verified" });
    expect(userErrors).toEqual([]);
    const { provider, status, history } = providerApplication;
    expect(status).toBe("APPROVED");
    expect(history).toEqual([
      { from: "IN_REVIEW", to: "APPROVED", reason: "All of it was verified", actorId: admin.userId },
      { from: "SUBMITTED", to: "IN_REVIEW", reason: null, actorId: admin.userId },
      { from: null, to: "SUBMITTED", reason: null, actorId: staff.userId },
    ]);
    expect(provider).toMatchObject({ fullName: "Ada Lovelace", status: "ACTIVE", credentials: [{}, {}] });
    const { data } = await providers.query(
      staff,
      `{ provider(id: "${provider.id}") { languages timeZone licensedUntil specialties { code } locations { id } } }`,
    );
    expect(data.provider).toEqual({
      ...{ languages: ["en-GB"], timeZone, licensedUntil: "2099-12-31" },
      ...{ specialties: [{ code: "CARDIOLOGY" }], locations: [{ id: locationId }] },
    });
    expect(await eventsOf(provider.id)).toEqual([
      {
        type: "provider.registered",
        payload: expect.objectContaining({ providerId: provider.id, status: "ACTIVE", specialties: ["CARDIOLOGY"] }),
      },
      {
        type: "provider.credentials.changed",
        payload: { providerId: provider.id, licensed: [{ from: "2015-07-01", until: "2099-12-31" }] },
      },
    ]);
    expect((await eventsOf(id)).at(-1)?.payload).toEqual({
      ...{ applicationId: id, status: "APPROVED", providerId: provider.id },
    });
    const written = await sql(
      `select distinct xmin::text from provider where id = '${provider.id}'
       union select xmin::text from provider_credential where provider_id = '${provider.id}'
       union select xmin::text from provider_application where id = '${id}'`,
    );
    expect(written).toHaveLength(1);
  });

  it("that more is asked of comes again with it", async () => {
    await review();
    const asked = await ask();
    expect(asked.providerApplication.status).toBe("MORE_INFORMATION_REQUESTED");
    const [credential] = [licence()];
    const again = { id, credentials: [credential], timeZone: "Europe/Paris", reason: "A better scan of it" };
    const { providerApplication, userErrors } = await run("resubmitProviderApplication", again);
    expect(userErrors).toEqual([]);
    expect(providerApplication).toMatchObject({
      ...{ status: "SUBMITTED", givenName: "Ada", timeZone: "Europe/Paris", specialties: [{ code: "CARDIOLOGY" }] },
      credentials: [{ number: credential?.number }],
    });
    expect(providerApplication.history.slice(0, 2)).toEqual([
      {
        ...{ from: "MORE_INFORMATION_REQUESTED", to: "SUBMITTED", reason: "A better scan of it" },
        actorId: staff.userId,
      },
      { from: "IN_REVIEW", to: "MORE_INFORMATION_REQUESTED", reason, actorId: admin.userId },
    ]);
  });

  it("is rejected or withdrawn for good", async () => {
    await review();
    expect((await reject()).providerApplication).toMatchObject({ status: "REJECTED", provider: null });
    const { message } = (await approve()).userErrors[0];
    expect(message).toContain("is REJECTED; this can only be done while it is IN_REVIEW");
    expect(codesOf(await run("withdrawProviderApplication", { id }))).toEqual(["ILLEGAL_TRANSITION"]);
    for (const steps of [[], [review], [review, ask]]) {
      const submitted = await run("submitProviderApplication", profile());
      id = submitted.providerApplication.id;
      for (const step of steps) await step();
      expect((await run("withdrawProviderApplication", { id })).providerApplication.status).toBe("WITHDRAWN");
    }
  });

  it("takes no step that it is not at, which is named", async () => {
    for (const early of [
      await approve(),
      await reject(),
      await ask(),
      await run("resubmitProviderApplication", { id }),
    ])
      expect(early.userErrors).toMatchObject([{ code: "ILLEGAL_TRANSITION", field: ["id"] }]);
    await review();
    expect(codesOf(await review())).toEqual(["ILLEGAL_TRANSITION"]);
  });

  it("is not reviewed by who has submitted it, first or again", async () => {
    const steps = ["approveProviderApplication", "rejectProviderApplication", "requestProviderApplicationInformation"];
    expect((await run("startProviderApplicationReview", { id })).userErrors).toMatchObject([
      { code: "OWN_APPLICATION", field: ["id"] },
    ]);
    await review();
    await ask();
    await run("resubmitProviderApplication", { id }, colleague);
    await review();
    for (const step of steps) {
      for (const submitter of [staff, colleague]) {
        expect(codesOf(await run(step, { id, reason }, submitter))).toEqual(["OWN_APPLICATION"]);
      }
    }
    expect(codesOf(await run("withdrawProviderApplication", { id }, colleague))).toEqual([]);
  });

  it("is decided once by twenty reviewers at once", async () => {
    await review();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? approve() : reject({}, { ...admin }))),
    );
    const codes = answers.map((answer) => codesOf(answer)[0] ?? "done");
    expect(codes.sort()).toEqual([...Array(19).fill("ILLEGAL_TRANSITION"), "done"]);
    const [{ status, provider_id } = {}] = await sql(
      `select status, provider_id from provider_application where id = '${id}'`,
    );
    expect(status === "APPROVED").toBe(provider_id !== null);
    expect(await sql(`select 1 from provider_application_change where application_id = '${id}'`)).toHaveLength(3);
    expect(await eventsOf(id)).toHaveLength(3);
  });

  it("is decided by one of two reviewers who read the same version, whatever they decide", async () => {
    const { providerApplication } = await review();
    const decided = { expectedVersion: providerApplication.version };
    const answers = await Promise.all([approve(decided), ask(), reject(decided)]);
    const codes = answers.map((answer) => codesOf(answer)[0] ?? "done");
    expect(codes.filter((code) => code === "done")).toHaveLength(1);
    for (const code of codes) expect(["done", "VERSION_CONFLICT", "ILLEGAL_TRANSITION"]).toContain(code);
  });

  it("is submitted once by its key", async () => {
    const input = profile({ idempotencyKey: randomUUID() });
    const answers = await Promise.all(Array.from({ length: 5 }, () => run("submitProviderApplication", input)));
    expect(new Set(answers.map(({ providerApplication }) => providerApplication.id)).size).toBe(1);
  });

  it("is not approved with a credential that is recorded, and nothing of it is left then", async () => {
    const [credential] = [licence()];
    const submitted = await run("submitProviderApplication", profile({ credentials: [credential] }));
    await run("startProviderApplicationReview", { id: submitted.providerApplication.id }, admin);
    expect(codesOf(await approve({ id: submitted.providerApplication.id }))).toEqual([]);
    id = (await run("submitProviderApplication", profile({ credentials: [credential] }))).providerApplication.id;
    await review();
    const before = await sql("select count(*) from provider");
    expect((await approve()).userErrors).toMatchObject([{ code: "CREDENTIAL_RECORDED", field: ["id"] }]);
    expect(await sql("select count(*) from provider")).toEqual(before);
    expect(await sql(`select status from provider_application where id = '${id}'`)).toEqual([{ status: "IN_REVIEW" }]);
  });

  it("is not approved for a specialty that the catalogue has no more", async () => {
    await providers.database.asOwner(`update provider_application set specialties = '{ALCHEMY}' where id = '${id}'`);
    await review();
    expect((await approve()).userErrors).toMatchObject([{ code: "VALIDATION_FAILED", field: ["id"] }]);
  });

  it.each([
    ["VALIDATION_FAILED", ["givenName"], { givenName: " " }],
    ["VALIDATION_FAILED", ["familyName"], { familyName: "x".repeat(201) }],
    ["VALIDATION_FAILED", ["email"], { email: "nobody" }],
    ["VALIDATION_FAILED", ["specialties", "0"], { specialties: ["ALCHEMY"] }],
    ["NOT_FOUND", ["locationIds", "0"], { locationIds: ["nonsense"] }],
    ["VALIDATION_FAILED", ["languages", "0"], { languages: ["no tag"] }],
    ["VALIDATION_FAILED", ["timeZone"], { timeZone: "Mars/Olympus" }],
    ["VALIDATION_FAILED", ["credentials"], { credentials: Array.from({ length: 21 }, licence) }],
    ["VALIDATION_FAILED", ["credentials", "0", "number"], { credentials: [{ ...licence(), number: "1\u00002" }] }],
    [
      "VALIDATION_FAILED",
      ["credentials", "0", "expiresOn"],
      { credentials: [{ ...licence(), expiresOn: "2015-07-01" }] },
    ],
    [
      "VALIDATION_FAILED",
      ["credentials", "1", "number"],
      {
        credentials: [
          { ...licence(), number: "a 1" },
          { ...licence(), number: "A-1" },
        ],
      },
    ],
  ])("is refused as %s of %s", async (code, field, input) => {
    expect((await run("submitProviderApplication", profile(input))).userErrors).toMatchObject([{ code, field }]);
  });

  it("names each field of a step that is wrong, and changes nothing", async () => {
    await review();
    expect((await reject({ reason: " short " })).userErrors).toMatchObject([
      { code: "VALIDATION_FAILED", field: ["reason"] },
    ]);
    expect((await approve({ expectedVersion: 1 })).userErrors).toMatchObject([
      { code: "VERSION_CONFLICT", field: ["expectedVersion"] },
    ]);
    for (const other of [{ id: randomUUID() }, { id: "nonsense" }])
      expect((await approve(other)).userErrors).toMatchObject([{ code: "NOT_FOUND", field: ["id"] }]);
    expect((await approve({}, stranger as typeof admin)).userErrors).toMatchObject([{ code: "NOT_FOUND" }]);
    expect(await sql(`select status from provider_application where id = '${id}'`)).toEqual([{ status: "IN_REVIEW" }]);
  });

  it("has a history with sealed reasons that nobody changes", async () => {
    await review();
    await reject();
    const rows = await sql(`select reason from provider_application_change where application_id = '${id}'`);
    expect(rows.flatMap((row) => row.reason ?? [])).toEqual([expect.stringMatching(/^v2\./)]);
    expect(JSON.stringify(await eventsOf(id))).not.toContain(reason);
    for (const change of [
      "update provider_application_change set reason = null",
      "delete from provider_application_change",
    ])
      await expect(sql(change)).rejects.toThrow(/permission denied/);
  });
});

describe("the list of applications", () => {
  const page = async (args: string, viewer: TestViewer = staff) => {
    const { data, errors } = await providers.query(
      viewer,
      `{ providerApplications(${args}) { totalCount nodes { id status } pageInfo { hasNextPage endCursor } } }`,
    );
    expect(errors).toBeUndefined();
    return data.providerApplications;
  };

  it("has the latest first, page by page, by their statuses", async () => {
    const latest: string[] = [];
    for (let count = 0; count < 3; count += 1)
      latest.unshift((await run("submitProviderApplication", profile())).providerApplication.id);
    const first = await page("first: 2");
    const second = await page(`first: 1, after: "${first.pageInfo.endCursor}"`);
    expect([...first.nodes, ...second.nodes].map((node: { id: string }) => node.id)).toEqual(latest);
    expect(first.totalCount).toBeGreaterThan(3);
    await run("withdrawProviderApplication", { id });
    const withdrawn = await page("first: 100, filter: { status: [WITHDRAWN, REJECTED] }");
    expect(withdrawn.nodes).toContainEqual({ id, status: "WITHDRAWN" });
    expect(withdrawn.totalCount).toBe(withdrawn.nodes.length);
    expect(
      (await page("filter: { status: [WITHDRAWN] }")).nodes.map(({ status }: { status: string }) => status),
    ).toEqual(expect.not.arrayContaining(["SUBMITTED"]));
    expect(await page("first: 10", stranger)).toMatchObject({ totalCount: 0, nodes: [] });
  });

  it("costs the same statements whatever its size", async () => {
    await review();
    await approve();
    for (const first of [1, 100]) {
      providers.statements.length = 0;
      const { errors } = await providers.query(
        staff,
        `{ providerApplications(first: ${first}) { nodes { credentials { number } specialties { code } locations { id }
           history { to } provider { id } } } }`,
      );
      expect(errors).toBeUndefined();
      expect(providers.statements.filter((statement) => statement.startsWith("select"))).toHaveLength(5);
    }
  });

  it("is for administration alone", async () => {
    for (const role of [Role.NURSE, Role.PROVIDER, Role.PATIENT]) {
      const viewer = { organizationId, roles: [role] };
      for (const query of ["{ providerApplications { totalCount } }", `{ providerApplication(id: "${id}") { id } }`]) {
        const { errors } = await providers.query(viewer, query);
        expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
      }
    }
    const { data } = await providers.query(stranger, `{ providerApplication(id: "${id}") { id } }`);
    expect(data.providerApplication).toBeNull();
  });
});
