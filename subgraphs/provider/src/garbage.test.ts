import { boundEntityManager, importedId, Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer, testGarbage } from "@careconnect/kit/testing";
import { afterAll, beforeAll, expect } from "vitest";
import { RatingRow } from "./rating/rating.entity.ts";
import { RatingStatus } from "./rating/rating.status.ts";
import { providerSubgraph } from "./subgraph.ts";

const admin: TestViewer = {
  ...{ organizationId: "0199a000-0000-7000-8000-000000000001", roles: [Role.ADMIN], scope: "graphql import" },
};
const patientId = "0199a000-0000-7000-8000-0000000000a1";
const patient: TestViewer = { organizationId: admin.organizationId, roles: [Role.PATIENT], patientId };
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
  const { organizationId } = admin;
  const providerId = importedId(organizationId, "provider", "d-1");
  const em = boundEntityManager(providers.orm, organizationId);
  em.create(RatingRow, {
    ...{ appointmentId: providerId, patientId, providerId, score: 4, feedback: "Kind", anonymous: false },
    status: RatingStatus.PENDING,
  } as never);
  await em.flush();
  const input = {
    ...{ providerId, kind: "MEDICAL_LICENSE", number: "MD-1" },
    ...{ issuer: "The board", issuedOn: "2020-01-01" },
  };
  const { data } = await providers.query(
    admin,
    "mutation ($input: AddProviderCredentialInput!) { addProviderCredential(input: $input) { userErrors { code } } }",
    { input },
  );
  expect(data.addProviderCredential.userErrors).toEqual([]);
  const submitted = await providers.query(
    admin,
    `mutation ($input: SubmitProviderApplicationInput!) { submitProviderApplication(input: $input) {
       userErrors { code } } }`,
    { input: { givenName: "Ada", familyName: "Lovelace", email: "ada@example.org", specialties: [], timeZone } },
  );
  expect(submitted.data.submitProviderApplication.userErrors).toEqual([]);
});
afterAll(() => providers.close());

testGarbage(providerSubgraph, () => providers, [admin, patient]);
