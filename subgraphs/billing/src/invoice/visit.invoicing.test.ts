import { randomUUID } from "node:crypto";
import { boundEntityManager, importedId, Role, systemUserId } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { movementsOf } from "../ledger/ledger.query.ts";
import { admin, knownOrganization, organizationId, stranger, tell } from "../references/reference.fixture.ts";
import { billingSubgraph } from "../subgraph.ts";
import { command, drafted, invoiceOf, priced, tellVisit, visitFacts } from "./invoice.fixture.ts";

const payerId = importedId(organizationId, "payer", "y-1");

let billing: TestSubgraph;
let beside: TestSubgraph;
beforeAll(async () => {
  billing = await startTestSubgraph(billingSubgraph);
  beside = await startTestSubgraph(billingSubgraph, { beside: billing });
  await billing.import(admin, "payers", [{ externalId: "y-1", name: "Medicare" }]);
  await knownOrganization(billing);
  await priced(billing, { taxBasisPoints: 1_000 });
  await priced(billing, { amount: 8_000, payerId });
  await priced(billing, { amount: 20_000, specialty: "CARDIOLOGY" });
  const { data } = await billing.query(
    admin,
    "mutation ($input: AddPayerTermsInput!) { addPayerTerms(input: $input) { userErrors { code } } }",
    { input: { payerId, copay: 1_000, coinsuranceBasisPoints: 2_000, startsOn: "2020-01-01" } },
  );
  expect(data.addPayerTerms.userErrors).toEqual([]);
});
afterAll(async () => {
  await beside.close();
  await billing.close();
});

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  billing.orm.em.getConnection().execute(statement);
const em = () => boundEntityManager(billing.orm, organizationId);
const movements = async (id: string) =>
  Object.fromEntries(Object.entries((await movementsOf(em(), [id])).get(id) ?? {}));
const covered = async (patientId: string, told: object = {}) =>
  tell(billing, "patient.coverage.added", {
    ...{ coverageId: randomUUID(), patientId, payerId, priority: "PRIMARY", startsOn: "2026-01-01", endsOn: null },
    ...told,
  });

describe("a visit that took place", () => {
  it("has the draft of an invoice by the price that holds, which no patient sees and the ledger does not have", async () => {
    const invoice = await drafted(billing);
    expect(invoice).toMatchObject({
      ...{ number: null, status: "DRAFT", cause: "VISIT", issuedAt: null, dueAt: null },
      ...{ total: { amount: 11_000, currency: "USD" }, patientShare: { amount: 11_000 }, payerShare: { amount: 0 } },
      lines: [
        {
          kind: "SERVICE",
          description: "Office visit",
          wording: "OFFICE_VISIT",
          quantity: 1,
          amount: { amount: 10_000 },
        },
        {
          kind: "TAX",
          description: "Tax 10 %",
          wording: "TAX",
          taxRateBasisPoints: 1_000,
          quantity: 1,
          amount: { amount: 1_000 },
        },
      ],
    });
    expect(await movements(invoice.id)).toEqual({});
    const self: TestViewer = { organizationId, roles: [Role.PATIENT], patientId: invoice.patientId };
    const ask = `{ invoice(id: "${invoice.id}") { id } invoices { totalCount } }`;
    expect((await billing.query(self, ask)).data).toEqual({ invoice: null, invoices: { totalCount: 0 } });
    await command(billing, "issueInvoice", { id: invoice.id, expectedVersion: 1 });
    expect((await billing.query(self, ask)).data).toEqual({ invoice: { id: invoice.id }, invoices: { totalCount: 1 } });
  });

  it("is priced by the provider's specialty and the coverage of its day, whichever of the patient's records has it", async () => {
    const [providerId, patientId, survivingId] = [randomUUID(), randomUUID(), randomUUID()];
    await tell(billing, "provider.registered", { providerId, specialties: ["DERMATOLOGY", "CARDIOLOGY"] });
    expect((await drafted(billing, { providerId })).total.amount).toBe(20_000);
    await covered(patientId);
    await covered(patientId, { priority: "SECONDARY", payerId: randomUUID() });
    await billing.database.asOwner(
      `insert into patient_alias (organization_id, patient_id, surviving_id, aggregate_version)
       values ('${organizationId}', '${patientId}', '${survivingId}', 1)`,
    );
    for (const id of [patientId, survivingId]) {
      const { id: invoiceId, ...invoice } = await drafted(billing, { patientId: id });
      expect(invoice).toMatchObject({
        total: { amount: 8_000 },
        patientShare: { amount: 2_400 },
        payerShare: { amount: 5_600 },
      });
      expect(await sql(`select patient_id, payer_id from invoice where id = '${invoiceId}'`)).toEqual([
        { patient_id: survivingId, payer_id: payerId },
      ]);
    }
    const before = await drafted(billing, { patientId, startsAt: "2025-12-31T15:00:00.000Z" });
    expect(before.total.amount).toBe(11_000);
  });

  it("is no payer's that is not known here, nor of a coverage that ended", async () => {
    const [unknown, ended] = [randomUUID(), randomUUID()];
    await covered(unknown, { payerId: randomUUID() });
    await covered(ended, { endsOn: "2026-01-31" });
    for (const patientId of [unknown, ended]) expect((await drafted(billing, { patientId })).payerShare.amount).toBe(0);
  });

  it("of which there is no price has a draft that charges for nothing, and is not issued like that", async () => {
    const { id, version, total, lines } = await drafted(billing, { visitType: "PHONE" });
    expect([total.amount, lines]).toEqual([0, []]);
    expect((await command(billing, "issueInvoice", { id, expectedVersion: version })).userErrors).toEqual([
      { code: "INVOICE_EMPTY", field: ["id"] },
    ]);
  });

  it("is billed once, whoever tells of it again; and not if it was imported or its invoice was", async () => {
    const facts = visitFacts();
    await Promise.all(
      [billing, beside, billing, beside].map((running) =>
        tellVisit(running, "appointment.fulfilled", facts).catch((error: Error) =>
          expect(error.message).toContain("invoice_pkey"),
        ),
      ),
    );
    await tellVisit(billing, "appointment.fulfilled", facts);
    expect(await invoiceOf(billing, facts.appointmentId)).toHaveLength(1);
    const history = visitFacts();
    await tellVisit(billing, "appointment.fulfilled", history, { imported: true });
    expect(await invoiceOf(billing, history.appointmentId)).toEqual([]);
    await billing.import(admin, "invoices", [
      {
        ...{
          externalId: "i-9",
          appointmentExternalId: "a-9",
          patientExternalId: "p-9",
          status: "PAID",
          currency: "USD",
        },
        ...{ issuedAt: "2026-02-01T16:00:00Z", total: 1, payerShare: 0, balance: 0 },
        lines: [{ description: "Visit", quantity: 1, unitAmount: 1, amount: 1 }],
      },
    ]);
    const appointmentId = importedId(organizationId, "appointment", "a-9");
    await tellVisit(billing, "appointment.fulfilled", visitFacts({ appointmentId }));
    expect(await invoiceOf(billing, appointmentId)).toHaveLength(1);
  });

  it("is billed from the day of the first price on, or if it was of late: what was before was billed elsewhere", async () => {
    const told = { organizationId: "0199a000-0000-7000-8000-000000000005" };
    const viewer: TestViewer = { ...told, roles: [Role.ADMIN] };
    await knownOrganization(billing, told);
    const draftsOf = async (startsAt: string) => {
      const facts = visitFacts({ startsAt });
      await tellVisit(billing, "appointment.fulfilled", facts, told);
      return (await invoiceOf(billing, facts.appointmentId, viewer)).length;
    };
    const yesterday = new Date(Date.now() - 86_400_000).toISOString();
    expect([await draftsOf("2026-02-28T15:00:00.000Z"), await draftsOf(yesterday)]).toEqual([0, 1]);
    const input = { visitType: "IN_PERSON", amount: 10_000, startsOn: "2026-03-01" };
    const addition = "mutation ($input: AddPriceInput!) { addPrice(input: $input) { userErrors { code } } }";
    expect((await billing.query(viewer, addition, { input })).data.addPrice.userErrors).toEqual([]);
    expect([await draftsOf("2026-02-28T15:00:00.000Z"), await draftsOf("2026-03-01T15:00:00.000Z")]).toEqual([0, 1]);
  });

  it("waits for its organization to be told of", async () => {
    const told = { organizationId: stranger.organizationId };
    await expect(tellVisit(billing, "appointment.fulfilled", visitFacts(), told)).rejects.toThrow("not been told");
  });

  it("of a patient who was erased meanwhile is billed to nobody, and holds nothing up", async () => {
    const facts = visitFacts();
    await billing.database.asOwner(
      `insert into erased_patient (organization_id, patient_id, erased_at)
       values ('${organizationId}', '${facts.patientId}', now())`,
    );
    const fee = { amount: 2_500, currency: "USD" };
    const cancellation = { onBehalfOf: "PATIENT", late: true, waivedBy: null, fee };
    await tellVisit(billing, "appointment.fulfilled", facts);
    await tellVisit(billing, "appointment.cancelled", { ...facts, cancellation });
    expect(await invoiceOf(billing, facts.appointmentId)).toEqual([]);
  });

  it("leaves an audit entry of the system's", async () => {
    const { id } = await drafted(billing);
    expect(
      await sql(`select actor_id from audit_entry where 'invoice.draft' = any(actions) and '${id}' = any(entity_ids)`),
    ).toEqual([{ actor_id: systemUserId }]);
  });
});

describe("a visit that was called off", () => {
  it("late has a draft of the fee, for which no payer pays; otherwise none", async () => {
    const late = visitFacts({ status: "CANCELLED" });
    await covered(late.patientId);
    const outcome = { onBehalfOf: "PATIENT", late: true, waivedBy: null };
    const fee = { amount: 2_500, currency: "USD" };
    await tellVisit(billing, "appointment.cancelled", { ...late, cancellation: { ...outcome, fee } });
    expect(await invoiceOf(billing, late.appointmentId)).toMatchObject([
      {
        ...{ status: "DRAFT", cause: "CANCELLATION", payerShare: { amount: 0 }, patientShare: { amount: 2_500 } },
        lines: [{ kind: "FEE", description: "Late cancellation", amount: { amount: 2_500 } }],
      },
    ]);
    for (const cancellation of [null, { ...outcome, fee: null }]) {
      const free = visitFacts();
      await tellVisit(billing, "appointment.cancelled", { ...free, cancellation });
      expect(await invoiceOf(billing, free.appointmentId)).toEqual([]);
    }
  });
});
