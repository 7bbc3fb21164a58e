import { boundEntityManager, importedId, Role } from "@careconnect/kit";
import { type PolicyCase, startTestSubgraph, type TestSubgraph, testPolicy } from "@careconnect/kit/testing";
import { afterAll, beforeAll } from "vitest";
import { AvailabilityExceptionRow } from "./exception/exception.entity.ts";
import { AvailabilityExceptionKind } from "./exception/exception.kind.ts";
import { policyMatrix } from "./policy.matrix.ts";
import { ProviderStatus } from "./provider/provider.status.ts";
import { ProviderStatusChangeRow } from "./status/status-change.entity.ts";
import { providerSubgraph } from "./subgraph.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const provider = importedId(organizationId, "provider", "d-1");
const exception = "0199a000-0000-7000-8000-00000000000e";
const timeZone = "America/New_York";

const checked: PolicyCase = {
  definition: providerSubgraph,
  matrix: policyMatrix,
  world: {
    organizationId,
    otherOrganizationId: "0199a000-0000-7000-8000-000000000002",
    ids: { provider, exception, location: importedId(organizationId, "location", "l-1") },
    providers: { own: provider },
  },
  probes: {
    "Query.provider": { arguments: ({ provider }) => ({ id: provider }) },
    "Query.providers": { arguments: ({ location }) => ({ filter: { location } }) },
    "Mutation.setAvailability": {
      arguments: ({ provider }) => ({ input: { providerId: provider, weekly: [], effectiveFrom: "2020-01-01" } }),
    },
    "Mutation.addAvailabilityException": {
      arguments: ({ provider }) => ({ input: { providerId: provider, kind: "LEAVE", fromDay: "2020-01-01" } }),
    },
    "Mutation.removeAvailabilityException": {
      arguments: ({ exception }) => ({ input: { id: exception, expectedVersion: 99 } }),
    },
    "Mutation.setLocationHours": {
      arguments: ({ location }) => ({ input: { locationId: location, weekly: [], expectedVersion: 99 } }),
    },
    "Mutation.suspendProvider": {
      arguments: ({ provider }) => ({ input: { id: provider, reason: "Nobody knows why", expectedVersion: 99 } }),
    },
    "Mutation.reinstateProvider": {
      arguments: ({ provider }) => ({ input: { id: provider, reason: "Nobody knows why", expectedVersion: 99 } }),
    },
    "Mutation.updateProvider": {
      arguments: ({ provider, location }) => ({
        input: { id: provider, expectedVersion: 99, locationIds: [location] },
      }),
    },
    "Mutation.registerProvider": {
      arguments: ({ location }) => ({
        input: { givenName: "", familyName: "", specialties: [], locationIds: [location], timeZone },
      }),
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
  const em = boundEntityManager(providers.orm, organizationId);
  em.create(AvailabilityExceptionRow, {
    ...{ id: exception, providerId: provider, kind: AvailabilityExceptionKind.LEAVE },
    ...{ fromDay: "2099-01-01", toDay: "2099-01-31" },
  } as never);
  em.create(ProviderStatusChangeRow, {
    ...{ providerId: provider, from: ProviderStatus.PENDING, to: ProviderStatus.ACTIVE },
    ...{ changedAt: new Date(), actorId: provider, reason: "The board's letter came" },
  } as never);
  await em.flush();
});
afterAll(() => providers.close());

await testPolicy(checked, new URL(".", import.meta.url), () => providers);
