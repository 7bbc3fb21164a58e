import { randomUUID } from "node:crypto";
import { boundEntityManager, importedId, Role } from "@careconnect/kit";
import { createTestLog, type TestSubgraph, type TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type GatewayClinic, give, paymentsOf, startGatewayClinic, system } from "../gateway/gateway.fixture.ts";
import { advanceDue } from "../gateway/gateway.task.ts";
import { advancePayment } from "../gateway/payment.progress.ts";
import { command, invoiceOf, priced, tellVisit, visitFacts } from "../invoice/invoice.fixture.ts";
import { movementsOf } from "../ledger/ledger.query.ts";
import { runPending } from "../reconciliation/reconciliation.run.ts";
import { careConsumer } from "../references/care.consumer.ts";
import { admin, organizationId, staff, tell } from "../references/reference.fixture.ts";

let clinic: GatewayClinic;
let billing: TestSubgraph;
beforeAll(async () => {
  // Who is told of what, and when, these tests say.
  clinic = await startGatewayClinic({ isTold: false });
  billing = clinic.billing;
  const { data } = await billing.query(
    admin,
    "mutation ($input: AddPayerTermsInput!) { addPayerTerms(input: $input) { userErrors { code } } }",
    { input: { payerId, copay: 2_000, coinsuranceBasisPoints: 0, startsOn: "2020-01-01" } },
  );
  expect(data.addPayerTerms.userErrors).toEqual([]);
});
afterAll(() => clinic.close());

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  billing.orm.em.getConnection().execute(statement);
const movements = async (id: string) =>
  (await movementsOf(boundEntityManager(billing.orm, organizationId), [id])).get(id);
const prepayUntil = new Date(Date.now() + 900_000).toISOString();
const soon = new Date(Date.now() + 86_400_000);

interface Visit {
  readonly facts: ReturnType<typeof visitFacts>;
  readonly invoiceId: string;
  readonly paymentId: string;
  readonly intentId: string;
  readonly patient: TestViewer;
}

const payerId = importedId(organizationId, "payer", "y-1");
/** A payer who leaves a copay to patients pays for this one. */
const covered = (patientId: string) =>
  tell(billing, "patient.coverage.added", {
    ...{ coverageId: randomUUID(), patientId, payerId, priority: "PRIMARY", startsOn: "2020-01-01", endsOn: null },
  });

/** Tells of a visit all who are told of it. */
async function told(type: string, visit: Record<string, unknown>): Promise<void> {
  await tell(billing, type, visit, { consumer: careConsumer });
  await tellVisit(billing, type, visit);
}

/** A visit that was asked for, whose invoice and payment were made. */
async function requested(visit: object = {}): Promise<Visit> {
  const facts = visitFacts({ status: "REQUESTED", startsAt: soon.toISOString(), ...visit });
  await told("appointment.requested", { ...facts, prepayUntil });
  await timePasses();
  const [invoice] = await invoiceOf(billing, facts.appointmentId);
  const { payments } = await paymentsOf(billing, invoice.id);
  const [intent] = await sql(`select intent_id from payment_intent where payment_id = '${payments[0].id}'`);
  return {
    ...{ facts, invoiceId: invoice.id, paymentId: payments[0].id, intentId: String(intent?.intent_id) },
    patient: { organizationId, roles: [Role.PATIENT], patientId: facts.patientId },
  };
}

async function timePasses(): Promise<void> {
  await sql(`update payment_intent set due_at = now() - interval '1 second' where due_at is not null;
             update refund set due_at = now() - interval '1 second' where due_at is not null`);
  while (await advanceDue(system(billing), createTestLog()));
}
const pay = ({ invoiceId, patient }: Visit, paymentMethod = "pm_card_visa", more: object = {}) =>
  give(billing, "payInvoice", { invoiceId, paymentMethod, ...more }, patient);
const cancelled = ({ facts }: Visit, fee: object | null = null) =>
  told("appointment.cancelled", {
    ...{ ...facts, status: "CANCELLED" },
    cancellation: fee && { onBehalfOf: "PATIENT", late: true, fee, waivedBy: null },
  });
const confirmed = ({ facts }: Visit) => told("appointment.confirmed", { ...facts, status: "CONFIRMED" });

async function prepaymentOf({ facts: { appointmentId } }: Pick<Visit, "facts">) {
  const { data, errors } = await billing.query(
    staff,
    `{ prepayments(filter: { appointmentId: "${appointmentId}" }) { nodes { id state declines failure paidAt invoice { id } } } }`,
  );
  expect(errors).toBeUndefined();
  return data.prepayments.nodes[0];
}
const toldOf = async (visit: Pick<Visit, "facts">) =>
  (
    await sql(`select type from outbox_event where aggregate_type = 'Prepayment'
              and payload ->> 'appointmentId' = '${visit.facts.appointmentId}' order by sequence`)
  ).map(({ type }) => type);

describe("a visit that is paid in advance", () => {
  it("has an invoice that was issued and a payment that waits; paid, it can be confirmed", async () => {
    const visit = await requested();
    expect((await invoiceOf(billing, visit.facts.appointmentId))[0]).toMatchObject({
      ...{ status: "ISSUED", number: expect.stringMatching(/^INV-/), total: { amount: 10_000 } },
    });
    expect(await prepaymentOf(visit)).toMatchObject({ state: "AWAITING", invoice: { id: visit.invoiceId } });
    const { payment } = await pay(visit);
    expect(payment).toMatchObject({ id: visit.paymentId, status: "SUCCEEDED", invoice: { status: "PAID" } });
    expect(await prepaymentOf(visit)).toMatchObject({ state: "PAID", paidAt: expect.any(String) });
    expect(await toldOf(visit)).toEqual(["prepayment.paid"]);
    await confirmed(visit);
    expect((await prepaymentOf(visit)).state).toBe("CONFIRMED");
    await told("appointment.fulfilled", { ...visit.facts, status: "FULFILLED" });
    expect(await invoiceOf(billing, visit.facts.appointmentId)).toHaveLength(1);
  });

  it("is begun once, however often it is asked for", async () => {
    const visit = await requested();
    await tellVisit(billing, "appointment.requested", { ...visit.facts, prepayUntil });
    expect((await paymentsOf(billing, visit.invoiceId)).payments).toHaveLength(1);
  });

  it("that was held otherwise has none", async () => {
    const facts = visitFacts({ status: "REQUESTED", startsAt: soon.toISOString() });
    await tellVisit(billing, "appointment.requested", facts);
    expect(await prepaymentOf({ facts })).toBeUndefined();
    expect(await invoiceOf(billing, facts.appointmentId)).toEqual([]);
  });

  it("for which there is no price cannot be paid", async () => {
    const facts = visitFacts({ visitType: "VIDEO", startsAt: soon.toISOString() });
    await tellVisit(billing, "appointment.requested", { ...facts, prepayUntil });
    expect(await prepaymentOf({ facts })).toMatchObject({ state: "FAILED", failure: "NO_PRICE", invoice: null });
    expect(await toldOf({ facts })).toEqual(["prepayment.failed"]);
    expect(await invoiceOf(billing, facts.appointmentId)).toEqual([]);
    await told("appointment.cancelled", { ...facts, status: "CANCELLED", cancellation: null });
    expect((await prepaymentOf({ facts })).state).toBe("CANCELLED");
  });

  it("that is free is paid at once", async () => {
    await priced(billing, { visitType: "PHONE", amount: 0 });
    const facts = visitFacts({ visitType: "PHONE", status: "REQUESTED", startsAt: soon.toISOString() });
    await told("appointment.requested", { ...facts, prepayUntil });
    expect(await prepaymentOf({ facts })).toMatchObject({ state: "PAID", failure: null });
    expect(await toldOf({ facts })).toEqual(["prepayment.paid"]);
    expect(await invoiceOf(billing, facts.appointmentId)).toMatchObject([{ status: "PAID", total: { amount: 0 } }]);
  });

  it("paid in part leaves its invoice issued, and waits for the rest", async () => {
    const visit = await requested();
    expect((await pay(visit, "pm_card_visa", { amount: 4_000 })).payment.invoice.status).toBe("ISSUED");
    expect((await prepaymentOf(visit)).state).toBe("AWAITING");
    await pay(visit);
    expect(await toldOf(visit)).toEqual(["prepayment.paid"]);
  });

  it("keeps its time when a card is declined, and fails the third time", async () => {
    const visit = await requested();
    for (const [declines, state] of [
      [1, "AWAITING"],
      [2, "AWAITING"],
      [3, "FAILED"],
    ] as const) {
      expect((await pay(visit, "pm_card_chargeDeclined")).payment.status).toBe("FAILED");
      expect(await prepaymentOf(visit)).toMatchObject({ declines, state });
    }
    expect(await toldOf(visit)).toEqual(["prepayment.failed"]);
    await cancelled(visit);
    await timePasses();
    expect((await prepaymentOf(visit)).state).toBe("CANCELLED");
    expect((await clinic.stripe.paymentIntents.retrieve(visit.intentId)).status).toBe("canceled");
    expect((await paymentsOf(billing, visit.invoiceId)).status).toBe("VOID");
  });

  it("fails the third time, however many times nobody looked, and however often somebody does", async () => {
    const declined = async (visit: Visit, times: number, method = "pm_card_chargeDeclined") => {
      for (let time = 0; time < times; time += 1) await onPage(method)(visit);
    };
    const twice = await requested();
    await declined(twice, 2);
    for (let look = 0; look < 3; look += 1) await webhook(twice);
    expect(await prepaymentOf(twice)).toMatchObject({ declines: 2, state: "AWAITING" });
    await declined(twice, 1);
    for (let look = 0; look < 3; look += 1) await webhook(twice);
    expect(await prepaymentOf(twice)).toMatchObject({ declines: 3, state: "FAILED", failure: "DECLINED" });
    expect(await toldOf(twice)).toEqual(["prepayment.failed"]);

    const atOnce = await requested();
    await declined(atOnce, 4);
    await Promise.all(Array.from({ length: 4 }, () => webhook(atOnce)));
    expect(await prepaymentOf(atOnce)).toMatchObject({ declines: 4, state: "FAILED", failure: "DECLINED" });
    expect((await clinic.stripe.paymentIntents.retrieve(atOnce.intentId)).status).toBe("canceled");

    // Whoever was declined has to say who they are by now.
    const again = await requested();
    await declined(again, 2);
    await declined(again, 1, "pm_card_authenticationRequired");
    await webhook(again);
    expect(await prepaymentOf(again)).toMatchObject({ declines: 2, state: "AWAITING" });
  });

  it("that the clinic confirms before it is paid is paid like any other", async () => {
    const visit = await requested();
    await confirmed(visit);
    expect((await prepaymentOf(visit)).state).toBe("WAIVED");
    await pay(visit);
    expect((await prepaymentOf(visit)).state).toBe("CONFIRMED");
    expect(await toldOf(visit)).toEqual([]);
  });

  it("that the clinic confirms when it was declined for the last time stands, and is paid like any other", async () => {
    const visit = await requested();
    for (let time = 0; time < 3; time += 1) await pay(visit, "pm_card_chargeDeclined");
    expect(await prepaymentOf(visit)).toMatchObject({ state: "FAILED", failure: "DECLINED" });
    await confirmed(visit);
    expect(await prepaymentOf(visit)).toMatchObject({ state: "WAIVED", failure: null });
    await timePasses();
    await pay(visit);
    expect((await prepaymentOf(visit)).state).toBe("CONFIRMED");
    const atTheDesk = await requested();
    for (let time = 0; time < 3; time += 1) await pay(atTheDesk, "pm_card_chargeDeclined");
    await give(billing, "recordPayment", { invoiceId: atTheDesk.invoiceId, method: "CASH", amount: 10_000 });
    await confirmed(atTheDesk);
    expect(await prepaymentOf(atTheDesk)).toMatchObject({ state: "CONFIRMED", paidAt: expect.any(String) });
  });

  it("costs what a coverage leaves that is told a moment later, unless something was paid by then", async () => {
    const visit = await requested();
    await covered(visit.facts.patientId);
    await timePasses();
    const invoices = await invoiceOf(billing, visit.facts.appointmentId);
    expect(invoices.map(({ status }: { status: string }) => status).sort()).toEqual(["ISSUED", "VOID"]);
    const [anew] = invoices.filter(({ status }: { status: string }) => status === "ISSUED");
    expect(anew).toMatchObject({ patientShare: { amount: 2_000 }, payerShare: { amount: 8_000 } });
    expect(await prepaymentOf(visit)).toMatchObject({ state: "AWAITING", invoice: { id: anew.id } });
    expect((await clinic.stripe.paymentIntents.retrieve(visit.intentId)).status).toBe("canceled");
    expect((await pay({ ...visit, invoiceId: anew.id })).payment.amount).toEqual({ amount: 2_000 });
    expect((await prepaymentOf(visit)).state).toBe("PAID");

    const begun = await requested();
    await pay(begun, "pm_card_visa", { amount: 4_000 });
    await covered(begun.facts.patientId);
    expect(await prepaymentOf(begun)).toMatchObject({ state: "AWAITING", invoice: { id: begun.invoiceId } });
  });

  it("whose invoice is replaced is paid by the one in its place, and given back of that", async () => {
    const visit = await requested();
    const [{ version }] = await invoiceOf(billing, visit.facts.appointmentId);
    const reason = "The payer was another one";
    await command(billing, "voidInvoice", { id: visit.invoiceId, reason, expectedVersion: version });
    const { invoice: draft } = await command(billing, "createInvoice", { replacesId: visit.invoiceId });
    await command(billing, "issueInvoice", { id: draft.id, expectedVersion: draft.version });
    await pay({ ...visit, invoiceId: draft.id });
    expect(await prepaymentOf(visit)).toMatchObject({ state: "PAID", invoice: { id: draft.id } });
    expect(await toldOf(visit)).toEqual(["prepayment.paid"]);
    await cancelled(visit);
    await timePasses();
    expect((await prepaymentOf(visit)).state).toBe("REFUNDED");
    expect(await movements(draft.id)).toMatchObject({ GATEWAY_CLEARING: 0, PATIENT_REFUNDS_PAYABLE: 0, REVENUE: 0 });
  });

  it("whose invoice was withdrawn is not taken for paid when the clinic confirms it", async () => {
    const visit = await requested();
    const [{ version }] = await invoiceOf(billing, visit.facts.appointmentId);
    const reason = "The payer was another one";
    await command(billing, "voidInvoice", { id: visit.invoiceId, reason, expectedVersion: version });
    await confirmed(visit);
    expect(await prepaymentOf(visit)).toMatchObject({ state: "WAIVED", paidAt: null });
    const { invoice: draft } = await command(billing, "createInvoice", { replacesId: visit.invoiceId });
    await command(billing, "issueInvoice", { id: draft.id, expectedVersion: draft.version });
    expect(await prepaymentOf(visit)).toMatchObject({ state: "WAIVED", paidAt: null, invoice: { id: draft.id } });
  });

  it("called off late keeps no more of the fee than the patient's share; the rest is charged for itself", async () => {
    const facts = visitFacts({ status: "REQUESTED", startsAt: soon.toISOString() });
    await covered(facts.patientId);
    const visit = await requested(facts);
    await pay(visit);
    const paid = { invoiceId: visit.invoiceId, party: "PAYER", method: "BANK_TRANSFER", amount: 8_000 };
    expect((await give(billing, "recordPayment", paid)).userErrors).toEqual([]);
    await cancelled(visit, { amount: 5_000, currency: "USD" });
    await timePasses();
    expect(await movements(visit.invoiceId)).toMatchObject({
      ...{
        GATEWAY_CLEARING: 2_000,
        BANK: 8_000,
        PATIENT_RECEIVABLE: 0,
        PAYER_REFUNDS_PAYABLE: -8_000,
        REVENUE: -2_000,
      },
    });
    const fees = (await invoiceOf(billing, facts.appointmentId)).filter(
      ({ cause }: { cause: string }) => cause === "CANCELLATION",
    );
    expect(fees).toMatchObject([{ status: "DRAFT", total: { amount: 3_000 } }]);
  });

  it("called off in part paid gives that back", async () => {
    const visit = await requested();
    await pay(visit, "pm_card_visa", { amount: 4_000 });
    await cancelled(visit);
    expect((await prepaymentOf(visit)).state).toBe("REFUNDING");
    await timePasses();
    expect((await prepaymentOf(visit)).state).toBe("REFUNDED");
    expect(await movements(visit.invoiceId)).toMatchObject({
      ...{ GATEWAY_CLEARING: 0, PATIENT_RECEIVABLE: 0, PATIENT_REFUNDS_PAYABLE: 0, REVENUE: 0 },
    });
  });

  it("called off late keeps the fee, of what was paid first", async () => {
    const usd = (amount: number) => ({ amount, currency: "USD" });
    const visit = await requested();
    await pay(visit);
    await confirmed(visit);
    await cancelled(visit, usd(2_500));
    await timePasses();
    expect((await prepaymentOf(visit)).state).toBe("REFUNDED");
    expect(await movements(visit.invoiceId)).toMatchObject({
      GATEWAY_CLEARING: 2_500,
      REVENUE: -2_500,
      PATIENT_RECEIVABLE: 0,
    });
    expect(await invoiceOf(billing, visit.facts.appointmentId)).toHaveLength(1);
    const dear = await requested();
    await pay(dear);
    await cancelled(dear, usd(12_000));
    const [first, fee] = await invoiceOf(billing, dear.facts.appointmentId);
    expect([first.cause, fee.cause].sort()).toEqual(["CANCELLATION", "VISIT"]);
    expect([first, fee].find(({ cause }) => cause === "CANCELLATION").total.amount).toBe(2_000);
    expect((await prepaymentOf(dear)).state).toBe("CANCELLED");
  });

  it("what was paid at the desk is owed back until somebody gives it back there", async () => {
    const visit = await requested();
    const { payment } = await give(billing, "recordPayment", {
      invoiceId: visit.invoiceId,
      method: "CASH",
      amount: 10_000,
    });
    expect(await toldOf(visit)).toEqual(["prepayment.paid"]);
    await cancelled(visit);
    await timePasses();
    expect((await prepaymentOf(visit)).state).toBe("REFUNDING");
    await give(billing, "refundPayment", { paymentId: payment.id, reason: "The visit was called off" });
    expect((await prepaymentOf(visit)).state).toBe("REFUNDED");
  });

  it("is listed in as many statements however many there are", async () => {
    const statements = async (first: number) => {
      billing.statements.length = 0;
      const { data } = await billing.query(
        staff,
        `{ prepayments(first: ${first}) { nodes { state invoice { id balance { amount } } } } }`,
      );
      expect(data.prepayments.nodes).toHaveLength(first);
      return billing.statements.filter((statement) => statement.startsWith("select")).length;
    };
    expect(await statements(8)).toBe(await statements(3));
  });
});

/** All orders of these. */
function permutations<Item>(items: readonly Item[]): Item[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    permutations(items.filter((_, other) => other !== index)).map((rest) => [item, ...rest]),
  );
}

/** Whoever pays does so on a page of their own, whatever has become of the visit by then. */
const onPage = (method: string) => (visit: Visit) =>
  clinic.stripe.paymentIntents.confirm(visit.intentId, { payment_method: method }).catch(() => undefined);
const webhook = ({ paymentId }: Visit) => advancePayment(system(billing), paymentId);

const steps: Readonly<Record<string, (visit: Visit) => Promise<unknown>>> = {
  confirmed: (visit) => confirmed(visit),
  "called off": (visit) => cancelled(visit),
  declined: onPage("pm_card_chargeDeclined"),
  paid: onPage("pm_card_visa"),
  webhook: webhook,
  "webhook again": webhook,
  "looked up": timePasses,
};

describe("whatever happens, in every order", () => {
  const orders = permutations(Object.keys(steps).filter((step) => step !== "declined" && step !== "confirmed"));
  const declinedOrders = permutations(["called off", "declined", "paid", "webhook"]);

  it.each([
    ["late payment, calling off, webhooks and looking up", orders, 120],
    ["a declined card, payment and calling off", declinedOrders, 24],
  ] as const)(
    "of %s, all that was charged is given back, and nothing is owed",
    async (_what, all, count) => {
      expect(all).toHaveLength(count);
      const charged = new Set<boolean>();
      for (const order of all) {
        const visit = await requested();
        for (const step of order) await steps[step]?.(visit);
        await timePasses();
        await timePasses();
        const what = order.join(", ");
        const [charge] = (await clinic.stripe.charges.list({ payment_intent: visit.intentId, limit: 1 })).data.filter(
          ({ paid }) => paid,
        );
        charged.add(charge !== undefined);
        expect(charge?.amount_refunded ?? 0, what).toBe(charge?.amount ?? 0);
        const { state } = await prepaymentOf(visit);
        const moved = (await movements(visit.invoiceId)) ?? {};
        for (const account of ["GATEWAY_CLEARING", "PATIENT_RECEIVABLE", "PATIENT_REFUNDS_PAYABLE", "REVENUE"] as const)
          expect(moved[account] ?? 0, `${account}: ${what}`).toBe(0);
        expect(state, what).toBe(charge ? "REFUNDED" : "CANCELLED");
        expect((await toldOf(visit)).length, what).toBeLessThanOrEqual(1);
      }
      expect([...charged].sort()).toEqual([false, true]);
    },
    600_000,
  );

  it("of three declines, payment and the clinic's confirmation, the visit stands, and is charged once", async () => {
    const thrice = async (visit: Visit) => {
      for (let time = 0; time < 3; time += 1) {
        await steps.declined?.(visit);
        await webhook(visit);
      }
    };
    for (const order of permutations(["declined", "confirmed", "paid", "webhook"])) {
      const visit = await requested();
      for (const step of order) await (step === "declined" ? thrice(visit) : steps[step]?.(visit));
      await timePasses();
      const what = order.join(", ");
      const { PATIENT_RECEIVABLE: owed, GATEWAY_CLEARING: received = 0 } = (await movements(visit.invoiceId)) ?? {};
      expect((await prepaymentOf(visit)).state, what).toBe(owed === 0 ? "CONFIRMED" : "WAIVED");
      expect(received, what).toBe(10_000 - Number(owed));
      // Whoever was declined before it stood pays all the same.
      if (owed !== 0) await pay(visit);
      expect((await prepaymentOf(visit)).state, what).toBe("CONFIRMED");
      const { data } = await clinic.stripe.charges.list({ payment_intent: visit.intentId, limit: 10 });
      expect(data.filter(({ paid }) => paid).length, what).toBeLessThanOrEqual(1);
    }
  }, 120_000);

  it("of payment, webhooks and confirmation, it is confirmed and charged once", async () => {
    for (const order of permutations(["paid", "webhook", "webhook again", "looked up"])) {
      const visit = await requested();
      for (const step of order) await steps[step]?.(visit);
      await timePasses();
      expect(await toldOf(visit), order.join(", ")).toEqual(["prepayment.paid"]);
      await confirmed(visit);
      expect((await prepaymentOf(visit)).state).toBe("CONFIRMED");
      expect(await movements(visit.invoiceId)).toMatchObject({ GATEWAY_CLEARING: 10_000, PATIENT_RECEIVABLE: 0 });
    }
  }, 120_000);
});

it("of all that happened here, who did not come and has nothing back among it, nothing differs", async () => {
  const missed = await requested();
  await pay(missed);
  await confirmed(missed);
  await told("appointment.no_show", { ...missed.facts, status: "NO_SHOW" });
  await timePasses();
  const { data } = await billing.query(staff, "mutation { runReconciliation(input: {}) { reconciliation { id } } }");
  await runPending(system(billing), { depth: 86_400_000, quiet: 0, most: 100, time: 60_000 });
  const found = await billing.query(
    staff,
    `{ reconciliation(id: "${data.runReconciliation.reconciliation.id}") {
      status gatewayCount differences(first: 20) { totalCount nodes { kind subjectId } } } }`,
  );
  expect(found.data.reconciliation).toMatchObject({
    ...{ status: "COMPLETED", gatewayCount: expect.any(Number), differences: { totalCount: 0, nodes: [] } },
  });
});
