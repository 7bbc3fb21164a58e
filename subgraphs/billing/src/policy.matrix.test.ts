import { randomUUID } from "node:crypto";
import {
  boundEntityManager,
  CareGrant,
  CareVisit,
  importedId,
  Role,
  runCommand,
  systemContext,
  VisitType,
} from "@careconnect/kit";
import { type PolicyCase, startTestSubgraph, type TestSubgraph, testPolicy } from "@careconnect/kit/testing";
import { afterAll, beforeAll } from "vitest";
import { InvoiceRow } from "./invoice/invoice.entity.ts";
import { invoiceUpdated } from "./invoice/invoice.events.ts";
import { InvoiceParty } from "./invoice/invoice.party.ts";
import { PaymentRow } from "./payment/payment.entity.ts";
import { paymentChanged } from "./payment/payment.events.ts";
import { PaymentMethod } from "./payment/payment.method.ts";
import { policyMatrix } from "./policy.matrix.ts";
import { PrepaymentRow } from "./prepayment/prepayment.entity.ts";
import { PrepaymentState } from "./prepayment/prepayment.state.ts";
import { PriceRow } from "./price/price.entity.ts";
import { ReconciliationRow } from "./reconciliation/reconciliation.entity.ts";
import { ReconciliationStatus } from "./reconciliation/reconciliation.status.ts";
import { OrganizationReference } from "./references/organization-reference.entity.ts";
import { billingSubgraph } from "./subgraph.ts";
import { PayerTermsRow } from "./terms/terms.entity.ts";

const organizationId = "0199a000-0000-7000-8000-000000000001";
const patient = importedId(organizationId, "patient", "p-1");
const payment = randomUUID() as string;
const price = randomUUID();
const reconciliation = randomUUID();
const terms = randomUUID();
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
      payment,
      creditNote: randomUUID(),
      price,
      reconciliation,
      terms,
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
    "Mutation.createInvoice": {
      arguments: ({ appointment, invoice }) => ({ input: { appointmentId: appointment, replacesId: invoice } }),
    },
    "Mutation.setInvoiceLines": {
      arguments: ({ invoice, payer }) => ({
        input: {
          ...{ id: invoice, payerId: payer, expectedVersion: 99 },
          lines: [{ description: "Visit", quantity: 1, unitPrice: 1 }],
        },
      }),
    },
    "Mutation.issueInvoice": { arguments: ({ invoice }) => ({ input: { id: invoice, expectedVersion: 99 } }) },
    "Mutation.voidInvoice": {
      arguments: ({ invoice }) => ({ input: { id: invoice, reason: "Nobody knows why", expectedVersion: 99 } }),
    },
    "Mutation.creditInvoice": {
      arguments: ({ invoice }) => ({
        input: { id: invoice, amount: 1, reason: "Nobody knows why", expectedVersion: 99 },
      }),
    },
    "Mutation.recordPayment": {
      arguments: ({ invoice }) => ({ input: { invoiceId: invoice, method: "CASH", amount: 1_000_000 } }),
    },
    "Mutation.refundPayment": {
      arguments: ({ payment }) => ({
        input: { paymentId: payment, amount: 1, reason: "Nobody knows why", expectedVersion: 99 },
      }),
    },
    // Nothing is paid online here: whoever may is told so, and that they may not who may not.
    "Mutation.payInvoice": {
      arguments: ({ invoice }) => ({ input: { invoiceId: invoice, paymentMethod: "pm_card_visa" } }),
    },
    "Mutation.preparePayment": { arguments: ({ invoice }) => ({ input: { invoiceId: invoice } }) },
    "Mutation.cancelPayment": { arguments: ({ payment }) => ({ input: { paymentId: payment } }) },
    "Query.prepayments": { arguments: ({ appointment }) => ({ filter: { appointmentId: appointment } }) },
    "Subscription.paymentChanged": {
      arguments: ({ patient }) => ({ patientId: patient }),
      happens: ({ payment: id }) =>
        runCommand(
          systemContext(boundEntityManager(billing.orm, organizationId), "a-change"),
          { action: "payment.change", entityType: "Payment" },
          async ({ em, emit }) => {
            const row = await em.findOneOrFail(PaymentRow, { id: String(id) });
            row.updatedAt = new Date();
            emit(() => paymentChanged(row));
          },
        ),
    },
    "Subscription.invoiceChanged": {
      arguments: ({ invoice }) => ({ id: invoice }),
      happens: ({ invoice }) =>
        runCommand(
          systemContext(boundEntityManager(billing.orm, organizationId), "a-change"),
          { action: "invoice.change", entityType: "Invoice" },
          async ({ em, emit }) => {
            const row = await em.findOneOrFail(InvoiceRow, { id: String(invoice) });
            row.updatedAt = new Date();
            emit(() => invoiceUpdated(row, 0));
          },
        ),
    },
    "Query.payment": { arguments: ({ payment }) => ({ id: payment }) },
    "Query.payments": {
      arguments: ({ patient, invoice }) => ({ filter: { patientId: patient, invoiceId: invoice } }),
    },
    "Query.paymentSummary": {
      arguments: ({ patient, invoice }) => ({ filter: { patientId: patient, invoiceId: invoice } }),
      isReached: (summary) => summary?.paidCount > 0,
    },
    "Query.invoiceTotals": {
      arguments: ({ patient, appointment, payer }) => ({
        filter: { patientId: patient, appointmentId: appointment, payerId: payer },
      }),
      isReached: (totals) => totals?.some(({ count }: { count: number }) => count > 0),
    },
    "Mutation.setLetterhead": { arguments: () => ({ input: { name: " ", paper: "A4" } }) },
    "Invoice.pdf": {
      arguments: ({ creditNote }) => ({ creditNoteId: creditNote }),
      requires: { patient: { __typename: "Patient", fullName: "Ana Núñez", mrn: "000001" } },
    },
    "Mutation.runReconciliation": { arguments: () => ({ input: { idempotencyKey: "k".repeat(1_000) } }) },
    "Query.reconciliation": { arguments: ({ reconciliation }) => ({ id: reconciliation }) },
    "Query.prices": { arguments: ({ payer }) => ({ filter: { payerId: payer } }) },
    "Query.payerTerms": { arguments: ({ payer }) => ({ payerId: payer }) },
    "Query.quote": { arguments: ({ payer }) => ({ input: { visitType: "PHONE", payerId: payer, on: "2026-01-01" } }) },
    "Mutation.addPrice": {
      arguments: ({ payer }) => ({
        input: { visitType: "PHONE", payerId: payer, amount: 1, startsOn: "2026-01-02", endsOn: "2026-01-01" },
      }),
    },
    "Mutation.endPrice": {
      arguments: ({ price }) => ({ input: { id: price, endsOn: "2026-01-01", expectedVersion: 99 } }),
    },
    "Mutation.addPayerTerms": {
      arguments: ({ payer }) => ({ input: { payerId: payer, startsOn: "2026-01-02", endsOn: "2026-01-01" } }),
    },
    "Mutation.endPayerTerms": {
      arguments: ({ terms }) => ({ input: { id: terms, endsOn: "2026-01-01", expectedVersion: 99 } }),
    },
    "Query.invoice": { arguments: ({ invoice }) => ({ id: invoice }) },
    "Query.invoices": {
      arguments: ({ patient, appointment, payer }) => ({
        filter: { patientId: patient, appointmentId: appointment, payerId: payer },
      }),
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
  em.create(PaymentRow, {
    ...{
      id: payment,
      invoiceId: importedId(organizationId, "invoice", "i-1"),
      patientId: patient,
      recordedBy: patient,
    },
    ...{ party: InvoiceParty.PATIENT, method: PaymentMethod.CASH, amount: 5, refundedAmount: 0, currency: "USD" },
    receivedAt: new Date(),
  } as never);
  em.create(PrepaymentRow, {
    ...{ appointmentId: importedId(organizationId, "appointment", "a-1"), patientId: patient },
    ...{
      invoiceId: importedId(organizationId, "invoice", "i-1"),
      state: PrepaymentState.CONFIRMED,
      payUntil: new Date(),
    },
  } as never);
  em.create(OrganizationReference, { organizationId, currency: "USD", timeZone: "UTC", aggregateVersion: 1 });
  em.create(ReconciliationRow, {
    ...{ id: reconciliation, status: ReconciliationStatus.COMPLETED, requestedBy: patient },
  } as never);
  const payerId = importedId(organizationId, "payer", "y-1");
  const since = { payerId, currency: "USD", startsOn: "2026-01-01" };
  em.create(PriceRow, { ...since, id: price, visitType: VisitType.PHONE, amount: 500, taxBasisPoints: 0 } as never);
  em.create(PayerTermsRow, { ...since, id: terms, copayAmount: 100, coinsuranceBasisPoints: 0 } as never);
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
