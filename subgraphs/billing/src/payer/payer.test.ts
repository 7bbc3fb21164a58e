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

it("payers are listed by name, each organization's own", async () => {
  const payers = "{ payers { name } }";
  expect((await billing.query(admin, payers)).data.payers).toEqual([{ name: "Aetna" }, { name: "Medicare" }]);
  expect((await billing.query(stranger, payers)).data.payers).toEqual([]);
});

it("a payer is found by what refers to it, within its organization, in one statement for many", async () => {
  const { data } = await billing.query(admin, "{ payers { id } }");
  const representations = data.payers.map(({ id }: { id: string }) => ({ __typename: "Payer", id }));
  const entities = "query ($r: [_Any!]!) { _entities(representations: $r) { ... on Payer { name } } }";
  billing.statements.length = 0;
  const found = await billing.query(admin, entities, { r: representations });
  expect(found.data._entities).toEqual([{ name: "Aetna" }, { name: "Medicare" }]);
  expect(billing.statements.filter((statement) => statement.startsWith("select"))).toHaveLength(1);
  const unknown = { __typename: "Payer", id: "nonsense" };
  expect((await billing.query(admin, entities, { r: [unknown] })).data._entities).toEqual([null]);
  expect((await billing.query(stranger, entities, { r: representations })).data._entities).toEqual([null, null]);
});
