import { Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer, testGarbage } from "@careconnect/kit/testing";
import { afterAll, beforeAll } from "vitest";
import { providerSubgraph } from "./subgraph.ts";

const admin: TestViewer = {
  ...{ organizationId: "0199a000-0000-7000-8000-000000000001", roles: [Role.ADMIN], scope: "graphql import" },
};
const timeZone = "America/New_York";

let providers: TestSubgraph;
beforeAll(async () => {
  providers = await startTestSubgraph(providerSubgraph);
  await providers.import(admin, "locations", [{ externalId: "l-1", name: "Mount Auburn Hospital", timeZone }]);
  await providers.import(admin, "providers", [
    {
      ...{ externalId: "d-1", givenName: "Renée", familyName: "Duval", timeZone, weekly: [] },
      ...{ specialties: [{ code: "CARDIOLOGY", name: "Cardiology" }], locationExternalIds: ["l-1"] },
    },
  ]);
});
afterAll(() => providers.close());

testGarbage(providerSubgraph, () => providers, [admin]);
