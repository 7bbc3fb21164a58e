import { boundEntityManager, type Reach } from "@careconnect/kit";
import { planOf, startTestSubgraph, type TestSubgraph } from "@careconnect/kit/testing";
import { afterAll, beforeAll, expect, it } from "vitest";
import { billingSubgraph } from "../subgraph.ts";
import { InvoiceRow } from "./invoice.entity.ts";
import { invoicesWithin } from "./invoice.policy.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const providerId = "0199a000-0000-7000-8000-0000000000d1";

let billing: TestSubgraph;
beforeAll(async () => {
  billing = await startTestSubgraph(billingSubgraph);
  await billing.database.asOwner(`
    insert into invoice (id, organization_id, created_at, updated_at, status, currency, total_amount, payer_share_amount,
      patient_share_amount, balance_amount, issued_at, listed_at, patient_id, claim_external_ids)
    select gen_random_uuid(), '${organizationId}', now(), now(), 'ISSUED', 'USD', 0, 0, 0, 0, now(), now(),
      md5('patient' || n % 2000)::uuid, '{}'
    from generate_series(1, 20000) n;
    insert into care_visit (organization_id, appointment_id, patient_id, provider_id, starts_at, status, aggregate_version)
    select '${organizationId}', gen_random_uuid(), md5('patient' || n)::uuid, '${providerId}', now(), 'BOOKED', 1
    from generate_series(1, 10) n;
    analyze invoice; analyze care_visit`);
});
afterAll(() => billing.close());

it("invoices of the patients in a provider's care are found through an index, however many there are", async () => {
  const em = boundEntityManager(billing.orm, organizationId);
  const reach: Reach = [
    { relation: "care", organizationId, providerId },
    { relation: "grant", organizationId, providerId },
  ];
  expect(await em.count(InvoiceRow, invoicesWithin(reach))).toBe(100);
  const plan = await planOf(em, InvoiceRow, invoicesWithin(reach));
  expect(plan).toContain("invoice_organization_id_patient_id_listed_at_id_index");
  expect(plan).not.toMatch(/Seq Scan on invoice/);
});
