import { boundEntityManager } from "@careconnect/kit";
import { createTestLog, propertySeed } from "@careconnect/kit/testing";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { issued } from "../invoice/invoice.fixture.ts";
import { accountBalances, movementsOf } from "../ledger/ledger.query.ts";
import { organizationId } from "../references/reference.fixture.ts";
import { createGateway, findGateway, useGateway } from "./gateway.client.ts";
import { type GatewayClinic, give, paymentsOf, startGatewayClinic, system, webhookSecret } from "./gateway.fixture.ts";
import { advanceDue } from "./gateway.task.ts";

const share = 10_000;

let clinic: GatewayClinic;
beforeAll(async () => {
  // Who is told of what, and when, the steps say.
  clinic = await startGatewayClinic({ isTold: false });
});
afterAll(() => clinic.close());

const amount = fc.oneof(fc.integer({ min: 1, max: 4_000 }), fc.constant(share));
const method = fc.constantFrom("pm_card_visa", "pm_card_chargeDeclined", "pm_card_authenticationRequired");
const which = fc.nat({ max: 30 });
const step = fc.oneof(
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("pay" as const), amount, method }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("prepare" as const), amount }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("payOnPage" as const), which, method }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("authenticate" as const), which, isThem: fc.boolean() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("refund" as const), which, amount }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cancel" as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("cash" as const), amount }) },
  // Any event that was ever told of it, so late, again and out of order.
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("webhook" as const), which }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("look" as const) }) },
);
/** Whether the gateway does what it is asked for in a step, and whoever asked never learns of it: as when they die then. */
const course = fc.array(fc.record({ step, isLost: fc.integer({ min: 0, max: 5 }).map((one) => one === 0) }), {
  ...{ minLength: 5, maxLength: 14 },
});
/** What has our own service ask the gateway: whatever else the steps ask it is answered. */
const asking = new Set(["pay", "prepare", "refund", "cancel", "look"]);
type Step = typeof step extends fc.Arbitrary<infer One> ? One : never;

const seen = new Set<string>();

it("whatever is paid, confirmed, declined, given back, given up and told, in whatever order, the books are the gateway's", async () => {
  await fc.assert(
    fc.asyncProperty(course, async (steps) => {
      const { id } = await issued(clinic.billing);
      let cash = 0;
      for (const { step, isLost } of steps) {
        clinic.simulator.loseAnswers(isLost && asking.has(step.kind) ? 3 : 0);
        cash += await take(id, step);
        clinic.simulator.loseAnswers(0);
      }
      await settled();
      await expectBooks(id, cash);
    }),
    { numRuns: 12, seed: propertySeed },
  );
  // What the courses have gone through, so that they do not come to nothing one day.
  expect([...seen].sort()).toEqual(
    expect.arrayContaining([
      ...["FAILED", "PARTIALLY_REFUNDED", "PENDING", "SUCCEEDED", "GATEWAY_UNAVAILABLE", "PAYMENT_DECLINED"],
      ...["PAYMENT_EXCEEDS_BALANCE", "REFUND_EXCEEDS_PAYMENT"],
    ]),
  );
  const balances = await accountBalances(boundEntityManager(clinic.billing.orm, organizationId));
  expect(balances.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
}, 300_000);

/** @returns what was received in cash */
async function take(invoiceId: string, step: Step): Promise<number> {
  const { payments } = await paymentsOf(clinic.billing, invoiceId);
  const chosen = "which" in step ? payments[step.which % Math.max(1, payments.length)] : undefined;
  if ("which" in step && step.kind !== "webhook" && !chosen) return 0;
  switch (step.kind) {
    case "pay":
      note(await give(clinic.billing, "payInvoice", { invoiceId, paymentMethod: step.method, amount: step.amount }));
      return 0;
    case "prepare":
      note(await give(clinic.billing, "preparePayment", { invoiceId, amount: step.amount }));
      return 0;
    case "payOnPage":
      if (chosen.clientSecret)
        await clinic.stripe.paymentIntents
          .confirm(chosen.clientSecret.split("_secret_")[0], { payment_method: step.method })
          .catch(() => undefined);
      return 0;
    case "authenticate":
      if (chosen.nextActionUrl)
        await fetch(chosen.nextActionUrl, {
          ...{ method: "POST", redirect: "manual" },
          body: new URLSearchParams({ outcome: step.isThem ? "complete" : "fail" }),
        });
      return 0;
    case "refund":
      note(
        await give(clinic.billing, "refundPayment", {
          ...{ paymentId: chosen.id, amount: step.amount, reason: "As the course has it" },
        }),
      );
      return chosen.method === "CASH" ? -cashBack(await paymentsOf(clinic.billing, invoiceId), chosen) : 0;
    case "cancel":
      note(await give(clinic.billing, "cancelPayment", { paymentId: chosen.id }));
      return 0;
    case "cash": {
      const paid = await give(clinic.billing, "recordPayment", { invoiceId, method: "CASH", amount: step.amount });
      note(paid);
      return paid.payment ? step.amount : 0;
    }
    case "webhook":
      await tellAgain(invoiceId, step.which);
      return 0;
    case "look":
      await looked();
      return 0;
  }
}

type Shown = { readonly id: string; readonly refunded: { readonly amount: number } };

/** What was given back of a payment since it was `chosen`. */
function cashBack({ payments }: { readonly payments: readonly Shown[] }, chosen: Shown): number {
  const now = payments.find(({ id }) => id === chosen.id);
  return (now?.refunded.amount ?? 0) - chosen.refunded.amount;
}

function note({
  payment,
  userErrors,
}: {
  payment: { status: string } | null;
  userErrors: readonly { code: string }[];
}) {
  if (payment) seen.add(payment.status);
  for (const { code } of userErrors) seen.add(code);
}

/** Tells one of the events about an invoice's payments as the gateway does. */
async function tellAgain(invoiceId: string, which: number): Promise<void> {
  const { payments } = await paymentsOf(clinic.billing, invoiceId);
  const events = (await clinic.stripe.events.list({ limit: 100 })).data.filter((event) =>
    payments.some(({ id }: Shown) => JSON.stringify(event.data.object).includes(id)),
  );
  const event = events[which % Math.max(1, events.length)];
  if (!event) return;
  const payload = JSON.stringify(event);
  const signature = clinic.stripe.webhooks.generateTestHeaderString({ payload, secret: webhookSecret });
  const headers = { "stripe-signature": signature };
  const { status } = await fetch(`${clinic.billing.url}/webhooks/stripe`, { method: "POST", body: payload, headers });
  expect([200, 503]).toContain(status);
}

/** Everything that is written down to be asked is due, and is asked. */
async function looked(): Promise<void> {
  await clinic.billing.orm.em
    .getConnection()
    .execute(`update payment_intent set due_at = now() - interval '1 second' where due_at is not null;
      update refund set due_at = now() - interval '1 second' where due_at is not null`);
  while (await advanceDue(system(clinic.billing), createTestLog()));
}

/** Whoever was away is back, and what was begun has come to an end. */
async function settled(): Promise<void> {
  const gateway = findGateway();
  useGateway(gateway && createGateway(gateway.settings));
  for (let time = 0; time < 3; time += 1) await looked();
}

async function expectBooks(invoiceId: string, cash: number): Promise<void> {
  const em = boundEntityManager(clinic.billing.orm, organizationId);
  const moved = (await movementsOf(em, [invoiceId])).get(invoiceId) ?? {};
  expect(Object.values(moved).reduce((sum, amount) => sum + amount, 0)).toBe(0);
  const charges = (await clinic.stripe.charges.list({ limit: 100 })).data.filter(
    ({ metadata, paid }) => metadata.invoiceId === invoiceId && paid,
  );
  const captured = charges.reduce((sum, one) => sum + one.amount - one.amount_refunded, 0);
  const { PATIENT_RECEIVABLE: owed = 0, PATIENT_REFUNDS_PAYABLE: owedBack = 0 } = moved;
  expect({ gateway: moved.GATEWAY_CLEARING ?? 0, cash: moved.CASH ?? 0, left: owed + owedBack }).toEqual({
    ...{ gateway: captured, cash, left: share - captured - cash },
  });
  // What is paid twice, or too much, goes back by itself; nothing is owed in both directions.
  expect(owedBack).toBe(0);
  const { status, balance, payments } = await paymentsOf(clinic.billing, invoiceId);
  expect({ status, balance }).toEqual({ status: owed === 0 ? "PAID" : "ISSUED", balance: { amount: owed } });
  for (const payment of payments) {
    seen.add(payment.status);
    expect(payment.refunded.amount).toBeLessThanOrEqual(payment.amount.amount);
    const given = payment.refunds.filter((refund: { status: string }) => refund.status === "SUCCEEDED");
    expect(given.reduce((sum: number, refund: { amount: { amount: number } }) => sum + refund.amount.amount, 0)).toBe(
      payment.refunded.amount,
    );
  }
  const received = payments.filter(({ method }: { method: string }) => method === "CARD_ONLINE");
  expect(
    received.filter(({ receivedAt }: { receivedAt: string | null }) => receivedAt !== null),
    "each charge is one payment",
  ).toHaveLength(charges.length);
}
