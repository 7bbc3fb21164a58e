import { randomUUID } from "node:crypto";
import { boundEntityManager, importedId, Role } from "@careconnect/kit";
import { startTestSubgraph, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { command, drafted, issued, priced } from "../invoice/invoice.fixture.ts";
import { accountBalances, movementsOf } from "../ledger/ledger.query.ts";
import { admin, knownOrganization, organizationId, staff, stranger, tell } from "../references/reference.fixture.ts";
import { billingSubgraph } from "../subgraph.ts";

const payerId = importedId(organizationId, "payer", "y-1");
const reason = "It was paid by mistake";

let billing: TestSubgraph;
let beside: TestSubgraph;
beforeAll(async () => {
  billing = await startTestSubgraph(billingSubgraph);
  beside = await startTestSubgraph(billingSubgraph, { beside: billing });
  await billing.import(admin, "payers", [{ externalId: "y-1", name: "Medicare" }]);
  await knownOrganization(billing);
  await priced(billing);
  const { data } = await billing.query(
    admin,
    "mutation ($input: AddPayerTermsInput!) { addPayerTerms(input: $input) { userErrors { code } } }",
    { input: { payerId, coinsuranceBasisPoints: 4_000, startsOn: "2020-01-01" } },
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
const movements = async (id: string) => (await movementsOf(em(), [id])).get(id);
const events = async (id: string) =>
  (await sql(`select type from outbox_event where aggregate_id = '${id}' order by sequence`)).map(({ type }) => type);
const received = async (id: string) =>
  (
    await sql(
      `select (payload ->> 'receivedAmount')::int as amount from outbox_event where aggregate_id = '${id}' order by sequence`,
    )
  ).map(({ amount }) => amount);

const shown = `id version party method amount { amount currency } refunded { amount } reference receivedAt
  refunds { amount { amount } reason } invoice { id status version balance { amount } }`;
async function give(
  name: "recordPayment" | "refundPayment",
  input: object,
  viewer: TestViewer = staff,
  running = billing,
) {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const { data, errors } = await running.query(
    viewer,
    `mutation ($input: ${type}!) { ${name}(input: $input) { payment { ${shown} } userErrors { code field } } }`,
    { input },
  );
  expect(errors).toBeUndefined();
  return data[name];
}
const pay = (invoiceId: string, amount: number, more: object = {}, running = billing) =>
  give("recordPayment", { invoiceId, amount, method: "CASH", ...more }, staff, running);
const refund = (id: string, amount: number, running = billing) =>
  give("refundPayment", { paymentId: id, amount, reason }, staff, running);

describe("a payment", () => {
  it("of a part leaves the rest owed, and of the rest has the invoice paid; each is in the ledger and told", async () => {
    const { id } = await issued(billing);
    const { payment } = await pay(id, 4_000, { method: "CARD_TERMINAL", reference: "Receipt 17" });
    expect(payment).toEqual({
      ...{ id: expect.any(String), version: 1, party: "PATIENT", method: "CARD_TERMINAL", reference: "Receipt 17" },
      ...{
        amount: { amount: 4_000, currency: "USD" },
        refunded: { amount: 0 },
        refunds: [],
        receivedAt: expect.any(String),
      },
      invoice: { id, status: "ISSUED", version: 3, balance: { amount: 6_000 } },
    });
    expect((await pay(id, 6_000, { method: "BANK_TRANSFER" })).payment.invoice).toMatchObject({
      ...{ status: "PAID", balance: { amount: 0 } },
    });
    expect(await movements(id)).toEqual({ BANK: 6_000, CARD_CLEARING: 4_000, PATIENT_RECEIVABLE: 0, REVENUE: -10_000 });
    expect(await events(id)).toEqual(["invoice.issued", "invoice.updated", "invoice.paid"]);
    expect(await events(payment.id)).toEqual(["payment.recorded"]);
    expect((await pay(id, 1)).userErrors).toEqual([{ code: "ILLEGAL_TRANSITION", field: ["invoiceId"] }]);
    const [{ reference } = {}] = await sql(`select reference from payment where id = '${payment.id}'`);
    expect(reference).not.toContain("17");
  });

  it("is never more than the party owes, whose share it is for", async () => {
    const patientId = randomUUID();
    await tell(billing, "patient.coverage.added", {
      ...{ coverageId: randomUUID(), patientId, payerId, priority: "PRIMARY", startsOn: "2020-01-01", endsOn: null },
    });
    const { id } = await issued(billing, { patientId });
    const exceeds = [{ code: "PAYMENT_EXCEEDS_BALANCE", field: ["amount"] }];
    expect((await pay(id, 4_001)).userErrors).toEqual(exceeds);
    expect((await pay(id, 6_001, { party: "PAYER" })).userErrors).toEqual(exceeds);
    expect((await pay(id, 6_000, { party: "PAYER" })).payment.invoice).toMatchObject({
      ...{ status: "ISSUED", balance: { amount: 4_000 } },
    });
    expect((await pay(id, 1, { party: "PAYER" })).userErrors).toEqual(exceeds);
    expect((await pay(id, 4_000)).payment.invoice.status).toBe("PAID");
  });

  it("refuses what is wrong, by the path of the field", async () => {
    const { id } = await issued(billing);
    const tomorrow = new Date(Date.now() + 86_400_000).toISOString();
    expect((await pay(id, 0)).userErrors).toEqual([{ code: "VALIDATION_FAILED", field: ["amount"] }]);
    expect((await pay(id, 1, { receivedAt: tomorrow })).userErrors).toEqual([
      { code: "VALIDATION_FAILED", field: ["receivedAt"] },
    ]);
    expect((await pay(organizationId, 1)).userErrors).toEqual([{ code: "NOT_FOUND", field: ["invoiceId"] }]);
    const foreign = await give("recordPayment", { invoiceId: id, amount: 1, method: "CASH" }, stranger);
    expect(foreign.userErrors).toEqual([{ code: "NOT_FOUND", field: ["invoiceId"] }]);
  });

  it("with the same key is recorded once", async () => {
    const { id } = await issued(billing);
    const first = await pay(id, 1_000, { idempotencyKey: "till-1" });
    const again = await pay(id, 1_000, { idempotencyKey: "till-1" }, beside);
    expect(again.payment.id).toBe(first.payment.id);
    expect((await movements(id))?.CASH).toBe(1_000);
  });

  it("is one of 200 of an invoice at most, however many pay at the same time in two processes", async () => {
    const { id } = await issued(billing);
    await sql(
      `insert into payment (id, organization_id, created_at, updated_at, invoice_id, patient_id, party, method, amount,
         refunded_amount, currency, received_at, recorded_by)
       select gen_random_uuid(), organization_id, now(), now(), id, patient_id, 'PATIENT', 'CASH', 1, 0, currency, now(), id
       from invoice, generate_series(1, 197) where id = '${id}'`,
    );
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => pay(id, 1, {}, index % 2 ? billing : beside)),
    );
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual(
      Array.from({ length: 9 }, () => ({ code: "VALIDATION_FAILED", field: ["invoiceId"] })),
    );
    const { data } = await billing.query(staff, `{ invoice(id: "${id}") { payments { id } } }`);
    expect(data.invoice.payments).toHaveLength(200);
  });

  it("is recorded as far as something is owed, however many pay at the same time in two processes", async () => {
    const { id } = await issued(billing);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => pay(id, 1_500, {}, index % 2 ? billing : beside)),
    );
    expect(answers.filter(({ payment }) => payment)).toHaveLength(6);
    expect(await movements(id)).toMatchObject({ CASH: 9_000, PATIENT_RECEIVABLE: 1_000 });
    expect(await sql(`select balance_amount::int as balance from invoice where id = '${id}'`)).toEqual([
      { balance: 1_000 },
    ]);
  });

  it("of an imported invoice is of what is owed there, and no import undoes it", async () => {
    const row = (balance: number) => ({
      ...{
        externalId: "i-1",
        patientExternalId: "p-1",
        status: "ISSUED",
        currency: "USD",
        total: 500,
        payerShare: 0,
        balance,
      },
      ...{
        issuedAt: "2026-03-01T10:00:00Z",
        lines: [{ description: "Visit", quantity: 1, unitAmount: 500, amount: 500 }],
      },
    });
    await billing.import(admin, "invoices", [row(400)]);
    const id = importedId(organizationId, "invoice", "i-1");
    expect((await pay(id, 401)).userErrors[0].code).toBe("PAYMENT_EXCEEDS_BALANCE");
    expect((await pay(id, 400)).payment.invoice.status).toBe("PAID");
    expect(await billing.import(admin, "invoices", [row(400)])).toMatchObject({ rejected: [{ code: "CONFLICT" }] });
  });
});

describe("a refund", () => {
  it("gives back in parts, never more than was paid; what is given back is owed again", async () => {
    const { id } = await issued(billing);
    const { payment } = await pay(id, 10_000);
    expect((await refund(payment.id, 3_000)).payment).toMatchObject({
      ...{ version: 2, refunded: { amount: 3_000 }, refunds: [{ amount: { amount: 3_000 }, reason }] },
      invoice: { status: "ISSUED", balance: { amount: 3_000 } },
    });
    expect((await refund(payment.id, 7_001)).userErrors).toEqual([
      { code: "REFUND_EXCEEDS_PAYMENT", field: ["amount"] },
    ]);
    expect((await refund(payment.id, 7_000)).payment.refunded.amount).toBe(10_000);
    expect((await refund(payment.id, 1)).userErrors).toEqual([{ code: "REFUND_EXCEEDS_PAYMENT", field: ["amount"] }]);
    expect(await movements(id)).toEqual({ CASH: 0, PATIENT_RECEIVABLE: 10_000, REVENUE: -10_000 });
    expect(await events(payment.id)).toEqual(["payment.recorded", "payment.refunded", "payment.refunded"]);
    expect(await events(id)).toEqual([...["invoice.issued", "invoice.paid", "invoice.updated", "invoice.updated"]]);
    expect(await received(id)).toEqual([0, 10_000, 7_000, 0]);
  });

  it("of what was credited leaves nothing owed", async () => {
    const { id } = await issued(billing);
    const { payment } = await pay(id, 10_000);
    const { invoice } = await command(billing, "creditInvoice", { id, amount: 2_500, reason });
    expect(invoice).toMatchObject({ status: "PAID", balance: { amount: 0 } });
    expect(await movements(id)).toMatchObject({ PATIENT_REFUNDS_PAYABLE: -2_500, PATIENT_RECEIVABLE: 0 });
    expect((await refund(payment.id, 2_500)).payment.invoice).toMatchObject({ status: "PAID", balance: { amount: 0 } });
    expect((await refund(payment.id, 500)).payment.invoice).toMatchObject({
      status: "ISSUED",
      balance: { amount: 500 },
    });
    expect(await movements(id)).toEqual({
      ...{ CASH: 7_000, PATIENT_RECEIVABLE: 500, PATIENT_REFUNDS_PAYABLE: 0, REVENUE: -7_500 },
    });
    expect(await received(id)).toEqual([0, 10_000, 10_000, 7_500, 7_000]);
  });

  it("is never more than was paid, however many give back at the same time in two processes", async () => {
    const { id } = await issued(billing);
    const { payment } = await pay(id, 10_000);
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => refund(payment.id, 1_500, index % 2 ? billing : beside)),
    );
    expect(answers.filter((answer) => answer.payment)).toHaveLength(6);
    expect(await sql(`select refunded_amount::int as amount from payment where id = '${payment.id}'`)).toEqual([
      { amount: 9_000 },
    ]);
    expect(await sql(`select sum(amount)::int as amount from refund where payment_id = '${payment.id}'`)).toEqual([
      { amount: 9_000 },
    ]);
    expect(await movements(id)).toMatchObject({ CASH: 1_000, PATIENT_RECEIVABLE: 9_000 });
  });

  it("is one of 50 of a payment at most, however many give back at the same time in two processes", async () => {
    const { id } = await issued(billing);
    const { payment } = await pay(id, 10_000);
    for (let count = 0; count < 47; count += 1) expect((await refund(payment.id, 1)).userErrors).toEqual([]);
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) => refund(payment.id, 1, index % 2 ? billing : beside)),
    );
    expect(answers.flatMap(({ userErrors }) => userErrors)).toEqual(
      Array.from({ length: 9 }, () => ({ code: "VALIDATION_FAILED", field: ["paymentId"] })),
    );
    expect(await sql(`select refunded_amount::int as amount from payment where id = '${payment.id}'`)).toEqual([
      { amount: 50 },
    ]);
  });

  it("and payments that race leave an invoice as its ledger has it", async () => {
    const { id } = await issued(billing);
    const { payment } = await pay(id, 5_000);
    await Promise.all(
      Array.from({ length: 20 }, (_, index) =>
        index % 2 ? pay(id, 1_000, {}, billing) : refund(payment.id, 700, beside),
      ),
    );
    const [{ balance } = {}] = await sql(`select balance_amount::int as balance from invoice where id = '${id}'`);
    expect((await movements(id))?.PATIENT_RECEIVABLE).toBe(balance);
  });

  it("and payments are not changed or removed, whoever tries", async () => {
    const { id } = await issued(billing);
    const { payment } = await pay(id, 100);
    await refund(payment.id, 10);
    for (const change of [
      `update payment set amount = 1000 where id = '${payment.id}'`,
      `update payment set party = 'PAYER' where id = '${payment.id}'`,
      `delete from payment where id = '${payment.id}'`,
      `update refund set amount = 1 where payment_id = '${payment.id}'`,
      `delete from refund where payment_id = '${payment.id}'`,
    ])
      await expect(billing.database.asOwner(change), change).rejects.toThrow("What was issued is not changed.");
    await expect(sql(`update payment set refunded_amount = 101 where id = '${payment.id}'`)).rejects.toThrow(
      "payment_refunded_within_amount",
    );
  });
});

it("nobody keeps the books about themselves, by any of their records; the system and others do", async () => {
  const [invoice, issuedToo] = [await issued(billing), await issued(billing)];
  const [{ payment }, survivingId] = [await pay(invoice.id, 100), randomUUID()];
  const draft = await drafted(billing, { patientId: invoice.patientId });
  await billing.database.asOwner(
    `insert into patient_alias (organization_id, patient_id, surviving_id, aggregate_version)
     values ('${organizationId}', '${invoice.patientId}', '${survivingId}', 1)`,
  );
  for (const patientId of [invoice.patientId, survivingId]) {
    const self: TestViewer = { ...staff, patientId };
    const own = [{ code: "OWN_INVOICE", field: ["id"] }];
    const { id, version } = draft;
    const lines = [{ description: "Visit", quantity: 1, unitPrice: 1 }];
    for (const [name, input] of [
      ["setInvoiceLines", { id, expectedVersion: version, lines }],
      ["issueInvoice", { id, expectedVersion: version }],
      ["voidInvoice", { id, expectedVersion: version, reason }],
      ["creditInvoice", { id: invoice.id, amount: 1, reason }],
    ] as const)
      expect((await command(billing, name, input, self)).userErrors, name).toEqual(own);
    const paid = await give("recordPayment", { invoiceId: invoice.id, amount: 1, method: "CASH" }, self);
    expect(paid.userErrors).toEqual([{ code: "OWN_INVOICE", field: ["invoiceId"] }]);
    const refunded = await give("refundPayment", { paymentId: payment.id, amount: 1, reason }, self);
    expect(refunded.userErrors).toEqual([{ code: "OWN_INVOICE", field: ["paymentId"] }]);
    expect(
      (await give("recordPayment", { invoiceId: issuedToo.id, amount: 1, method: "CASH" }, self)).userErrors,
    ).toEqual([]);
  }
});

describe("an erased patient's invoice", () => {
  it("is paid, given back, credited and withdrawn, without a word that may say whose it was", async () => {
    const [invoice, other] = [await issued(billing), await issued(billing)];
    await billing.database.asOwner(
      `insert into erased_patient (organization_id, patient_id, erased_at)
       select '${organizationId}', id, now() from unnest(array['${invoice.patientId}', '${other.patientId}']::uuid[]) as id`,
    );
    const { payment, userErrors } = await pay(invoice.id, 4_000, { method: "BANK_TRANSFER", reference: "Mr Smith" });
    expect(userErrors).toEqual([]);
    expect(payment).toMatchObject({ reference: null, invoice: { balance: { amount: 6_000 } } });
    expect((await refund(payment.id, 1_000)).payment.refunds).toEqual([{ amount: { amount: 1_000 }, reason: null }]);
    const credited = await command(billing, "creditInvoice", { id: invoice.id, amount: 7_000, reason });
    expect(credited.invoice).toMatchObject({ status: "PAID", creditNotes: [{ reason: null }] });
    const { id, version } = other;
    const withdrawn = await command(billing, "voidInvoice", { id, reason, expectedVersion: version });
    expect(withdrawn.invoice).toMatchObject({ status: "VOID", voidReason: null });
  });

  it("has the lines that it had", async () => {
    const { id, version, patientId } = await drafted(billing);
    await billing.database.asOwner(
      `insert into erased_patient (organization_id, patient_id, erased_at)
       values ('${organizationId}', '${patientId}', now())`,
    );
    const lines = [{ description: "Mr Smith's knee", quantity: 1, unitPrice: 100 }];
    const { userErrors } = await command(billing, "setInvoiceLines", { id, expectedVersion: version, lines });
    expect(userErrors).toMatchObject([{ code: "PATIENT_ERASED", field: ["id"] }]);
  });
});

describe("who sees payments", () => {
  const ask = (id: string) => `{ invoice(id: "${id}") { payments { amount { amount } refunds { reason } } } }`;

  it("administration, the front desk and the patient, of merged records, too; not nurses, nor providers", async () => {
    const invoice = await issued(billing);
    await pay(invoice.id, 100);
    const [patientId, survivingId] = [invoice.patientId, randomUUID()];
    const paymentsAs = async (viewer: TestViewer) =>
      (await billing.query(viewer, ask(invoice.id))).data.invoice?.payments;
    const seen = [{ amount: { amount: 100 }, refunds: [] }];
    expect(await paymentsAs(staff)).toEqual(seen);
    expect(await paymentsAs({ organizationId, roles: [Role.PATIENT], patientId })).toEqual(seen);
    expect(await paymentsAs({ organizationId, roles: [Role.NURSE] })).toBeNull();
    expect(await paymentsAs({ organizationId, roles: [Role.NURSE, Role.PATIENT], patientId: randomUUID() })).toEqual(
      [],
    );
    expect(await paymentsAs(stranger)).toBeUndefined();
    await billing.database.asOwner(
      `insert into patient_alias (organization_id, patient_id, surviving_id, aggregate_version)
       values ('${organizationId}', '${patientId}', '${survivingId}', 1)`,
    );
    expect(await paymentsAs({ organizationId, roles: [Role.PATIENT], patientId: survivingId })).toEqual(seen);
  });

  it("in as many statements however many invoices there are", async () => {
    const statements = async (first: number) => {
      billing.statements.length = 0;
      const { data } = await billing.query(
        staff,
        `{ invoices(first: ${first}) { nodes { payments { amount { amount } refunds { reason } invoice { id } } } } }`,
      );
      expect(data.invoices.nodes).toHaveLength(first);
      return billing.statements.filter((statement) => statement.startsWith("select")).length;
    };
    expect(await statements(12)).toBe(await statements(4));
  });
});

it("of all that happened here the ledger adds up to zero, and what is owed of each invoice is what its row says", async () => {
  expect((await accountBalances(em())).reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
  expect(
    await sql(
      `select i.id from invoice i left join ledger_entry e on e.invoice_id = i.id
         and e.account in ('PATIENT_RECEIVABLE', 'PAYER_RECEIVABLE')
       where i.status <> 'DRAFT' group by i.id having coalesce(sum(e.amount), 0) <> i.balance_amount`,
    ),
  ).toEqual([]);
});
