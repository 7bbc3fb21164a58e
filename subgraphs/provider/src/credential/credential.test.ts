import { randomUUID } from "node:crypto";
import { boundEntityManager, dayIn, Role } from "@careconnect/kit";
import { planOf, startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ProviderRow } from "../provider/provider.entity.ts";
import { filterConditions } from "../provider/provider.search.ts";
import { providerSubgraph } from "../subgraph.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const staff: TestViewer = { organizationId, roles: [Role.STAFF] };
const stranger: TestViewer = { organizationId: "0199a000-0000-7000-8000-000000000002", roles: [Role.ADMIN] };

let providers: TestSubgraph;
beforeAll(async () => {
  providers = await startTestSubgraph(providerSubgraph);
});
afterAll(() => providers.close());

let providerId: string;
beforeEach(async () => {
  providerId = await register();
});

async function register(timeZone = "Europe/Berlin"): Promise<string> {
  const input = { givenName: "Lin", familyName: `Øvergård ${randomUUID()}`, specialties: [], timeZone };
  const { data } = await providers.query(
    staff,
    "mutation ($input: RegisterProviderInput!) { registerProvider(input: $input) { provider { id } } }",
    { input },
  );
  return data.registerProvider.provider.id;
}

const began = Date.now();
/** So many days from now, by the calendar in Berlin. */
const inDays = (days: number) => dayIn("Europe/Berlin", new Date(began + days * 86_400_000));

const fields = `provider { id version licenseStatus licensedUntil availabilityState
  credentials { id kind number issuer issuedOn expiresOn status revokedAt revocationReason version } }
  userErrors { code field message }`;

async function run(mutation: string, input: object, viewer = staff) {
  const type = `${mutation[0]?.toUpperCase()}${mutation.slice(1)}Input`;
  const { data, errors } = await providers.query(
    viewer,
    `mutation ($input: ${type}!) { ${mutation}(input: $input) { ${fields} } }`,
    { input },
  );
  expect(errors).toBeUndefined();
  return data[mutation];
}

let numbers = 0;
const licence = () => ({
  ...{ kind: "MEDICAL_LICENSE", number: `L-${++numbers}`, issuer: "Ärztekammer Berlin", issuedOn: "2015-07-01" },
});
const add = (input: object = {}, viewer?: TestViewer) =>
  run("addProviderCredential", { providerId, ...licence(), ...input }, viewer);
const change = (input: object) => run("updateProviderCredential", input);
const revoke = (input: object) =>
  run("revokeProviderCredential", { reason: "The chamber withdrew it in May", ...input });

async function added(input: object = {}) {
  const { provider, userErrors } = await add(input);
  expect(userErrors).toEqual([]);
  return provider.credentials.at(0);
}

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  providers.orm.em.getConnection().execute(statement);

const eventsOf = (id: string) =>
  sql(`select type, aggregate_version, payload from outbox_event where aggregate_id = '${id}' order by sequence`);

describe("a credential", () => {
  it("is added to a provider, its number sealed, and told by what follows from it alone", async () => {
    const { provider, userErrors } = await add({ number: " BE-77 123 ", expiresOn: inDays(30) });
    expect(userErrors).toEqual([]);
    expect(provider.credentials).toEqual([
      {
        ...{ id: expect.any(String), kind: "MEDICAL_LICENSE", number: "BE-77 123", issuer: "Ärztekammer Berlin" },
        ...{ issuedOn: "2015-07-01", expiresOn: inDays(30), status: "RECORDED", version: 1 },
        ...{ revokedAt: null, revocationReason: null },
      },
    ]);
    const events = await eventsOf(providerId);
    expect(events.at(-1)).toEqual({
      type: "provider.credentials.changed",
      aggregate_version: provider.version,
      payload: { providerId, licensed: [{ from: "2015-07-01", until: inDays(30) }] },
    });
    // Ids are random, and may have any digits.
    expect(JSON.stringify(events).replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g, "")).not.toMatch(/77|kammer/);
    const [row] = await sql(`select * from provider_credential where provider_id = '${providerId}'`);
    expect(row?.number).toMatch(/^v2\./);
    expect(JSON.stringify(row)).not.toMatch(/BE-?77|77 ?123/);
    expect(
      await sql(`select actions, outcome from audit_entry where '${providerId}' = any(entity_ids)`),
    ).toContainEqual({
      actions: ["provider.credential.change"],
      outcome: "ALLOWED",
    });
  });

  it("is corrected, renewed, and refused by whoever decided on an older version", async () => {
    const { id } = await added({ expiresOn: inDays(-10) });
    const { provider } = await change({ id, expectedVersion: 1, expiresOn: inDays(700), number: "Renewed 1" });
    expect(provider).toMatchObject({
      ...{ licenseStatus: "CURRENT", licensedUntil: inDays(700) },
      credentials: [{ expiresOn: inDays(700), number: "Renewed 1", issuer: "Ärztekammer Berlin", version: 2 }],
    });
    expect((await change({ id, expectedVersion: 1, expiresOn: null })).userErrors).toMatchObject([
      { code: "VERSION_CONFLICT", field: ["expectedVersion"] },
    ]);
    const { length } = await eventsOf(providerId);
    expect(await change({ id, expectedVersion: 2 })).toMatchObject({ provider: { version: provider.version } });
    expect(await eventsOf(providerId)).toHaveLength(length);
  });

  it("counts no more once it was revoked, for a sealed reason, and is not changed any more", async () => {
    const { id } = await added();
    const { provider } = await revoke({ id, expectedVersion: 1 });
    expect(provider).toMatchObject({
      ...{ licenseStatus: "LAPSED", licensedUntil: null },
      credentials: [{ status: "REVOKED", revocationReason: "The chamber withdrew it in May", version: 2 }],
    });
    expect(Date.parse(provider.credentials[0].revokedAt)).toBeGreaterThan(Date.now() - 60_000);
    expect((await eventsOf(providerId)).at(-1)?.payload).toEqual({ providerId, licensed: [] });
    const [row] = await sql(`select * from provider_credential where id = '${id}'`);
    expect(row?.revocation_reason).toMatch(/^v2\./);
    expect(JSON.stringify(await eventsOf(providerId))).not.toContain("withdrew");
    for (const again of [await revoke({ id }), await change({ id, expectedVersion: 2, expiresOn: null })]) {
      expect(again.userErrors).toMatchObject([{ code: "ILLEGAL_TRANSITION", field: ["id"] }]);
    }
  });

  it("that never was binds nobody", async () => {
    const { id } = await added({ expiresOn: inDays(-1) });
    const { provider } = await revoke({ id, enteredInError: true, reason: "It is of another provider" });
    expect(provider).toMatchObject({ licenseStatus: "NOT_RECORDED", credentials: [{ status: "ENTERED_IN_ERROR" }] });
    expect((await eventsOf(providerId)).at(-1)?.payload).toEqual({ providerId, licensed: null });
  });

  it("is one of 50 of its provider at most", async () => {
    await add();
    await providers.database.asOwner(
      `insert into provider_credential (id, organization_id, created_at, updated_at, provider_id, kind, number_index, issuer,
         issuer_folded, issued_on, status)
       select gen_random_uuid(), organization_id, now(), now(), provider_id, kind, id::text || n, issuer, issuer_folded,
         issued_on, status
       from provider_credential cross join generate_series(1, 48) as n where provider_id = '${providerId}'`,
    );
    const document = `mutation ($input: AddProviderCredentialInput!) {
      addProviderCredential(input: $input) { userErrors { code field } } }`;
    const answers = await Promise.all(
      Array.from({ length: 5 }, () => providers.query(staff, document, { input: { providerId, ...licence() } })),
    );
    const refusals = answers.flatMap(({ data }) => data.addProviderCredential.userErrors);
    expect(refusals).toEqual(Array(4).fill({ code: "VALIDATION_FAILED", field: ["providerId"] }));
    await providers.database.asOwner("delete from provider_credential where number is null");
  });

  it("stands once, of whoever it is and however it is written, whoever adds it first", async () => {
    const other = await register();
    const number = `MD ${randomUUID()}`;
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        add({
          providerId: index % 2 === 0 ? providerId : other,
          number: index % 3 === 0 ? number.toLowerCase().replaceAll("-", " ") : number,
          issuer: index % 5 === 0 ? "ARZTEKAMMER  berlin" : "Ärztekammer Berlin",
        }),
      ),
    );
    const codes = answers.map(({ userErrors }) => userErrors[0]?.code ?? "done");
    expect(codes.sort()).toEqual([...Array(19).fill("CREDENTIAL_RECORDED"), "done"]);
    const [refused] = answers.flatMap(({ userErrors }) => userErrors);
    expect(refused.field).toEqual(["number"]);
    expect(JSON.stringify(answers.flatMap(({ userErrors }) => userErrors))).not.toContain(number.slice(3));
    expect((await add({ number, issuer: "Ärztekammer Hamburg" })).userErrors).toEqual([]);
    const { id } = await added();
    expect((await change({ id, expectedVersion: 1, number })).userErrors).toMatchObject([
      { code: "CREDENTIAL_RECORDED", field: ["number"] },
    ]);
  });

  it("stands once for each day: renewed after a gap it stands twice, and the gap's days have no licence", async () => {
    const { number } = await added({ issuedOn: "2015-07-01", expiresOn: inDays(30) });
    for (const days of [
      { issuedOn: inDays(30) },
      { issuedOn: inDays(10), expiresOn: inDays(20) },
      { issuedOn: "2000-01-01", expiresOn: "2015-07-01" },
    ])
      expect((await add({ number, ...days })).userErrors).toMatchObject([
        { code: "CREDENTIAL_RECORDED", field: ["number"], message: expect.stringContaining("some of these days") },
      ]);
    const { provider, userErrors } = await add({ number, issuedOn: inDays(40), expiresOn: inDays(400) });
    expect(userErrors).toEqual([]);
    const licensed = [
      { from: "2015-07-01", until: inDays(30) },
      { from: inDays(40), until: inDays(400) },
    ];
    expect(JSON.parse(provider.availabilityState).licensed).toEqual(licensed);
    expect((await eventsOf(providerId)).at(-1)?.payload).toEqual({ providerId, licensed });
    const [, first] = provider.credentials;
    expect((await change({ id: first.id, expectedVersion: 1, expiresOn: inDays(40) })).userErrors).toMatchObject([
      { code: "CREDENTIAL_RECORDED", field: ["expiresOn"] },
    ]);
    expect((await change({ id: first.id, expectedVersion: 1, expiresOn: inDays(39) })).userErrors).toEqual([]);
    const elsewhere = { providerId: await register(), number, issuedOn: inDays(500) };
    expect((await add(elsewhere)).userErrors).toMatchObject([
      { code: "CREDENTIAL_RECORDED", field: ["number"], message: expect.stringContaining("another provider") },
    ]);
  });

  it("is of one provider, also when two record it for different days at once", async () => {
    const [other, number] = [await register(), `R ${randomUUID()}`];
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        add({
          ...{ providerId: index % 2 === 0 ? providerId : other, number },
          ...{ issuedOn: inDays(index * 10), expiresOn: inDays(index * 10 + 5) },
        }),
      ),
    );
    const holders = await sql(
      `select provider_id, count(*)::int as held from provider_credential
       where provider_id in ('${providerId}', '${other}') group by 1`,
    );
    expect(holders).toEqual([{ provider_id: expect.any(String), held: 6 }]);
    expect(answers.filter(({ userErrors }) => userErrors[0]?.code === "CREDENTIAL_RECORDED")).toHaveLength(6);
  });

  it("keeps who changed what, and when, for whoever sees it", async () => {
    const registrar: TestViewer = { ...staff, userId: randomUUID() };
    const colleague: TestViewer = { organizationId, roles: [Role.ADMIN], userId: randomUUID() };
    const { provider } = await add({ number: "H-1", issuer: "Kammer H", expiresOn: "2030-01-01" }, registrar);
    const { id } = provider.credentials[0];
    await run("updateProviderCredential", { id, expectedVersion: 1, number: "H-2" }, colleague);
    await run("updateProviderCredential", { id, expectedVersion: 2, number: "H-2" }, registrar);
    await run("revokeProviderCredential", { id, reason: "The chamber withdrew it" }, registrar);
    const history = `{ provider(id: "${providerId}") { credentials { history(first: 10) { totalCount nodes {
      actorId changedAt kind number issuer issuedOn expiresOn status revocationReason } } } } }`;
    for (const viewer of [staff, { organizationId, roles: [Role.PROVIDER], providerId }]) {
      const { data, errors } = await providers.query(viewer, history);
      expect(errors).toBeUndefined();
      const was = { kind: "MEDICAL_LICENSE", issuer: "Kammer H", issuedOn: "2015-07-01", expiresOn: "2030-01-01" };
      const recorded = { ...was, status: "RECORDED", revocationReason: null };
      const [{ history: told }] = data.provider.credentials;
      expect(told.totalCount).toBe(3);
      expect(told.nodes).toMatchObject([
        {
          ...was,
          actorId: registrar.userId,
          number: "H-2",
          status: "REVOKED",
          revocationReason: "The chamber withdrew it",
        },
        { ...recorded, actorId: colleague.userId, number: "H-2" },
        { ...recorded, actorId: registrar.userId, number: "H-1" },
      ]);
    }
    const rows = await sql(
      `select number, revocation_reason from provider_credential_change where credential_id = '${id}'`,
    );
    expect(JSON.stringify(rows)).not.toMatch(/H-\d|chamber/);
    await expect(sql(`delete from provider_credential_change where credential_id = '${id}'`)).rejects.toThrow(
      "permission denied",
    );
  });

  it("may be recorded again when it was revoked", async () => {
    const { id, number } = await added();
    await revoke({ id });
    expect((await add({ number })).userErrors).toEqual([]);
  });

  it("is recorded once by its key", async () => {
    const input = { ...licence(), idempotencyKey: randomUUID() };
    const answers = await Promise.all(Array.from({ length: 5 }, () => add(input)));
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual([]);
    expect(await sql(`select 1 from provider_credential where provider_id = '${providerId}'`)).toHaveLength(1);
  });

  it.each([
    ["number", { number: " " }],
    ["number", { number: "--" }],
    ["number", { number: "1".repeat(51) }],
    ["number", { number: "1\u00002" }],
    ["issuer", { issuer: "" }],
    ["issuer", { issuer: "12" }],
    ["issuer", { issuer: "x".repeat(201) }],
    ["issuedOn", { issuedOn: "1899-12-31" }],
    ["expiresOn", { expiresOn: "2200-01-01" }],
    ["expiresOn", { issuedOn: "2020-02-29", expiresOn: "2020-02-29" }],
    ["expiresOn", { issuedOn: "2020-02-29", expiresOn: "2020-02-28" }],
  ])("with a wrong %s is refused", async (field, input) => {
    expect((await add(input)).userErrors).toMatchObject([{ code: "VALIDATION_FAILED", field: [field] }]);
    expect(await sql(`select 1 from provider_credential where provider_id = '${providerId}'`)).toEqual([]);
  });

  it("is corrected and revoked within what it may be", async () => {
    const { id } = await added({ expiresOn: "2030-01-01" });
    const refusals = [
      [["issuedOn"], await change({ id, expectedVersion: 1, issuedOn: "2030-01-01" })],
      [["expiresOn"], await change({ id, expectedVersion: 1, expiresOn: "2015-07-01" })],
      [["number"], await change({ id, expectedVersion: 1, number: null })],
      [["reason"], await revoke({ id, reason: " short " })],
    ] as const;
    for (const [field, { userErrors }] of refusals) {
      expect(userErrors).toMatchObject([{ code: "VALIDATION_FAILED", field }]);
    }
    expect(await sql(`select version, status from provider_credential where id = '${id}'`)).toEqual([
      { version: 1, status: "RECORDED" },
    ]);
  });

  it("is of no day that there is not", async () => {
    for (const day of ["2026-02-30", "2026-13-01", "0000-01-01"]) {
      const { errors } = await providers.query(
        staff,
        "mutation ($input: AddProviderCredentialInput!) { addProviderCredential(input: $input) { userErrors { code } } }",
        { input: { providerId, ...licence(), expiresOn: day } },
      );
      expect(errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
    }
  });

  it("is neither added, changed nor revoked from another organization", async () => {
    const { id } = await added();
    const asked = [
      await add({}, stranger),
      await run("updateProviderCredential", { id, expectedVersion: 1, number: "1" }, stranger),
      await run("revokeProviderCredential", { id, reason: "Because I want to" }, stranger),
      await add({ providerId: "nonsense" }),
      await revoke({ id: randomUUID() }),
    ];
    for (const { userErrors } of asked) expect(userErrors).toMatchObject([{ code: "NOT_FOUND" }]);
    expect(await sql(`select version from provider_credential where id = '${id}'`)).toEqual([{ version: 1 }]);
  });

  it("is shown to administration and its provider, and to nobody else", async () => {
    await added();
    const seenBy = async (viewer: TestViewer) => {
      const { data, errors } = await providers.query(
        viewer,
        "query ($id: ID!) { provider(id: $id) { licenseStatus credentials { kind } } }",
        { id: providerId },
      );
      expect(errors).toBeUndefined();
      expect(data.provider.licenseStatus).toBe("CURRENT");
      return data.provider.credentials;
    };
    for (const viewer of [
      { organizationId, roles: [Role.ADMIN] },
      staff,
      { organizationId, roles: [Role.PROVIDER], providerId },
    ]) {
      expect(await seenBy(viewer)).toEqual([{ kind: "MEDICAL_LICENSE" }]);
    }
    for (const viewer of [
      { organizationId, roles: [Role.NURSE] },
      { organizationId, roles: [Role.PATIENT], patientId: randomUUID() },
      { organizationId, roles: [Role.PROVIDER], providerId: randomUUID() },
    ]) {
      expect(await seenBy(viewer)).toBeNull();
    }
  });
});

describe("how long a provider is licensed", () => {
  it("is not asked of who has no licence, whatever else they have", async () => {
    const { provider } = await add({ kind: "BOARD_CERTIFICATION", expiresOn: inDays(-1) });
    expect(provider).toMatchObject({ licenseStatus: "NOT_RECORDED", licensedUntil: null });
    expect(JSON.parse(provider.availabilityState)).toMatchObject({ licensed: null });
  });

  it("is as long as their licences follow each other, on their own calendar", async () => {
    await add({ expiresOn: inDays(30) });
    await add({ issuedOn: inDays(31), expiresOn: inDays(90) });
    const { provider } = await add({ issuedOn: inDays(92), expiresOn: null });
    expect(provider).toMatchObject({ licenseStatus: "CURRENT", licensedUntil: inDays(90) });
    expect(JSON.parse(provider.availabilityState).licensed).toEqual([
      { from: "2015-07-01", until: inDays(90) },
      { from: inDays(92), until: null },
    ]);
  });

  it("is told in each zone by its own today", async () => {
    // The two are never in the same day: one of them has a licence for today alone.
    const answers = await Promise.all(
      ["Pacific/Kiritimati", "Pacific/Pago_Pago"].map(async (timeZone) => {
        const today = dayIn(timeZone, new Date());
        const { provider } = await add({ providerId: await register(timeZone), expiresOn: today });
        return [provider.licenseStatus, provider.licensedUntil, today];
      }),
    );
    const days = answers.map(([status, until, today]) => {
      expect([status, until]).toEqual(["CURRENT", today]);
      return until;
    });
    expect(new Set(days).size).toBe(2);
  });

  it("has no end that a page has to show when their licence has none", async () => {
    const { provider } = await add({ expiresOn: null });
    expect(provider).toMatchObject({ licenseStatus: "CURRENT", licensedUntil: null });
  });
});

describe("the list of providers", () => {
  const found = async (filter: string, viewer = staff) => {
    const { data, errors } = await providers.query(
      viewer,
      `{ providers(first: 100, filter: { ${filter} }) { totalCount nodes { id } } }`,
    );
    return { ids: data?.providers?.nodes.map(({ id }: { id: string }) => id) as string[] | undefined, errors };
  };

  it("finds those whose credentials expire, of those that count, through an index", async () => {
    const [lasting, revoked, degree] = [await register(), await register(), await register()];
    await add({ expiresOn: inDays(20) });
    await add({ providerId: lasting, expiresOn: inDays(60) });
    const { provider } = await add({ providerId: revoked, expiresOn: inDays(20) });
    await revoke({ id: provider.credentials[0].id });
    await add({ providerId: degree, kind: "DEGREE", expiresOn: null });
    const { ids, errors } = await found(`credentialsExpireBefore: "${inDays(21)}"`);
    expect(errors).toBeUndefined();
    expect(ids).toContain(providerId);
    for (const id of [lasting, revoked, degree]) expect(ids).not.toContain(id);
    expect((await found(`credentialsExpireBefore: "${inDays(20)}"`)).ids).not.toContain(providerId);
    expect((await found(`credentialsExpireBefore: "${inDays(21)}"`, stranger)).ids).toEqual([]);
    await providers.database.asOwner(
      `insert into provider_credential (id, organization_id, created_at, updated_at, provider_id, kind, number_index, issuer,
         issuer_folded, issued_on, expires_on, status)
       select gen_random_uuid(), organization_id, now(), now(), id, 'DEGREE', n, 'x', 'x', '2020-01-01', '2099-01-01', 'RECORDED'
       from provider cross join generate_series(1, 3000) as n where id = '${lasting}'`,
    );
    await providers.database.asOwner("analyze provider_credential");
    const where = { $and: filterConditions(organizationId, { credentialsExpireBefore: inDays(21) }) };
    const plan = await planOf(boundEntityManager(providers.orm, organizationId), ProviderRow, where);
    expect(plan).toContain("provider_credential_expiry");
    await providers.database.asOwner("delete from provider_credential where number is null");
  });

  it("is searched by them by administration alone", async () => {
    for (const role of [Role.NURSE, Role.PROVIDER, Role.PATIENT]) {
      const viewer = { organizationId, roles: [role], providerId };
      const { errors } = await found('credentialsExpireBefore: "2030-01-01"', viewer);
      expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    }
  });

  it("has among those who can be booked nobody whose licences are over", async () => {
    await providers.query(
      staff,
      "mutation ($input: SetAvailabilityInput!) { setAvailability(input: $input) { userErrors { code } } }",
      { input: { providerId, weekly: [{ day: "MONDAY", from: "09:00", to: "17:00" }] } },
    );
    const isBookable = async () => {
      const [yes, no] = [await found("bookable: true"), await found("bookable: false")];
      expect(yes.ids?.includes(providerId)).toBe(!no.ids?.includes(providerId));
      return yes.ids?.includes(providerId);
    };
    expect(await isBookable()).toBe(true);
    const { id } = await added({ expiresOn: inDays(0) });
    expect(await isBookable()).toBe(true);
    await change({ id, expectedVersion: 1, expiresOn: inDays(-1) });
    expect(await isBookable()).toBe(false);
    const { provider } = await add({ issuedOn: inDays(3) });
    expect(await isBookable()).toBe(true);
    await revoke({ id: provider.credentials.find((one: { issuedOn: string }) => one.issuedOn === inDays(3)).id });
    expect(await isBookable()).toBe(false);
    await revoke({ id, enteredInError: true });
    expect(await isBookable()).toBe(false);
  });

  it("shows credentials and licences in one statement each, whatever its size", async () => {
    const over = { issuedOn: "1950-01-01", expiresOn: "1951-01-01" };
    await add(over);
    await add({ ...over, providerId: await register() });
    for (const first of [1, 100]) {
      providers.statements.length = 0;
      const { errors } = await providers.query(
        staff,
        `{ providers(first: ${first}, filter: { credentialsExpireBefore: "1951-01-02" }) { nodes { licenseStatus licensedUntil
           credentials { number history(first: 1) { nodes { number } } } } } }`,
      );
      expect(errors).toBeUndefined();
      expect(providers.statements.filter((statement) => statement.startsWith("select"))).toHaveLength(4);
    }
  });
});
