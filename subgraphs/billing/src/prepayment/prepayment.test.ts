import { boundEntityManager, Role } from "@careconnect/kit";
import type { TestSubgraph, TestViewer } from "@careconnect/kit/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type GatewayClinic, give, paymentsOf, startGatewayClinic, system } from "../gateway/gateway.fixture.ts";
import { advanceDue } from "../gateway/gateway.task.ts";
import { advancePayment } from "../gateway/payment.progress.ts";
import { invoiceOf, tellVisit, visitFacts } from "../invoice/invoice.fixture.ts";
import { movementsOf } from "../ledger/ledger.query.ts";
import { organizationId, staff } from "../references/reference.fixture.ts";

let clinic: GatewayClinic;
let billing: TestSubgraph;
beforeAll(async () => {
  // Who is told of what, and when, these tests say.
  clinic = await startGatewayClinic({ isTold: false });
  billing = clinic.billing;
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

/** A visit that was asked for, whose invoice and payment were made. */
async function requested(visit: object = {}): Promise<Visit> {
  const facts = visitFacts({ status: "REQUESTED", startsAt: soon.toISOString(), ...visit });
  await tellVisit(billing, "appointment.requested", { ...facts, prepayUntil });
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
  while (await advanceDue(system(billing)));
}
const pay = ({ invoiceId, patient }: Visit, paymentMethod = "pm_card_visa", more: object = {}) =>
  give(billing, "payInvoice", { invoiceId, paymentMethod, ...more }, patient);
const cancelled = ({ facts }: Visit, fee: object | null = null) =>
  tellVisit(billing, "appointment.cancelled", {
    ...{ ...facts, status: "CANCELLED" },
    cancellation: fee && { onBehalfOf: "PATIENT", late: true, fee, waivedBy: null },
  });
const confirmed = ({ facts }: Visit) => tellVisit(billing, "appointment.confirmed", { ...facts, status: "CONFIRMED" });

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
    await tellVisit(billing, "appointment.fulfilled", visit.facts);
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
    await tellVisit(billing, "appointment.cancelled", { ...facts, cancellation: null });
    expect((await prepaymentOf({ facts })).state).toBe("CANCELLED");
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

  it("that the clinic confirms before it is paid is paid like any other", async () => {
    const visit = await requested();
    await confirmed(visit);
    expect((await prepaymentOf(visit)).state).toBe("WAIVED");
    await pay(visit);
    expect((await prepaymentOf(visit)).state).toBe("CONFIRMED");
    expect(await toldOf(visit)).toEqual([]);
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
  "called off": (visit) => cancelled(visit),
  declined: onPage("pm_card_chargeDeclined"),
  paid: onPage("pm_card_visa"),
  webhook: webhook,
  "webhook again": webhook,
  "looked up": timePasses,
};

describe("whatever happens, in every order", () => {
  const orders = permutations(Object.keys(steps).filter((step) => step !== "declined"));
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
