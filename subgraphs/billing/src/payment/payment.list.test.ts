import { randomUUID } from "node:crypto";
import { boundEntityManager, Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { issued, priced } from "../invoice/invoice.fixture.ts";
import { InvoiceParty } from "../invoice/invoice.party.ts";
import { admin, knownOrganization, organizationId, staff, stranger } from "../references/reference.fixture.ts";
import { billingSubgraph } from "../subgraph.ts";
import { PaymentRow } from "./payment.entity.ts";
import { PaymentMethod } from "./payment.method.ts";
import { PaymentState } from "./payment.state.ts";

const patientId = randomUUID();
const patient: TestViewer = { organizationId, roles: [Role.PATIENT], patientId };

let billing: TestSubgraph;
let invoices: { id: string; patientId: string }[];
beforeAll(async () => {
  billing = await startTestSubgraph(billingSubgraph);
  await knownOrganization(billing);
  await priced(billing);
  invoices = [await issued(billing, { patientId }), await issued(billing), await issued(billing)];
  const em = boundEntityManager(billing.orm, organizationId);
  const paid = (index: number, minute: number, payment: object) => {
    const { id: invoiceId, patientId: owner } = invoices[index] ?? { id: "", patientId: "" };
    em.create(PaymentRow, {
      ...{ invoiceId, patientId: owner, party: InvoiceParty.PATIENT, method: PaymentMethod.CASH, currency: "USD" },
      ...{ state: PaymentState.SUCCEEDED, refundedAmount: 0, recordedBy: randomUUID() },
      receivedAt: new Date(Date.UTC(2026, 2, 1, 10, minute)),
      ...payment,
    } as never);
  };
  paid(0, 1, { amount: 1_000 });
  paid(0, 2, { amount: 500, refundedAmount: 200, method: PaymentMethod.BANK_TRANSFER });
  paid(1, 3, { amount: 300, refundedAmount: 300, party: InvoiceParty.PAYER });
  paid(1, 4, { amount: 70, state: PaymentState.PENDING });
  paid(2, 5, { amount: 9, state: PaymentState.FAILED });
  paid(2, 6, { amount: 5_555, currency: "EUR" });
  await em.flush();
});
afterAll(() => billing.close());

const shown = `totalCount nodes { status amount { amount currency } refunded { amount } refunds { id }
  invoice { number payer { name } lines { description } creditNotes { id } } } pageInfo { hasNextPage endCursor }`;
async function listed(filter: object = {}, viewer: TestViewer = staff, page: object = {}) {
  const { data, errors } = await billing.query(
    viewer,
    `query ($f: PaymentFilter, $first: Int, $after: String) {
      payments(filter: $f, first: $first, after: $after) { ${shown} }
    }`,
    { f: filter, ...page },
  );
  return { ...data?.payments, errors };
}
const amounts = async (filter: object = {}, viewer: TestViewer = staff) =>
  (await listed(filter, viewer)).nodes.map(({ amount }: { amount: { amount: number } }) => amount.amount);
async function summed(filter: object = {}, viewer: TestViewer = staff) {
  const { data } = await billing.query(
    viewer,
    `query ($f: PaymentFilter) { paymentSummary(filter: $f) { paid { amount currency } pending { amount } failed { amount }
      refunded { amount } paidCount pendingCount failedCount otherCurrencyCount } }`,
    { f: filter },
  );
  return data.paymentSummary;
}

describe("payments", () => {
  it("are listed, the latest received first, with where each stands", async () => {
    const { nodes, totalCount } = await listed();
    expect(totalCount).toBe(6);
    expect(nodes.map((one: { status: string }) => one.status)).toEqual([
      ...["SUCCEEDED", "FAILED", "PENDING", "REFUNDED", "PARTIALLY_REFUNDED", "SUCCEEDED"],
    ]);
    const first = await listed({}, staff, { first: 4 });
    expect(first.pageInfo.hasNextPage).toBe(true);
    const rest = await listed({}, staff, { after: first.pageInfo.endCursor });
    expect([...first.nodes, ...rest.nodes]).toEqual(nodes);
  });

  it("are narrowed by every part of the filter", async () => {
    expect(await amounts({ status: ["REFUNDED"] })).toEqual([300]);
    expect(await amounts({ status: ["PARTIALLY_REFUNDED"] })).toEqual([500]);
    expect(await amounts({ status: ["SUCCEEDED", "PENDING"] })).toEqual([5_555, 70, 1_000]);
    expect(await amounts({ status: ["FAILED"] })).toEqual([9]);
    expect(await amounts({ status: [] })).toEqual([]);
    expect(await amounts({ method: ["BANK_TRANSFER"] })).toEqual([500]);
    expect(await amounts({ party: "PAYER" })).toEqual([300]);
    expect(await amounts({ patientId })).toEqual([500, 1_000]);
    expect(await amounts({ invoiceId: invoices[1]?.id })).toEqual([70, 300]);
    const [from, to] = ["2026-03-01T10:02:00Z", "2026-03-01T10:04:00Z"];
    expect(await amounts({ from, to })).toEqual([300, 500]);
    const { errors } = await listed({ from: to, to: from });
    expect(errors[0].extensions).toMatchObject({ code: "BAD_USER_INPUT", field: ["filter", "to"] });
  });

  it("are those that the viewer may see", async () => {
    expect(await amounts({}, patient)).toEqual([500, 1_000]);
    expect(await amounts({}, stranger)).toEqual([]);
    expect((await listed({}, { organizationId, roles: [Role.NURSE] })).errors[0].extensions.code).toBe("FORBIDDEN");
  });

  it("come with their invoices in as many statements as one does", async () => {
    const statementsOf = async (first: number) => {
      billing.statements.length = 0;
      expect((await listed({}, staff, { first })).nodes).toHaveLength(first);
      return billing.statements.filter((statement) => statement.startsWith("select")).length;
    };
    expect(await statementsOf(6)).toBe(await statementsOf(1));
  });
});

describe("the summary of payments", () => {
  it("says what was paid, what is pending and what failed, in one currency, in two statements", async () => {
    billing.statements.length = 0;
    expect(await summed()).toEqual({
      ...{ paid: { amount: 1_300, currency: "USD" }, pending: { amount: 70 }, failed: { amount: 9 } },
      ...{ refunded: { amount: 500 }, paidCount: 3, pendingCount: 1, failedCount: 1, otherCurrencyCount: 1 },
    });
    expect(billing.statements.filter((statement) => statement.startsWith("select"))).toHaveLength(2);
  });

  it("is of what the filter lets through and the viewer may see", async () => {
    expect(await summed({ status: ["PENDING"] })).toMatchObject({ paid: { amount: 0 }, pending: { amount: 70 } });
    expect(await summed({}, patient)).toMatchObject({ paid: { amount: 1_300 }, paidCount: 2, pendingCount: 0 });
    expect(await summed({}, stranger)).toBeNull();
  });

  it("is written down when it is of one patient", async () => {
    await summed({ patientId });
    const entries = await billing.orm.em
      .getConnection()
      .execute("select actions, entity_ids::text as ids from audit_entry order by occurred_at desc, id desc limit 1");
    expect(entries).toEqual([{ actions: ["payment.count"], ids: `{${patientId}}` }]);
  });
});

describe("what invoices come to", () => {
  async function totals(filter: object = {}, viewer: TestViewer = staff) {
    const { data } = await billing.query(
      viewer,
      `query ($f: InvoiceFilter) { invoiceTotals(filter: $f) { status count total { amount currency } balance { amount } } }`,
      { f: filter },
    );
    return data.invoiceTotals;
  }

  it("is told of every status once, and of another currency for itself, in two statements", async () => {
    await billing.import(admin, "invoices", [
      {
        ...{ externalId: "eur", patientExternalId: "p-9", status: "ISSUED", currency: "EUR" },
        ...{ issuedAt: "2026-03-01T10:00:00Z", total: 500, payerShare: 0, balance: 200 },
        lines: [{ description: "Consultation", quantity: 1, unitAmount: 500, amount: 500 }],
      },
    ]);
    billing.statements.length = 0;
    const none = { count: 0, total: { amount: 0, currency: "USD" }, balance: { amount: 0 } };
    expect(await totals()).toEqual([
      { ...none, status: "DRAFT" },
      { status: "ISSUED", count: 3, total: { amount: 30_000, currency: "USD" }, balance: { amount: 30_000 } },
      ...["PAID", "VOID", "OVERDUE"].map((status) => ({ ...none, status })),
      { status: "ISSUED", count: 1, total: { amount: 500, currency: "EUR" }, balance: { amount: 200 } },
    ]);
    expect(billing.statements.filter((statement) => statement.startsWith("select"))).toHaveLength(2);
    expect((await totals({ patientId })).map(({ count }: { count: number }) => count)).toEqual([0, 1, 0, 0, 0]);
    expect((await totals({}, patient)).map(({ count }: { count: number }) => count)).toEqual([0, 1, 0, 0, 0]);
    expect(await totals({}, stranger)).toEqual([]);
  });

  it("and an invoice's page, with all about it, comes in as many statements as one", async () => {
    const page = `id lines { description } creditNotes { id } payer { name }
      payments { status refunds { amount { amount } } }
      ledgerEntries(first: 50) { nodes { account amount { amount } source event occurredAt } }`;
    const statementsOf = async (first: number) => {
      billing.statements.length = 0;
      const { data } = await billing.query(
        staff,
        `{ invoices(first: ${first}, filter: { status: [ISSUED], number: null }) { nodes { ${page} } } }`,
      );
      expect(data.invoices.nodes).toHaveLength(first);
      return billing.statements.filter((statement) => statement.startsWith("select")).length;
    };
    expect(await statementsOf(4)).toBe(await statementsOf(1));
    const one = `query ($id: ID!) { invoice(id: $id) { ${page} } }`;
    const { data } = await billing.query(staff, one, { id: invoices[0]?.id });
    expect(data.invoice.ledgerEntries.nodes).toEqual([
      { ...{ account: "PATIENT_RECEIVABLE", amount: { amount: 10_000 } }, ...issuing },
      { ...{ account: "REVENUE", amount: { amount: -10_000 } }, ...issuing },
    ]);
    const { data: own } = await billing.query(patient, one, { id: invoices[0]?.id });
    expect(own.invoice).toMatchObject({ ledgerEntries: null, payments: [{}, {}] });
  });

  const issuing = { source: "Invoice", event: "ISSUED", occurredAt: expect.any(String) };
});
