import { importedId, Role } from "@careconnect/kit";
import { type GraphQLAnswer, startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { providerSubgraph } from "../subgraph.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const timeZone = "Europe/Berlin";
const place = importedId(organizationId, "location", "l-1");
const staff: TestViewer = { organizationId, roles: [Role.STAFF] };
const admin: TestViewer = { organizationId, roles: [Role.ADMIN], scope: "graphql import" };
const stranger: TestViewer = { ...admin, organizationId: "0199a000-0000-7000-8000-000000000002" };
const elsewhere = importedId(String(stranger.organizationId), "location", "l-1");

let providers: TestSubgraph;
beforeAll(async () => {
  providers = await startTestSubgraph(providerSubgraph);
  for (const viewer of [admin, stranger]) {
    await providers.import(viewer, "locations", [{ externalId: "l-1", name: "Mount Auburn Hospital", timeZone }]);
  }
  // The catalogue comes from imports: each organization has its own.
  const bringing = (code: string) => [
    {
      externalId: "d-1",
      givenName: "Some",
      familyName: "One",
      specialties: [
        { code, name: `${code} medicine` },
        { code: "SHARED", name: "Shared" },
      ],
      locationExternalIds: [],
      timeZone,
    },
  ];
  expect(await providers.import(admin, "providers", bringing("OURS"))).toMatchObject({ accepted: 1 });
  expect(await providers.import(stranger, "providers", bringing("THEIRS"))).toMatchObject({ accepted: 1 });
});
afterAll(() => providers.close());

async function sql(statement: string): Promise<Record<string, unknown>[]> {
  return providers.orm.em.getConnection().execute(statement);
}

const lin = { givenName: "Lin", familyName: "Øvergård", specialties: ["SHARED", "OURS"], timeZone };

function send(input: object, viewer = staff): Promise<GraphQLAnswer> {
  return providers.query(
    viewer,
    `mutation ($input: RegisterProviderInput!) { registerProvider(input: $input) {
       provider { id fullName status timeZone version specialties { code } locations { id } weeklyHours { day } }
       userErrors { code field message } } }`,
    { input },
  );
}

async function register(input: object = lin, viewer = staff) {
  const { data, errors } = await send(input, viewer);
  expect(errors).toBeUndefined();
  return data.registerProvider;
}

describe("registering a provider", () => {
  it("answers with the provider, who is active, and leaves an event without names and an audit entry", async () => {
    const { provider, userErrors } = await register({ ...lin, specialties: ["SHARED", "OURS", "SHARED"] });
    expect(userErrors).toEqual([]);
    expect(provider).toMatchObject({
      fullName: "Lin Øvergård",
      status: "ACTIVE",
      timeZone,
      version: 1,
      specialties: [{ code: "OURS" }, { code: "SHARED" }],
      locations: [],
      weeklyHours: [],
    });
    const events = await sql(
      `select type, aggregate_version, imported, payload from outbox_event where aggregate_id = '${provider.id}'`,
    );
    expect(events).toEqual([
      {
        type: "provider.registered",
        aggregate_version: 1,
        imported: false,
        payload: {
          providerId: provider.id,
          status: "ACTIVE",
          timeZone,
          specialties: expect.toSatisfy((codes: string[]) => codes.toSorted().join() === "OURS,SHARED"),
          locationIds: [],
        },
      },
    ]);
    expect(await sql(`select actions, outcome from audit_entry where '${provider.id}' = any(entity_ids)`)).toEqual([
      { actions: ["provider.register"], outcome: "ALLOWED" },
    ]);
  });

  it("names each field that is wrong, and writes nothing", async () => {
    const before = await sql("select count(*) from provider");
    const { provider, userErrors } = await register({
      givenName: " ",
      familyName: "x".repeat(201),
      specialties: ["OURS", " "],
      timeZone: "+01:00",
    });
    expect(provider).toBeNull();
    expect(userErrors.map((error: { code: string; field: string[] }) => [error.code, ...error.field])).toEqual([
      ["VALIDATION_FAILED", "givenName"],
      ["VALIDATION_FAILED", "familyName"],
      ["VALIDATION_FAILED", "specialties", "1"],
      ["VALIDATION_FAILED", "timeZone"],
    ]);
    expect(await sql("select count(*) from provider")).toEqual(before);
  });

  it("takes specialties of the organization's own catalogue alone", async () => {
    const { provider, userErrors } = await register({ ...lin, specialties: ["OURS", "THEIRS"] });
    expect(provider).toBeNull();
    expect(userErrors).toMatchObject([{ code: "VALIDATION_FAILED", field: ["specialties", "1"] }]);
    expect(await sql("select 1 from specialty where code = 'THEIRS'")).toHaveLength(1);
    expect((await register({ ...lin, specialties: ["THEIRS"] }, stranger)).userErrors).toEqual([]);
  });

  it("has one effect under one key, however often it is sent", async () => {
    const input = { ...lin, idempotencyKey: "twenty" };
    const answers = await Promise.all(Array.from({ length: 20 }, () => register(input)));
    expect(new Set(answers.map(({ provider }) => provider.id)).size).toBe(1);
    const other = await register({ ...input, givenName: "Lina" });
    expect(other.userErrors).toMatchObject([{ code: "IDEMPOTENCY_KEY_REUSED", field: ["idempotencyKey"] }]);
  });

  it("is administration's", async () => {
    expect((await register(lin, admin)).userErrors).toEqual([]);
    for (const role of [Role.NURSE, Role.PROVIDER, Role.PATIENT, Role.PARTNER]) {
      const { errors } = await send(lin, { organizationId, roles: [role] });
      expect(errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    }
  });
});

const changed = `provider { fullName timeZone version languages specialties { code } locations { id } }
  userErrors { code field message }`;

async function update(input: object, viewer = staff) {
  const { data, errors } = await providers.query(
    viewer,
    `mutation ($input: UpdateProviderInput!) { updateProvider(input: $input) { ${changed} } }`,
    { input },
  );
  expect(errors).toBeUndefined();
  return data.updateProvider;
}

const eventsOf = (id: string) =>
  sql(`select type, payload from outbox_event where aggregate_id = '${id}' order by sequence`);

describe("updating a provider", () => {
  it("changes what is named, leaves the rest, and tells of it once", async () => {
    const { provider: before } = await register({ ...lin, languages: ["nb", "en"] });
    const { provider, userErrors } = await update({
      ...{ id: before.id, expectedVersion: 1, familyName: "Aas", specialties: ["OURS"], locationIds: [place] },
      ...{ languages: ["pt-br", "de", "pt-BR"], timeZone: "Europe/Lisbon" },
    });
    expect(userErrors).toEqual([]);
    expect(provider).toEqual({
      ...{ fullName: "Lin Aas", timeZone: "Europe/Lisbon", version: 2, languages: ["pt-BR", "de"] },
      ...{ specialties: [{ code: "OURS" }], locations: [{ id: place }] },
    });
    const [, told, ...others] = await eventsOf(before.id);
    expect(others).toEqual([]);
    expect(told).toEqual({
      type: "provider.updated",
      payload: {
        ...{ providerId: before.id, status: "ACTIVE", timeZone: "Europe/Lisbon" },
        ...{ specialties: ["OURS"], locationIds: [place] },
      },
    });
    const rest = await update({ id: before.id, expectedVersion: 2, locationIds: [] });
    expect(rest.provider).toMatchObject({ version: 3, fullName: "Lin Aas", languages: ["pt-BR", "de"], locations: [] });
  });

  it("that changes nothing tells nobody", async () => {
    const { provider } = await register();
    const same = { givenName: "Lin", specialties: ["OURS", "SHARED"], locationIds: [], languages: [] };
    expect((await update({ id: provider.id, expectedVersion: 1, ...same })).provider.version).toBe(1);
    expect(await eventsOf(provider.id)).toHaveLength(1);
  });

  it("is decided on the newest version: of twenty at once one wins", async () => {
    const { provider } = await register();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, number) =>
        update({ id: provider.id, expectedVersion: 1, givenName: `Lin ${number}` }),
      ),
    );
    const codes = answers.flatMap(({ userErrors }) => userErrors.map(({ code }: { code: string }) => code));
    expect(codes).toEqual(Array(19).fill("VERSION_CONFLICT"));
  });

  it("names each field that is wrong, and changes nothing", async () => {
    const { provider } = await register();
    const wrong = { specialties: ["OURS", " "], languages: ["de", "not a language"], timeZone: "Mars/Olympus" };
    const { userErrors } = await update({ id: provider.id, expectedVersion: 1, givenName: "", ...wrong });
    expect(userErrors.map((error: { code: string; field: string[] }) => [error.code, ...error.field])).toEqual([
      ["VALIDATION_FAILED", "givenName"],
      ["VALIDATION_FAILED", "specialties", "1"],
      ["VALIDATION_FAILED", "languages", "1"],
      ["VALIDATION_FAILED", "timeZone"],
    ]);
    for (const [code, field, input] of [
      ["VALIDATION_FAILED", ["specialties", "0"], { specialties: ["THEIRS"] }],
      ["NOT_FOUND", ["locationIds", "1"], { locationIds: [place, elsewhere] }],
      ["NOT_FOUND", ["locationIds", "0"], { locationIds: ["nonsense"] }],
    ] as const) {
      const answer = await update({ id: provider.id, expectedVersion: 1, ...input });
      expect(answer.userErrors).toMatchObject([{ code, field }]);
    }
    expect((await update({ id: provider.id, expectedVersion: 1 }, stranger)).userErrors).toMatchObject([
      { code: "NOT_FOUND", field: ["id"] },
    ]);
    expect(await eventsOf(provider.id)).toHaveLength(1);
  });

  it("is found by what they speak: a language finds its regions, a region itself alone", async () => {
    const { provider } = await register({ ...lin, languages: ["es-MX", "gsw"] });
    const found = async (language: string) => {
      const { data, errors } = await providers.query(
        staff,
        "query ($language: String!) { providers(filter: { language: $language }) { nodes { id } } }",
        { language },
      );
      expect(errors).toBeUndefined();
      return data.providers.nodes.map(({ id }: { id: string }) => id);
    };
    for (const language of ["es", "ES-mx"]) expect(await found(language)).toContain(provider.id);
    for (const language of ["es-ES", "gs", "e", "%", ""]) expect(await found(language)).not.toContain(provider.id);
  });
});
