import { boundEntityManager, Role } from "@careconnect/kit";
import { planOf, startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { providerSubgraph } from "../subgraph.ts";
import { ProviderRow } from "./provider.entity.ts";
import { filterConditions, foundBy, foundClosely, foundLike } from "./provider.search.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const elsewhere = "0199a000-0000-7000-8000-000000000002";
const admin: TestViewer = { organizationId, roles: [Role.ADMIN], scope: "graphql import" };
const patient: TestViewer = { organizationId, roles: [Role.PATIENT] };

const people = [
  { givenName: "Renée", familyName: "Duval", languages: ["fr", "en-GB"], specialty: "CARDIOLOGY", rating: 4.5 },
  { givenName: "Siobhán", familyName: "Ångström", languages: ["sv", "pt-BR"], specialty: "PEDIATRICS", rating: 4.8 },
  { givenName: "Елена", familyName: "Соколова", languages: ["ru"], specialty: "CARDIOLOGY", rating: 0 },
  { givenName: "明", familyName: "田中", languages: ["ja", "zh-Hant-TW"], specialty: "PEDIATRICS", rating: 3.2 },
  { givenName: "فاطمة", familyName: "الزهراء", languages: ["ar"], specialty: "PEDIATRICS", rating: 5 },
];
const catalogue = [
  { code: "CARDIOLOGY", name: "Heart and vessels" },
  { code: "PEDIATRICS", name: "Médecine des enfants" },
];

let providers: TestSubgraph;
beforeAll(async () => {
  providers = await startTestSubgraph(providerSubgraph);
  await providers.import(admin, "locations", [{ externalId: "l-1", name: "Mount Auburn Hospital", timeZone: "UTC" }]);
  const report = await providers.import(
    admin,
    "providers",
    people.map(({ givenName, familyName, specialty }, index) => ({
      ...{ externalId: `d-${index}`, givenName, familyName, timeZone: "UTC", locationExternalIds: ["l-1"] },
      specialties: catalogue.filter(({ code }) => code === specialty),
    })),
  );
  expect(report.accepted).toBe(people.length);
  const em = boundEntityManager(providers.orm, organizationId);
  for (const row of await em.find(ProviderRow, {})) {
    const person = people.find(({ familyName }) => familyName === row.familyName);
    Object.assign(row, { languages: person?.languages, rating: person?.rating });
  }
  await em.flush();
  // Many others of both organizations, whose names are like nobody's.
  await providers.database.asOwner(`
    insert into provider (id, organization_id, created_at, updated_at, given_name, family_name, given_name_folded,
      family_name_folded, time_zone, status, rating, rating_counts, language_ranges)
    select gen_random_uuid(), case when n % 2 = 0 then '${organizationId}' else '${elsewhere}' end::uuid, now(), now(),
      name, name, name, name, 'UTC', 'SUSPENDED', 1 + (n % 29) / 10.0, '{1,0,0,0,0}', '{xx}'
    from generate_series(1, 40000) n, translate(md5(n::text), '0123456789abcdef', 'qxzjkvwyqxzjkvwy') name;
    insert into specialty (id, organization_id, created_at, updated_at, code, name)
    select gen_random_uuid(), '${organizationId}', now(), now(), 'S-' || n, 'Practice ' || n from generate_series(1, 40) n;
    insert into provider_specialty (provider_id, specialty_id, organization_id)
    select provider.id, specialty.id, '${organizationId}'
    from (select id, row_number() over () as n from provider
          where organization_id = '${organizationId}' and external_id is null) provider
    join (select id, row_number() over () as n from specialty where code like 'S-%') specialty
      on provider.n % 40 + 1 = specialty.n;
    insert into specialty (id, organization_id, created_at, updated_at, code, name, name_words)
    select gen_random_uuid(), '${organizationId}', now(), now(), 'T-' || n, name, ' ' || name
    from generate_series(1, 20000) n, translate(md5(n::text), '0123456789abcdef', 'qxzjkvwyqxzjkvwy') name;
    insert into location (id, organization_id, created_at, updated_at, name, name_folded, time_zone)
    values ('${elsewhere}', '${organizationId}', now(), now(), 'Elsewhere', 'elsewhere', 'UTC');
    insert into provider_location (provider_id, location_id, organization_id)
    select id, '${elsewhere}', organization_id from provider
    where organization_id = '${organizationId}' and external_id is null;
    select gin_clean_pending_list('specialty_name_trigrams'::regclass);
    analyze provider, provider_specialty, provider_location, specialty, location`);
});
afterAll(() => providers.close());

async function found(filter: string, viewer: TestViewer = patient, more = ""): Promise<string[]> {
  const { data, errors } = await providers.query(
    viewer,
    `{ providers(first: 100, filter: { status: ACTIVE ${filter} } ${more}) { totalCount nodes { familyName } } }`,
  );
  expect(errors).toBeUndefined();
  expect(data.providers.totalCount).toBe(data.providers.nodes.length);
  return data.providers.nodes.map(({ familyName }: { familyName: string }) => familyName);
}

describe("a search of the directory", () => {
  it("finds by names of any script, in any order, without accents", async () => {
    expect(await found('search: "duval renee"')).toEqual(["Duval"]);
    expect(await found('search: "ANGSTROM sio"')).toEqual(["Ångström"]);
    expect(await found('search: "соколова елена"')).toEqual(["Соколова"]);
    expect(await found('search: "田中"')).toEqual(["田中"]);
    expect(await found('search: "الزهراء فاطمة"')).toEqual(["الزهراء"]);
  });

  it("finds a name that was mistyped, and nobody else as long as somebody has the name", async () => {
    expect(await found('search: "Angstorm Siobahn"')).toEqual(["Ångström"]);
    expect(await found('search: "Duvall"')).toEqual(["Duval"]);
    expect(await found('search: "duval"')).toEqual(["Duval"]);
    expect(await found('search: "fghfgh"')).toEqual([]);
    expect(await found('search: "Duvall", specialty: "PEDIATRICS"')).toEqual([]);
  });

  it("finds by what they practise, alone and with a name", async () => {
    expect(await found('search: "heart"')).toEqual(["Duval", "Соколова"]);
    expect(await found('search: "medecine enf tanaka"')).toEqual([]);
    expect(await found('search: "vessels ren"')).toEqual(["Duval"]);
    expect((await found('search: "enfants"')).sort()).toEqual(["Ångström", "الزهراء", "田中"].sort());
  });

  it("finds by what they practise when it is mistyped, and not by a part of a word", async () => {
    expect(await found('search: "hart"')).toEqual(["Duval", "Соколова"]);
    expect(await found('search: "vesels heart"')).toEqual(["Duval", "Соколова"]);
    expect((await found('search: "enfents"')).sort()).toEqual(["Ångström", "الزهراء", "田中"].sort());
    expect(await found('search: "nd"')).toEqual([]);
    expect(await found('search: "hart", specialty: "PEDIATRICS"')).toEqual([]);
    expect(await found('search: "xqzjvq"')).toEqual([]);
  });

  it("finds a specialty as it is called now", async () => {
    const named = async (name: string) => {
      const doctor = { externalId: "d-0", givenName: "Renée", familyName: "Duval", timeZone: "UTC" };
      const specialties = [{ code: "CARDIOLOGY", name }];
      await providers.import(admin, "providers", [{ ...doctor, locationExternalIds: ["l-1"], specialties }]);
    };
    await named("Кардиология");
    expect(await found('search: "кардио"')).toEqual(["Duval", "Соколова"]);
    expect(await found('search: "vessels"')).toEqual([]);
    await named("Heart and vessels");
    expect(await found('search: "vessels"')).toEqual(["Duval", "Соколова"]);
  });

  it("finds nobody of another organization", async () => {
    const stranger: TestViewer = { organizationId: elsewhere, roles: [Role.PATIENT] };
    for (const search of ["duval", "Duvall", "heart", "hart"])
      expect(await found(`search: "${search}"`, stranger)).toEqual([]);
  });

  it("that is too long is refused", async () => {
    const { errors } = await providers.query(
      patient,
      `{ providers(filter: { search: "${"x".repeat(101)}" }) { totalCount } }`,
    );
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: ["filter", "search"] } }]);
  });

  it("costs two statements, one more when nobody is called so, and one for their number, however many are found", async () => {
    for (const [search, statements] of [
      ["duval", 3],
      ["Duvall", 4],
      ["heart", 3],
      ["hart", 4],
    ] as const) {
      providers.statements.length = 0;
      await found(`search: "${search}"`);
      expect(providers.statements, search).toHaveLength(statements);
    }
  });
});

describe("languages", () => {
  it("are found by the ranges that they are within", async () => {
    expect(await found('language: "EN"')).toEqual(["Duval"]);
    expect(await found('language: "en-GB"')).toEqual(["Duval"]);
    expect(await found('language: "en-US"')).toEqual([]);
    expect(await found('language: "zh-hant"')).toEqual(["田中"]);
    expect(await found('language: "z"')).toEqual([]);
  });
});

describe("ratings", () => {
  it("sort the best first, whoever has none last, page by page", async () => {
    expect(await found("", patient, "orderBy: RATING_DESC")).toEqual([
      "الزهراء",
      "Ångström",
      "Duval",
      "田中",
      "Соколова",
    ]);
    const seen: string[] = [];
    for (let after: string | null = null; ; ) {
      const { data, errors } = await providers.query(
        patient,
        `query ($after: String) { providers(first: 2, after: $after, filter: { status: ACTIVE }, orderBy: RATING_DESC) {
           nodes { familyName averageRating } pageInfo { hasNextPage endCursor } } }`,
        { after },
      );
      expect(errors).toBeUndefined();
      seen.push(...data.providers.nodes.map(({ averageRating }: { averageRating: number | null }) => averageRating));
      if (!data.providers.pageInfo.hasNextPage) break;
      after = data.providers.pageInfo.endCursor;
      // What a list is sorted by is in no cursor that anybody can read.
      expect(Buffer.from(String(after), "base64url").toString("utf8")).not.toMatch(/4\.8|Duval/);
    }
    expect(seen).toEqual([5, 4.8, 4.5, 3.2, null]);
  });

  it("narrow the list to who has that much", async () => {
    expect(await found("minimumRating: 4.5", patient, "orderBy: RATING_DESC")).toEqual([
      "الزهراء",
      "Ångström",
      "Duval",
    ]);
    expect(await found("minimumRating: 1")).toHaveLength(4);
    for (const value of [0.9, 5.1, -1]) {
      const { errors } = await providers.query(
        patient,
        `{ providers(filter: { minimumRating: ${value} }) { totalCount } }`,
      );
      expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field: ["filter", "minimumRating"] } }]);
    }
  });
});

describe("an index serves", () => {
  const em = () => boundEntityManager(providers.orm, organizationId);
  const planFor = async (where: object) => {
    const plan = await planOf(em(), ProviderRow, where);
    expect(plan).not.toMatch(/Seq Scan on provider( |$)/m);
    return plan;
  };

  it("names, what is like them, and what they practise", async () => {
    const named = await planFor(foundBy(organizationId, ["duv", "ren"]));
    expect(named).toContain("provider_name_trigrams");
    expect(await planFor(foundBy(organizationId, ["du"]))).toMatch(/provider_(given|family)_name_prefix/);
    const like = await planFor(foundLike(organizationId, ["duvall"]));
    const closely = await planFor(foundClosely(organizationId, ["duvall"]));
    for (const plan of [like, closely]) expect(plan).toContain("provider_name_trigrams");
    const practising = await planFor(foundBy(organizationId, ["heart"]));
    expect(practising).toContain("provider_name_trigrams");
    for (const plan of [like, closely, practising]) {
      expect(plan).toContain("provider_specialty_specialty_id_index");
      expect(plan).toContain("specialty_name_trigrams");
    }
  });

  it("specialty, place, language and rating", async () => {
    const plan = (filter: object) => planFor({ $and: filterConditions(organizationId, filter) });
    expect(await plan({ specialty: "CARDIOLOGY" })).toContain("provider_specialty_specialty_id_index");
    const [place] = await providers.orm.em.getConnection().execute("select id from location where external_id = 'l-1'");
    expect(await plan({ location: String(place?.id) })).toContain("provider_location_location_id_index");
    expect(await plan({ language: "pt" })).toContain("provider_language_ranges");
    expect(await plan({ minimumRating: 4.2 })).toContain("provider_rating_order");
  });

  it("the order by rating, so that a page reads no more than itself", async () => {
    const query = em()
      .createQueryBuilder(ProviderRow, "r")
      .select("*")
      .orderBy([{ rating: "desc" }, { id: "desc" }])
      .limit(21);
    await query.applyFilters();
    const lines = await em().execute<{ "QUERY PLAN": string }[]>(`explain ${query.getFormattedQuery()}`);
    const plan = lines.map((line) => line["QUERY PLAN"]).join("\n");
    expect(plan).toMatch(/Index Scan Backward using provider_rating_order/);
    expect(plan).not.toContain("Sort");
  });
});
