import { randomUUID } from "node:crypto";
import { boundEntityManager, CareGrant, CareVisit, importedId, Role } from "@careconnect/kit";
import { type PolicyCase, startTestSubgraph, type TestSubgraph, testPolicy } from "@careconnect/kit/testing";
import { afterAll, beforeAll } from "vitest";
import { policyMatrix } from "./policy.matrix.ts";
import { billingSubgraph } from "./subgraph.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const patient = importedId(organizationId, "patient", "p-1");
const providers = { care: randomUUID() as string, grant: randomUUID() as string };

const checked: PolicyCase = {
  definition: billingSubgraph,
  matrix: policyMatrix,
  world: {
    organizationId,
    otherOrganizationId: "0199a000-0000-7000-8000-000000000002",
    ids: {
      patient,
      appointment: importedId(organizationId, "appointment", "a-1"),
      invoice: importedId(organizationId, "invoice", "i-1"),
      payer: importedId(organizationId, "payer", "y-1"),
    },
    providers,
    consents: (decision, { scope, subject }) =>
      billing.database.asOwner(
        `insert into care_consent values ('${organizationId}', md5('${scope}${subject}')::uuid, '${patient}', '${scope}',
           '${subject}', '${decision}', 1)
         on conflict (organization_id, consent_id) do update set decision = excluded.decision`,
      ),
  },
  probes: {
    "Query.invoice": { arguments: ({ invoice }) => ({ id: invoice }) },
    "Query.invoices": {
      arguments: ({ patient, appointment }) => ({ filter: { patientId: patient, appointmentId: appointment } }),
    },
  },
};

let billing: TestSubgraph;
beforeAll(async () => {
  billing = await startTestSubgraph(billingSubgraph);
  const admin = { organizationId, roles: [Role.ADMIN], scope: "graphql import" };
  await billing.import(admin, "payers", [{ externalId: "y-1", name: "Medicare" }]);
  await billing.import(admin, "invoices", [
    {
      ...{ externalId: "i-1", appointmentExternalId: "a-1", patientExternalId: "p-1", payerExternalId: "y-1" },
      ...{
        status: "ISSUED",
        currency: "USD",
        issuedAt: "2026-03-01T10:00:00Z",
        total: 500,
        payerShare: 0,
        balance: 500,
      },
      lines: [{ description: "Consultation", quantity: 1, unitAmount: 500, amount: 500 }],
    },
  ]);
  const em = boundEntityManager(billing.orm, organizationId);
  const tomorrow = new Date(Date.now() + 86_400_000);
  const told = { organizationId, patientId: patient, aggregateVersion: 1 };
  em.create(CareVisit, {
    ...told,
    ...{ appointmentId: randomUUID(), providerId: providers.care, startsAt: tomorrow, status: "BOOKED" },
  });
  em.create(CareGrant, {
    ...told,
    ...{ grantId: randomUUID(), providerId: providers.grant, until: tomorrow, endedAt: null },
  });
  await em.flush();
});
afterAll(() => billing.close());

await testPolicy(checked, new URL(".", import.meta.url), () => billing);
