import { Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { billingSubgraph } from "../subgraph.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const admin: TestViewer = { organizationId, roles: [Role.ADMIN], scope: "graphql import" };
const stranger: TestViewer = { organizationId: "0199a000-0000-7000-8000-000000000002", roles: [Role.ADMIN] };

let billing: TestSubgraph;
beforeAll(async () => {
  billing = await startTestSubgraph(billingSubgraph);
  await billing.import(admin, "payers", [
    { externalId: "y-2", name: "Medicare" },
    { externalId: "y-1", name: "Aetna" },
  ]);
});
afterAll(() => billing.close());

async function list(args = "", viewer = admin) {
  billing.statements.length = 0;
  const { data, errors } = await billing.query(
    viewer,
    `{ payers${args} { nodes { name } totalCount pageInfo { hasNextPage endCursor } } }`,
  );
  expect(errors).toBeUndefined();
  const { nodes, totalCount, pageInfo } = data.payers;
  const names = nodes.map(({ name }: { name: string }) => name);
  return { names, totalCount, ...pageInfo, statements: billing.statements.filter((sql) => sql.startsWith("select")) };
}

it("payers are listed by name, each organization's own, page by page, in as many statements however many there are", async () => {
  const all = await list();
  expect(all).toMatchObject({ names: ["Aetna", "Medicare"], totalCount: 2, hasNextPage: false });
  const first = await list("(first: 1)");
  expect(first).toMatchObject({ names: ["Aetna"], totalCount: 2, hasNextPage: true });
  expect((await list(`(first: 1, after: "${first.endCursor}")`)).names).toEqual(["Medicare"]);
  expect(first.statements).toHaveLength(all.statements.length);
  expect((await list("", stranger)).names).toEqual([]);
});

it("payers are found by words that start words of their names, whatever accents and case, and by the id of their source", async () => {
  const other: TestViewer = { ...admin, organizationId: "0199a000-0000-7000-8000-000000000003" };
  await billing.import(other, "payers", [
    { externalId: "y-1", name: "Allgemeine Krankenkasse Köln" },
    { externalId: "y-2", name: "Krankenkasse 100 %" },
  ]);
  const found = async (filter: string) => (await list(`(filter: { ${filter} })`, other)).names;
  expect(await found('search: "kasse"')).toEqual([]);
  expect(await found('search: "KRANK"')).toEqual(["Allgemeine Krankenkasse Köln", "Krankenkasse 100 %"]);
  expect(await found('search: "koln allg"')).toEqual(["Allgemeine Krankenkasse Köln"]);
  expect(await found('search: "%"')).toEqual(["Krankenkasse 100 %"]);
  expect(await found('search: "krank", externalId: "y-1"')).toEqual(["Allgemeine Krankenkasse Köln"]);
  const { errors } = await billing.query(other, `{ payers(filter: { search: "${"k".repeat(101)}" }) { totalCount } }`);
  expect(errors?.[0]?.extensions).toMatchObject({ code: "BAD_USER_INPUT", field: ["filter", "search"] });
});

it("a payer is found by the name that it has now, and so is one that a process of the version before wrote", async () => {
  const other: TestViewer = { ...admin, organizationId: "0199a000-0000-7000-8000-000000000004" };
  await billing.import(other, "payers", [{ externalId: "y-1", name: "Before" }]);
  await billing.import(other, "payers", [{ externalId: "y-1", name: "Since" }]);
  const found = async (search: string) => (await list(`(filter: { search: "${search}" })`, other)).names;
  expect([await found("before"), await found("since")]).toEqual([[], ["Since"]]);
  const sql = (statement: string) => billing.orm.em.getConnection().execute(statement);
  await sql(
    `insert into payer (id, organization_id, created_at, updated_at, name)
     values (gen_random_uuid(), '${other.organizationId}', now(), now(), 'Älteste Krankenkasse')`,
  );
  expect(await found("alteste krank")).toEqual(["Älteste Krankenkasse"]);
  await sql(`update payer set name = 'Ältere Kasse' where name = 'Älteste Krankenkasse'`);
  expect([await found("alteste"), await found("altere")]).toEqual([[], ["Ältere Kasse"]]);
});

it("a payer is found by what refers to it, within its organization, in one statement for many", async () => {
  const { data } = await billing.query(admin, "{ payers { nodes { id } } }");
  const representations = data.payers.nodes.map(({ id }: { id: string }) => ({ __typename: "Payer", id }));
  const entities = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Payer { name } } }";
  billing.statements.length = 0;
  const found = await billing.query(admin, entities, { r: representations });
  expect(found.data._entities).toEqual([{ name: "Aetna" }, { name: "Medicare" }]);
  expect(billing.statements.filter((statement) => statement.startsWith("select"))).toHaveLength(1);
  const unknown = { __typename: "Payer", id: "nonsense" };
  expect((await billing.query(admin, entities, { r: [unknown] })).data._entities).toEqual([null]);
  expect((await billing.query(stranger, entities, { r: representations })).data._entities).toEqual([null, null]);
});
