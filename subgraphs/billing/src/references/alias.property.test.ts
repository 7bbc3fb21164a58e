import { randomUUID } from "node:crypto";
import {
  businessRows,
  propertySeed,
  startTestSubgraph,
  type TestSubgraph,
  unwrittenTables,
} from "@careconnect/kit/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { command, drafted, issued, priced, tellVisit, visitFacts } from "../invoice/invoice.fixture.ts";
import { billingSubgraph } from "../subgraph.ts";
import { aliasConsumer } from "./alias.consumer.ts";
import { careConsumer, consentConsumer } from "./care.consumer.ts";
import { admin, knownOrganization, staff, tell } from "./reference.fixture.ts";

let billing: TestSubgraph;
beforeAll(async () => {
  billing = await startTestSubgraph(billingSubgraph);
  await billing.import(admin, "payers", [{ externalId: "y-1", name: "Medicare" }]);
  await knownOrganization(billing);
  await priced(billing, { taxBasisPoints: 1_000 });
});
afterAll(() => billing.close());

const inADay = new Date(Date.now() + 86_400_000).toISOString();
const reason = "It was charged by mistake";

async function give(name: string, input: object) {
  const { data, errors } = await billing.query(
    staff,
    `mutation ($input: ${name[0]?.toUpperCase()}${name.slice(1)}Input!) {
       ${name}(input: $input) { payment { id } userErrors { code field } } }`,
    { input },
  );
  expect(errors ?? data[name].userErrors).toEqual([]);
  return data[name];
}

const pay = async (patientId: string) => {
  const { id } = await issued(billing, { patientId });
  return give("recordPayment", { invoiceId: id, amount: 4_000, method: "CASH" });
};

/** What may be written of a record. */
const writing = {
  draft: (patientId: string) => drafted(billing, { patientId }),
  invoice: (patientId: string) => issued(billing, { patientId }),
  withdrawn: async (patientId: string) => {
    const { id, version } = await issued(billing, { patientId });
    return command(billing, "voidInvoice", { id, reason, expectedVersion: version });
  },
  payment: pay,
  refund: async (patientId: string) => {
    const { payment } = await pay(patientId);
    return give("refundPayment", { paymentId: payment.id, amount: 1_000, reason });
  },
  credit: async (patientId: string) => {
    const { id } = await issued(billing, { patientId });
    return command(billing, "creditInvoice", { id, amount: 1_000, reason });
  },
  coverage: (patientId: string) =>
    tell(billing, "patient.coverage.added", {
      ...{ coverageId: randomUUID(), patientId, payerId: randomUUID(), priority: "PRIMARY" },
      ...{ startsOn: "2020-01-01", endsOn: null },
    }),
  access: (patientId: string) =>
    tell(
      billing,
      "patient.access.granted",
      { grantId: randomUUID(), patientId, providerId: randomUUID(), until: "2030-01-01T00:00:00.000Z", endedAt: null },
      { consumer: careConsumer },
    ),
  consent: (patientId: string) =>
    tell(
      billing,
      "patient.consent.changed",
      { consentId: randomUUID(), patientId, scope: "PROVIDER_ACCESS", subject: randomUUID(), decision: "DENY" },
      { consumer: consentConsumer },
    ),
  visit: (patientId: string) =>
    tell(
      billing,
      "appointment.booked",
      {
        ...{ appointmentId: randomUUID(), patientId, providerId: randomUUID(), locationId: null, status: "BOOKED" },
        ...{ startsAt: "2026-02-01T15:00:00.000Z", endsAt: "2026-02-01T15:30:00.000Z", visitType: "VIDEO" },
      },
      { consumer: careConsumer },
    ),
  prepayment: (patientId: string) => {
    const facts = visitFacts({ patientId, status: "REQUESTED", startsAt: inADay });
    return tellVisit(billing, "appointment.requested", { ...facts, prepayUntil: inADay });
  },
} as const;

/** Tables that are about no patient, and those about who was erased or is restricted: no merge finds rows of them. */
const ofNobody = [
  ...["payer_terms", "provider_reference", "erased_patient", "restricted_patient", "letterhead"],
  ...["reconciliation", "reconciliation_difference", "gateway_event"],
  // Of payments online, which nobody takes here: it has no patient, and hangs on its payment.
  "payment_intent",
];

type Kind = keyof typeof writing;
const kinds = Object.keys(writing) as Kind[];

it("leaves every column of every row as it was, when two records were merged and taken apart, and reads both as one meanwhile", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.boolean(), fc.constantFrom(...kinds)), { maxLength: 8 }),
      fc.integer({ min: 1, max: 2 }),
      async (writes, times) => {
        const [old, current] = [randomUUID(), randomUUID()];
        for (const [isOld, kind] of writes) await writing[kind](isOld ? old : current);
        const before = await businessRows(billing);
        const charged = before.invoice?.filter((row) => JSON.stringify(row).match(`${old}|${current}`)).length;
        for (let time = 0; time < times; time += 1) {
          const merged = (endedAt: string | null, version: number) =>
            tell(
              billing,
              "patient.merged",
              { patientId: old, survivingId: current, endedAt },
              { consumer: aliasConsumer, aggregateId: old, aggregateVersion: version },
            );
          await merged(null, 2 * time + 1);
          for (const id of [old, current]) {
            const { data, errors } = await billing.query(
              staff,
              `{ invoices(first: 100, filter: { patientId: "${id}" }) { totalCount nodes { patient { id } payments { id } } } }`,
            );
            expect(errors).toBeUndefined();
            expect(data.invoices.totalCount).toBe(charged);
            for (const { patient } of data.invoices.nodes) expect(patient.id).toBe(current);
          }
          expect(await businessRows(billing)).toEqual(before);
          await merged(new Date().toISOString(), 2 * time + 2);
          expect(await businessRows(billing)).toEqual(before);
        }
      },
    ),
    // The first run has one of each, so that no table is left out.
    { numRuns: 12, seed: propertySeed, examples: [[kinds.map((kind, nth) => [nth % 2 === 0, kind]), 2]] },
  );
  expect(unwrittenTables(await businessRows(billing), ofNobody)).toEqual([]);
}, 120_000);
