import { importedId, Role } from "@careconnect/kit";
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
import { providerSubgraph } from "./subgraph.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const provider = importedId(organizationId, "provider", "d-1");
const timeZone = "America/New_York";

const checked: PolicyCase = {
  definition: providerSubgraph,
  matrix: policyMatrix,
  world: {
    organizationId,
    otherOrganizationId: "0199a000-0000-7000-8000-000000000002",
    ids: { provider, location: importedId(organizationId, "location", "l-1") },
    providers: { own: provider },
  },
  probes: {
    "Query.provider": { arguments: ({ provider }) => ({ id: provider }) },
    "Query.providers": { arguments: ({ location }) => ({ filter: { location } }) },
    "Mutation.setAvailability": {
      arguments: ({ provider }) => ({ input: { providerId: provider, weekly: [], effectiveFrom: "2020-01-01" } }),
    },
    "Mutation.registerProvider": {
      arguments: () => ({ input: { givenName: "", familyName: "", specialties: [], timeZone } }),
    },
  },
};

let providers: TestSubgraph;
beforeAll(async () => {
  providers = await startTestSubgraph(providerSubgraph);
  const admin = { organizationId, roles: [Role.ADMIN], scope: "graphql import" };
  await providers.import(admin, "locations", [{ externalId: "l-1", name: "Mount Auburn Hospital", timeZone }]);
  const weekly = [{ day: "MONDAY", from: "09:00", to: "17:00" }];
  await providers.import(admin, "providers", [
    {
      ...{ externalId: "d-1", givenName: "Renée", familyName: "Duval", timeZone, weekly },
      ...{ specialties: [{ code: "CARDIOLOGY", name: "Cardiology" }], locationExternalIds: ["l-1"] },
    },
  ]);
});
afterAll(() => providers.close());

/** On a machine that does much else. */
const patience = 120_000;

it("has a decision for everything that the schema offers", () => {
  expect(undecided(checked)).toEqual([]);
});

it(
  "is as decided, for every role in every relation",
  async () => {
    expect(await checkDecisions(providers, checked)).toEqual([]);
  },
  patience,
);

it.each(await rulesBelow(new URL(".", import.meta.url)))(
  "notices when %s is negated",
  async (_name, rule) => {
    expect(await isNegationNoticed(providers, checked, rule)).toBe(true);
  },
  patience,
);
