import { randomUUID } from "node:crypto";
import { Role, type TaskServices } from "@careconnect/kit";
import type { TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createGateway, findGateway, useGateway } from "../gateway/gateway.client.ts";
import { type GatewayClinic, give, startGatewayClinic, system } from "../gateway/gateway.fixture.ts";
import { command, issued } from "../invoice/invoice.fixture.ts";
import { organizationId, staff, stranger } from "../references/reference.fixture.ts";
import { DifferenceKind, differenceKinds } from "./difference.kind.ts";
import { comparisons } from "./ledger.comparison.ts";
import { requestDaily } from "./reconciliation.query.ts";
import { runPending } from "./reconciliation.run.ts";
import { reconciliationTask } from "./reconciliation.task.ts";

/** What is compared within the database is a step for each kind. */
const stepsWithin = Object.keys(comparisons).length;
const limits = { depth: 86_400_000, quiet: 0, most: 1_000, time: 60_000 };

let clinic: GatewayClinic;
let online: { id: string; invoiceId: string };
let byHand: { id: string; invoiceId: string };
let refundId: string;
let creditedId: string;
let settledId: string;
beforeAll(async () => {
  clinic = await startGatewayClinic();
  const [first, second, third, fourth] = [
    ...[await issued(clinic.billing), await issued(clinic.billing)],
    ...[await issued(clinic.billing), await issued(clinic.billing)],
  ] as const;
  const paid = await give(clinic.billing, "payInvoice", { invoiceId: first.id, paymentMethod: "pm_card_visa" });
  online = { id: paid.payment.id, invoiceId: first.id };
  await give(clinic.billing, "refundPayment", {
    paymentId: online.id,
    amount: 1_000,
    reason: "Some of it was too much",
  });
  const { payment } = await give(clinic.billing, "recordPayment", {
    invoiceId: second.id,
    amount: 4_000,
    method: "CASH",
  });
  byHand = { id: payment.id, invoiceId: second.id };
  await give(clinic.billing, "refundPayment", { paymentId: byHand.id, amount: 500, reason: "Some of it was too much" });
  await command(clinic.billing, "creditInvoice", { id: third.id, amount: 700, reason: "One thing was not done" });
  creditedId = third.id;
  await give(clinic.billing, "recordPayment", { invoiceId: fourth.id, amount: 10_000, method: "CASH" });
  settledId = fourth.id;
  await owner(`insert into care_visit (organization_id, appointment_id, patient_id, provider_id, starts_at, status, aggregate_version)
    select organization_id, appointment_id, patient_id, gen_random_uuid(), service_on, 'FULFILLED', 1 from invoice`);
  [{ id: refundId = "" } = {}] = await sql(`select id from refund where payment_id = '${online.id}'`);
});
afterAll(() => clinic.close());

const sql = (statement: string): Promise<Record<string, string>[]> =>
  clinic.billing.orm.em.getConnection().execute(statement);
const owner = (statement: string) => clinic.billing.database.asOwner(statement);

/** Changes what the database would not let anybody change. */
const forced = (table: string, statement: string) =>
  owner(`alter table ${table} disable trigger user; ${statement}; alter table ${table} enable trigger user`);

const asked = `query ($id: ID!) { reconciliation(id: $id) { status step stepsDone stepsInAll gatewayCount hasGateway startedAt finishedAt
  counts { kind count }
  differences(first: 100) { totalCount nodes { kind subject subjectId expected { amount currency } found { amount currency } invoice { id } appointment { id } } } } }`;

async function request(viewer: TestViewer = staff) {
  const { data, errors } = await clinic.billing.query(
    viewer,
    "mutation { runReconciliation(input: {}) { reconciliation { id status } userErrors { code field } } }",
  );
  return errors ?? data.runReconciliation;
}
/** Has everything compared; what was found. */
async function compared(bounds: Partial<typeof limits> = {}) {
  const { reconciliation } = await request();
  expect(await runPending(system(clinic.billing), { ...limits, ...bounds })).toBe(true);
  const { data, errors } = await clinic.billing.query(staff, asked, { id: reconciliation.id });
  expect(errors).toBeUndefined();
  return data.reconciliation;
}
type Found = { kind: DifferenceKind; subjectId: string; expected: unknown; found: unknown };
const kindsIn = ({ differences }: { differences: { nodes: Found[] } }) =>
  [...new Set(differences.nodes.map(({ kind }) => kind))].sort();

describe("a reconciliation", () => {
  it("of what belongs together finds nothing, and says what it compared", async () => {
    const { reconciliation } = await request();
    expect(reconciliation.status).toBe("PENDING");
    expect((await request()).userErrors).toEqual([{ code: "RECONCILIATION_UNDER_WAY", field: ["idempotencyKey"] }]);
    await runPending(system(clinic.billing), limits);
    const { data } = await clinic.billing.query(staff, asked, { id: reconciliation.id });
    expect(data.reconciliation).toEqual({
      ...{
        status: "COMPLETED",
        step: "GATEWAY_REFUNDS",
        stepsDone: stepsWithin + 2,
        stepsInAll: stepsWithin + 2,
        gatewayCount: 2,
        hasGateway: true,
      },
      ...{ startedAt: expect.any(String), finishedAt: expect.any(String), counts: [] },
      differences: { totalCount: 0, nodes: [] },
    });
  });

  it("is for administrators and the front desk, each of their own organization", async () => {
    const { reconciliation } = await request();
    await runPending(system(clinic.billing), limits);
    const seen = async (viewer: TestViewer) => clinic.billing.query(viewer, asked, { id: reconciliation.id });
    expect((await seen(stranger)).data.reconciliation).toBeNull();
    const nurse: TestViewer = { organizationId, roles: [Role.NURSE] };
    expect((await seen(nurse)).errors?.[0]?.extensions.code).toBe("FORBIDDEN");
    expect((await request(nurse))[0].extensions.code).toBe("FORBIDDEN");
  });

  it("runs once a day by itself, once however many processes do it", async () => {
    await owner("update reconciliation set created_at = now() - interval '2 days'");
    const before = Number((await sql("select count(*) as id from reconciliation"))[0]?.id);
    const services = { orm: clinic.billing.orm, signal: new AbortController().signal } as TaskServices;
    await Promise.all([reconciliationTask.run(services), reconciliationTask.run(services)]);
    await requestDaily(clinic.billing.orm);
    const runs = await sql("select status as id from reconciliation where created_at > now() - interval '1 day'");
    expect(runs).toEqual([{ id: "COMPLETED" }]);
    expect(Number((await sql("select count(*) as id from reconciliation"))[0]?.id)).toBe(before + 1);
  });

  it("that somebody died over is begun anew, without what it had found", async () => {
    const { reconciliation } = await request();
    await owner(`update reconciliation set status = 'RUNNING', started_at = now() - interval '1 hour', held_until = now() - interval '1 second'
      where id = '${reconciliation.id}';
      insert into reconciliation_difference (id, organization_id, created_at, updated_at, reconciliation_id, kind, subject_id)
      values (gen_random_uuid(), '${organizationId}', now(), now(), '${reconciliation.id}', 'LEDGER_UNBALANCED', 'x')`);
    await runPending(system(clinic.billing), limits);
    const { data } = await clinic.billing.query(staff, asked, { id: reconciliation.id });
    expect(data.reconciliation).toMatchObject({ status: "COMPLETED", differences: { totalCount: 0 } });
  });

  it("is not whole when the gateway does not answer, and finds all the same what differs here", async () => {
    const gateway = findGateway();
    useGateway(gateway && createGateway({ ...gateway.settings, apiBase: new URL("http://127.0.0.1:9") }));
    try {
      expect(await compared()).toMatchObject({
        ...{ status: "INCOMPLETE", hasGateway: true, stepsDone: stepsWithin, stepsInAll: stepsWithin + 2 },
      });
      useGateway(undefined);
      expect(await compared()).toMatchObject({
        ...{ status: "COMPLETED", hasGateway: false, stepsDone: stepsWithin, stepsInAll: stepsWithin },
      });
    } finally {
      useGateway(gateway);
    }
  });

  it("of which a part fails has an end all the same, and is not whole", async () => {
    await owner("alter table care_visit rename to care_visit_away");
    const { reconciliation } = await request();
    await expect(runPending(system(clinic.billing), limits)).rejects.toThrow(/care_visit/);
    await owner("alter table care_visit_away rename to care_visit");
    const { data } = await clinic.billing.query(staff, asked, { id: reconciliation.id });
    expect(data.reconciliation).toMatchObject({ status: "INCOMPLETE", finishedAt: expect.any(String), counts: [] });
    expect(kindsIn(await compared())).toEqual([]);
  });

  it("leaves alone what changed at this moment", async () => {
    await owner(
      `update care_visit set status = 'NO_SHOW' where appointment_id = (select appointment_id from invoice where id = '${creditedId}')`,
    );
    expect(kindsIn(await compared({ quiet: 3_600_000 }))).toEqual([]);
    expect(kindsIn(await compared())).toEqual(["INVOICE_WITHOUT_VISIT"]);
    await owner("update care_visit set status = 'FULFILLED'");
    expect(kindsIn(await compared())).toEqual([]);
  });
});

/** What is made to differ within the database, what is found then, and how it is mended. */
interface Plant {
  readonly kind: DifferenceKind;
  readonly plant: () => Promise<unknown>;
  readonly mend: () => Promise<unknown>;
  /** What differs by the same, too. */
  readonly others?: readonly DifferenceKind[];
}

const plants: readonly Plant[] = [
  {
    kind: DifferenceKind.PAYMENT_REFUNDS_DIFFER,
    plant: () => forced("refund", `update refund set amount = amount + 1 where payment_id = '${byHand.id}'`),
    mend: () => forced("refund", `update refund set amount = amount - 1 where payment_id = '${byHand.id}'`),
    others: [DifferenceKind.REFUND_LEDGER_DIFFERS],
  },
  {
    kind: DifferenceKind.PAYMENT_LEDGER_DIFFERS,
    plant: () => forced("payment", `update payment set amount = amount + 1 where id = '${byHand.id}'`),
    mend: () => forced("payment", `update payment set amount = amount - 1 where id = '${byHand.id}'`),
    others: [DifferenceKind.INVOICE_PAID_DIFFERS],
  },
  {
    kind: DifferenceKind.CREDIT_NOTE_LEDGER_DIFFERS,
    plant: () => forced("credit_note", "update credit_note set amount = amount + 1"),
    mend: () => forced("credit_note", "update credit_note set amount = amount - 1"),
  },
  {
    kind: DifferenceKind.INVOICE_BALANCE_DIFFERS,
    plant: () => forced("invoice", `update invoice set balance_amount = balance_amount - 1 where id = '${creditedId}'`),
    mend: () => forced("invoice", `update invoice set balance_amount = balance_amount + 1 where id = '${creditedId}'`),
  },
  {
    kind: DifferenceKind.INVOICE_LINES_DIFFER,
    plant: () =>
      forced(
        "invoice_line",
        `delete from invoice_line where invoice_id = '${creditedId}' and position = 9;
      insert into invoice_line (id, organization_id, created_at, updated_at, invoice_id, position, description, quantity, unit_amount, amount)
      values (gen_random_uuid(), '${organizationId}', now(), now(), '${creditedId}', 9, 'Nothing', 1, 1, 1)`,
      ),
    mend: () => forced("invoice_line", `delete from invoice_line where position = 9`),
  },
  {
    kind: DifferenceKind.LEDGER_UNBALANCED,
    plant: () =>
      forced(
        "ledger_entry",
        `insert into ledger_entry (id, organization_id, transaction_id, invoice_id, account, currency, amount)
      select '${extraEntry}', e.organization_id, e.transaction_id, e.invoice_id, 'DISCOUNTS', e.currency, 1
      from ledger_entry e join ledger_transaction t on t.id = e.transaction_id where t.source_type = 'Invoice' and t.kind = 'ISSUED' limit 1`,
      ),
    mend: () => forced("ledger_entry", `delete from ledger_entry where id = '${extraEntry}'`),
    others: [DifferenceKind.INVOICE_LEDGER_DIFFERS],
  },
  {
    kind: DifferenceKind.INVOICE_NOT_IN_LEDGER,
    plant: () =>
      owner(`insert into invoice (id, organization_id, created_at, updated_at, status, currency, total_amount, payer_share_amount,
      patient_share_amount, balance_amount, issued_at, listed_at, patient_id, claim_external_ids)
      values ('${extraInvoice}', '${organizationId}', now(), now(), 'ISSUED', 'USD', 5, 0, 5, 5, now(), now(), gen_random_uuid(), '{}')`),
    mend: () => owner(`delete from invoice where id = '${extraInvoice}'`),
    others: [DifferenceKind.INVOICE_BALANCE_DIFFERS, DifferenceKind.INVOICE_LINES_DIFFER],
  },
  {
    kind: DifferenceKind.VISIT_WITHOUT_INVOICE,
    plant: () =>
      owner(`insert into care_visit (organization_id, appointment_id, patient_id, provider_id, starts_at, status, aggregate_version)
      values ('${organizationId}', '${extraInvoice}', gen_random_uuid(), gen_random_uuid(), now() - interval '2 days', 'FULFILLED', 1)`),
    mend: () => owner(`delete from care_visit where appointment_id = '${extraInvoice}'`),
  },
  {
    kind: DifferenceKind.INVOICE_WITHOUT_VISIT,
    plant: () =>
      owner(
        `update care_visit set status = 'CANCELLED' where appointment_id = (select appointment_id from invoice where id = '${creditedId}')`,
      ),
    mend: () => owner("update care_visit set status = 'FULFILLED'"),
    others: [DifferenceKind.INVOICE_WITHOUT_VISIT],
  },
  {
    kind: DifferenceKind.INVOICE_LEDGER_DIFFERS,
    plant: () => chargedBy(1),
    mend: () => chargedBy(-1),
    others: [DifferenceKind.LEDGER_UNBALANCED],
  },
  {
    kind: DifferenceKind.INVOICE_STATUS_DIFFERS,
    plant: () => forced("invoice", `update invoice set due_at = due_at - interval '1 year' where id = '${creditedId}'`),
    mend: () => forced("invoice", `update invoice set due_at = due_at + interval '1 year' where id = '${creditedId}'`),
  },
  {
    kind: DifferenceKind.INVOICE_CURRENCY_DIFFERS,
    plant: () => forced("payment", `update payment set currency = 'EUR' where id = '${byHand.id}'`),
    mend: () => forced("payment", `update payment set currency = 'USD' where id = '${byHand.id}'`),
  },
  {
    kind: DifferenceKind.NUMBER_MISSING,
    plant: () => owner("update invoice_counter set last_number = last_number + 1 where series = 'CN'"),
    mend: () => owner("update invoice_counter set last_number = last_number - 1 where series = 'CN'"),
  },
  {
    kind: DifferenceKind.REFUND_NOT_GIVEN,
    plant: () => owedBack(1, "FAILED"),
    mend: () => owedBack(-1, "SUCCEEDED"),
    others: [
      ...[
        DifferenceKind.LEDGER_UNBALANCED,
        DifferenceKind.PAYMENT_REFUNDS_DIFFER,
        DifferenceKind.REFUND_LEDGER_DIFFERS,
      ],
    ],
  },
  {
    // What somebody asked for, and nobody owes.
    kind: DifferenceKind.REFUND_NOT_GIVEN,
    plant: () => refundBecame("FAILED"),
    mend: () => refundBecame("SUCCEEDED"),
    others: [DifferenceKind.PAYMENT_REFUNDS_DIFFER, DifferenceKind.REFUND_LEDGER_DIFFERS],
  },
  {
    kind: DifferenceKind.PREPAYMENT_WITHOUT_INVOICE,
    plant: () => owner(prepaid({ state: "CONFIRMED", invoiceId: null, visit: "CONFIRMED" })),
    mend: () => withoutPrepayment(),
  },
  {
    kind: DifferenceKind.PREPAYMENT_MONEY_DIFFERS,
    plant: () => owner(prepaid({ state: "AWAITING", invoiceId: settledId, visit: "REQUESTED" })),
    mend: () => withoutPrepayment(),
  },
  {
    kind: DifferenceKind.PREPAYMENT_VISIT_DIFFERS,
    plant: () => owner(prepaid({ state: "CANCELLED", invoiceId: null, visit: "CONFIRMED" })),
    mend: () => withoutPrepayment(),
  },
];
const [extraEntry, extraInvoice] = [randomUUID(), randomUUID()];

/** A visit, and how far its prepayment is said to be. */
const prepaid = ({ state, invoiceId, visit }: { state: string; invoiceId: string | null; visit: string }) => `
  insert into care_visit (organization_id, appointment_id, patient_id, provider_id, starts_at, status, aggregate_version)
  values ('${organizationId}', '${extraInvoice}', gen_random_uuid(), gen_random_uuid(), now() + interval '1 day', '${visit}', 1);
  insert into prepayment (id, organization_id, created_at, updated_at, appointment_id, patient_id, invoice_id, state, pay_until)
  values (gen_random_uuid(), '${organizationId}', now(), now(), '${extraInvoice}', gen_random_uuid(),
    ${invoiceId === null ? "null" : `'${invoiceId}'`}, '${state}', now())`;
const withoutPrepayment = () =>
  owner(`delete from prepayment; delete from care_visit where appointment_id = '${extraInvoice}'`);

/** The ledger has charged so much more for an invoice. */
const chargedBy = (amount: number) =>
  forced(
    "ledger_entry",
    `update ledger_entry e set amount = e.amount - ${amount} from ledger_transaction t
     where t.id = e.transaction_id and t.source_type = 'Invoice' and t.kind = 'ISSUED' and e.account = 'REVENUE' and e.invoice_id = '${creditedId}'`,
  );

/** So much more is owed back for an invoice, whose refund is said to have become of. */
const owedBack = async (amount: number, state: string) => {
  const entry =
    amount > 0
      ? `insert into ledger_entry (id, organization_id, transaction_id, invoice_id, account, currency, amount)
       select '${extraEntry}', organization_id, transaction_id, invoice_id, 'PATIENT_REFUNDS_PAYABLE', currency, -${amount}
       from ledger_entry where invoice_id = '${byHand.invoiceId}' limit 1`
      : `delete from ledger_entry where id = '${extraEntry}'`;
  await forced("ledger_entry", entry);
  await refundBecame(state);
};
const refundBecame = async (state: string) => {
  await forced("refund", `update refund set state = '${state}' where payment_id = '${byHand.id}'`);
  // What else happens to the invoice puts nothing off.
  await forced("invoice", `update invoice set updated_at = now() where id = '${byHand.invoiceId}'`);
};

/** What is named and not counted. */
const withoutAmounts = [
  ...[DifferenceKind.VISIT_WITHOUT_INVOICE, DifferenceKind.INVOICE_WITHOUT_VISIT, DifferenceKind.NUMBER_MISSING],
  ...[DifferenceKind.INVOICE_STATUS_DIFFERS, DifferenceKind.INVOICE_CURRENCY_DIFFERS],
  ...[DifferenceKind.PREPAYMENT_WITHOUT_INVOICE, DifferenceKind.PREPAYMENT_VISIT_DIFFERS],
];

describe("what differs within the database", () => {
  it.each(plants)(
    "is found and named, $kind, and gone when it is mended",
    async ({ kind, plant, mend, others = [] }) => {
      await plant();
      const run = await compared();
      expect(kindsIn(run)).toEqual([...new Set([kind, ...others])].sort());
      const node = run.differences.nodes.find((one: Found) => one.kind === kind);
      expect(node.subject).toBe(differenceKinds[kind].subject);
      if (withoutAmounts.includes(kind)) expect([node.expected, node.found]).toEqual([null, null]);
      else expect(node.expected).not.toEqual(node.found);
      const visit = kind === DifferenceKind.VISIT_WITHOUT_INVOICE ? { id: node.subjectId } : null;
      expect(node.appointment).toEqual(visit);
      expect(run.counts.find((one: { kind: string }) => one.kind === kind).count).toBeGreaterThan(0);
      await mend();
      expect(kindsIn(await compared())).toEqual([]);
    },
  );

  it("is kept up to a number of each kind, and the run says that there is more", async () => {
    await owner(`insert into care_visit (organization_id, appointment_id, patient_id, provider_id, starts_at, status, aggregate_version)
      select '${organizationId}', md5('planted' || n)::uuid, gen_random_uuid(), gen_random_uuid(), now() - interval '2 days', 'FULFILLED', 1
      from generate_series(1, 5) n`);
    expect(await compared({ most: 3 })).toMatchObject({ status: "INCOMPLETE", differences: { totalCount: 3 } });
    await owner(
      `delete from care_visit where appointment_id in (select md5('planted' || n)::uuid from generate_series(1, 5) n)`,
    );
  });
});

describe("what differs from the gateway", () => {
  const amounts = (expected: number, found: number) => ({
    ...{ expected: { amount: expected, currency: "USD" }, found: { amount: found, currency: "USD" } },
  });
  const only = async (kind: DifferenceKind) => {
    const run = await compared();
    return run.differences.nodes.filter((one: Found) => one.kind === kind);
  };

  it("is a payment that we do not know, if it bears our mark", async () => {
    const paid = { amount: 2_500, currency: "usd", payment_method: "pm_card_visa", confirm: true } as const;
    await clinic.stripe.paymentIntents.create(paid);
    await clinic.stripe.paymentIntents.create({ ...paid, metadata: { organizationId: stranger.organizationId } });
    const { id } = await clinic.stripe.paymentIntents.create({
      ...paid,
      metadata: { organizationId, paymentId: randomUUID() },
    });
    expect(await only(DifferenceKind.GATEWAY_PAYMENT_UNKNOWN)).toEqual([
      {
        kind: "GATEWAY_PAYMENT_UNKNOWN",
        subject: "GatewayPayment",
        subjectId: id,
        ...amounts(0, 2_500),
        ...{ invoice: null, appointment: null },
      },
    ]);
  });

  it("is a payment of another status, or of another amount", async () => {
    await forced("payment", `update payment set state = 'FAILED', refunded_amount = 0 where id = '${online.id}'`);
    expect(await only(DifferenceKind.PAYMENT_STATUS_DIFFERS)).toMatchObject([
      { subject: "Payment", subjectId: online.id, ...amounts(0, 10_000), invoice: { id: online.invoiceId } },
    ]);
    await forced(
      "payment",
      `update payment set state = 'SUCCEEDED', refunded_amount = 1000, amount = 9000 where id = '${online.id}'`,
    );
    expect(await only(DifferenceKind.PAYMENT_AMOUNT_DIFFERS)).toMatchObject([
      { subjectId: online.id, ...amounts(9_000, 10_000) },
    ]);
    await forced("payment", `update payment set amount = 10000 where id = '${online.id}'`);
    expect(await only(DifferenceKind.PAYMENT_AMOUNT_DIFFERS)).toEqual([]);
  });

  it("is a refund of another status or amount, that we do not know, or that it does not know", async () => {
    await forced("refund", `update refund set state = 'FAILED' where id = '${refundId}'`);
    expect(await only(DifferenceKind.REFUND_STATUS_DIFFERS)).toMatchObject([
      { subjectId: refundId, ...amounts(0, 1_000) },
    ]);
    await forced("refund", `update refund set state = 'SUCCEEDED', amount = 900 where id = '${refundId}'`);
    expect(await only(DifferenceKind.REFUND_AMOUNT_DIFFERS)).toMatchObject([
      { subjectId: refundId, ...amounts(900, 1_000) },
    ]);
    await forced("refund", `update refund set amount = 1000, gateway_refund_id = 're_gone' where id = '${refundId}'`);
    expect(await only(DifferenceKind.REFUND_UNKNOWN_TO_GATEWAY)).toMatchObject([
      { subject: "Refund", subjectId: refundId, ...amounts(1_000, 0) },
    ]);
    const [unknown] = await only(DifferenceKind.GATEWAY_REFUND_UNKNOWN);
    expect(unknown).toMatchObject({
      subject: "GatewayRefund",
      ...amounts(0, 1_000),
      invoice: { id: online.invoiceId },
    });
    await forced("refund", `update refund set gateway_refund_id = '${unknown.subjectId}' where id = '${refundId}'`);
    expect(await only(DifferenceKind.GATEWAY_REFUND_UNKNOWN)).toEqual([]);
  });

  it("is a payment that it was never asked for, and one that it does not know", async () => {
    await owner(`update payment_intent set intent_id = null where payment_id = '${online.id}'`);
    expect(await only(DifferenceKind.PAYMENT_UNKNOWN_TO_GATEWAY)).toMatchObject([{ subjectId: online.id }]);
    await owner(`update payment_intent set intent_id = 'pi_gone' where payment_id = '${online.id}'`);
    expect(await only(DifferenceKind.PAYMENT_UNKNOWN_TO_GATEWAY)).toMatchObject([
      { subject: "Payment", subjectId: online.id, ...amounts(10_000, 0), invoice: { id: online.invoiceId } },
    ]);
  });
});

it("has a plant for every kind that is compared within the database", () => {
  const planted = new Set(plants.flatMap(({ kind, others = [] }) => [kind, ...others]));
  expect(Object.keys(comparisons).filter((kind) => !planted.has(kind as DifferenceKind))).toEqual([]);
  expect(Object.keys(differenceKinds).sort()).toEqual(Object.values(DifferenceKind).sort());
});
