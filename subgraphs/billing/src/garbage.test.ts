import { importedId } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, testGarbage } from "@careconnect/kit/testing";
import { afterAll, beforeAll, expect } from "vitest";
import { drafted, issued } from "./invoice/invoice.fixture.ts";
import { admin, knownOrganization, organizationId } from "./references/reference.fixture.ts";
import { billingSubgraph } from "./subgraph.ts";

let billing: TestSubgraph;
beforeAll(async () => {
  billing = await startTestSubgraph(billingSubgraph);
  await billing.import(admin, "payers", [{ externalId: "y-1", name: "Medicare" }]);
  await knownOrganization(billing);
  const payerId = importedId(organizationId, "payer", "y-1");
  const { data } = await billing.query(
    admin,
    `mutation ($price: AddPriceInput!, $terms: AddPayerTermsInput!) {
       addPrice(input: $price) { userErrors { code } } addPayerTerms(input: $terms) { userErrors { code } } }`,
    {
      price: { visitType: "PHONE", amount: 5_000, startsOn: "2026-01-01" },
      terms: { payerId, copay: 1_000, startsOn: "2026-01-01" },
    },
  );
  const [draft, sent] = [await drafted(billing, { visitType: "PHONE" }), await issued(billing, { visitType: "PHONE" })];
  const paid = await billing.query(
    admin,
    "mutation ($input: RecordPaymentInput!) { recordPayment(input: $input) { userErrors { code } } }",
    { input: { invoiceId: sent.id, method: "CASH", amount: 100 } },
  );
  expect(paid.data.recordPayment.userErrors).toEqual([]);
  expect([draft.status, sent.status]).toEqual(["DRAFT", "ISSUED"]);
  expect([data.addPrice.userErrors, data.addPayerTerms.userErrors]).toEqual([[], []]);
});
afterAll(() => billing.close());

testGarbage(billingSubgraph, () => billing, [admin]);
