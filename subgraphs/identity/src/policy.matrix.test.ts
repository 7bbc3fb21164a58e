import {
  checkDecisions,
  isNegationNoticed,
  type PolicyCase,
  rulesBelow,
  startTestSubgraph,
  type TestSubgraph,
  undecided,
} from "@careconnect/kit/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { policyMatrix } from "./policy.matrix.ts";
import { identitySubgraph } from "./subgraph.ts";

const checked: PolicyCase = {
  definition: identitySubgraph,
  matrix: policyMatrix,
  world: {
    organizationId: "0199a000-0000-7000-8000-000000000001",
    otherOrganizationId: "0199a000-0000-7000-8000-000000000002",
    ids: {},
  },
  probes: {},
};

let identity: TestSubgraph;
beforeAll(async () => {
  identity = await startTestSubgraph(identitySubgraph);
});
afterAll(() => identity.close());

/** On a machine that does much else. */
const patience = 120_000;

it("has a decision for everything that the schema offers", () => {
  expect(undecided(checked)).toEqual([]);
});

it(
  "is as decided, for every role in every relation",
  async () => {
    expect(await checkDecisions(identity, checked)).toEqual([]);
  },
  patience,
);

it.each(await rulesBelow(new URL(".", import.meta.url)))(
  "notices when %s is negated",
  async (_name, rule) => {
    expect(await isNegationNoticed(identity, checked, rule)).toBe(true);
  },
  patience,
);
