import { randomUUID } from "node:crypto";
import { boundEntityManager, Role } from "@careconnect/kit";
import {
  connectSubscriber,
  createTestLog,
  deliver,
  startTestSubgraph,
  type TestSubgraph,
  type TestViewer,
} from "@careconnect/kit/testing";
import type Stripe from "stripe";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { command, drafted, issued } from "../invoice/invoice.fixture.ts";
import { accountBalances, movementsOf } from "../ledger/ledger.query.ts";
import { organizationId, staff, stranger } from "../references/reference.fixture.ts";
import { billingSubgraph } from "../subgraph.ts";
import { createGateway, findGateway, useGateway } from "./gateway.client.ts";
import {
  type GatewayClinic,
  give,
  paymentsOf,
  shownPayment,
  startGatewayClinic,
  system,
  webhookSecret,
} from "./gateway.fixture.ts";
import { advanceDue } from "./gateway.task.ts";

const reason = "It was paid by mistake";

const log = createTestLog();

let clinic: GatewayClinic;
let billing: TestSubgraph;
let beside: TestSubgraph;
beforeAll(async () => {
  clinic = await startGatewayClinic();
  billing = clinic.billing;
  beside = await startTestSubgraph(billingSubgraph, { beside: billing });
});
afterEach(() => {
  clinic.simulator.loseAnswers(0);
  clinic.simulator.refuse(0);
  clinic.simulator.pause(false);
  clinic.simulator.tellTo(`${billing.url}/webhooks/stripe`);
});
afterAll(async () => {
  await beside.close();
  await clinic.close();
});

const sql = (statement: string): Promise<Record<string, unknown>[]> =>
  billing.orm.em.getConnection().execute(statement);
const movements = async (id: string) =>
  (await movementsOf(boundEntityManager(billing.orm, organizationId), [id])).get(id);
const pay = (invoiceId: string, paymentMethod = "pm_card_visa", more: object = {}, viewer: TestViewer = staff) =>
  give(billing, "payInvoice", { invoiceId, paymentMethod, ...more }, viewer);
const refund = (paymentId: string, amount?: number, running = billing) =>
  give(running, "refundPayment", { paymentId, reason, ...(amount && { amount }) });
const chargesOf = async (invoiceId: string) =>
  (await clinic.stripe.charges.list({ limit: 100 })).data.filter(
    ({ metadata, status }) => metadata.invoiceId === invoiceId && status === "succeeded",
  );
/** Everything that is written down to be asked is due, and is asked. */
async function timePasses(): Promise<void> {
  await sql(`update payment_intent set due_at = now() - interval '1 second' where due_at is not null;
             update refund set due_at = now() - interval '1 second' where due_at is not null`);
  while (await advanceDue(system(billing), log));
}
/** Whoever pays says that it is them. */
const authenticate = ({ nextActionUrl }: { readonly nextActionUrl: string }) =>
  fetch(nextActionUrl, { method: "POST", body: new URLSearchParams({ outcome: "complete" }), redirect: "manual" });
/** Nobody is told of anything meanwhile. */
const silence = () => clinic.simulator.tellTo("http://127.0.0.1:9/");

const restrict = (patientId: string) =>
  deliver(billingSubgraph, billing.orm, {
    type: "patient.restricted",
    payload: { restrictionId: randomUUID(), patientId, patientIds: [patientId] },
  });

describe("a payment over the gateway", () => {
  it("is received, in the ledger and told; the patient pays their own invoice", async () => {
    const { id, patientId } = await issued(billing);
    const patient: TestViewer = { organizationId, roles: [Role.PATIENT], patientId };
    const { payment, userErrors } = await pay(id, "pm_card_visa", {}, patient);
    expect(userErrors).toEqual([]);
    expect(payment).toMatchObject({
      ...{ status: "SUCCEEDED", method: "CARD_ONLINE", amount: { amount: 10_000 }, receivedAt: expect.any(String) },
      ...{ clientSecret: null, failureCode: null, invoice: { status: "PAID", balance: { amount: 0 } } },
    });
    expect(await movements(id)).toEqual({ GATEWAY_CLEARING: 10_000, PATIENT_RECEIVABLE: 0, REVENUE: -10_000 });
    expect(await sql(`select type from outbox_event where aggregate_id = '${payment.id}' order by sequence`)).toEqual([
      ...[{ type: "payment.changed" }, { type: "payment.changed" }, { type: "payment.succeeded" }],
    ]);
    expect(await chargesOf(id)).toHaveLength(1);
    expect((await pay(id)).userErrors).toEqual([{ code: "ILLEGAL_TRANSITION", field: ["invoiceId"] }]);
  });

  it("is the patient's to give while their record is restricted, and not the front desk's", async () => {
    const { id, patientId } = await issued(billing);
    await restrict(patientId);
    expect((await pay(id)).userErrors).toEqual([{ code: "NOT_FOUND", field: ["invoiceId"] }]);
    const { payment, userErrors } = await pay(
      id,
      "pm_card_visa",
      {},
      { organizationId, roles: [Role.PATIENT], patientId },
    );
    expect(userErrors).toEqual([]);
    expect(payment).toMatchObject({ status: "SUCCEEDED", invoice: { status: "PAID" } });
  });

  it("is prepared, and what is owed is claimed, by administrators and by the patient alone while their record is restricted", async () => {
    const { id, version, patientId } = await drafted(billing);
    await restrict(patientId);
    const admin: TestViewer = { ...staff, roles: [Role.ADMIN] };
    const patient: TestViewer = { organizationId, roles: [Role.PATIENT], patientId };
    const issue = (viewer: TestViewer) => command(billing, "issueInvoice", { id, expectedVersion: version }, viewer);
    expect((await issue(staff)).userErrors).toEqual([{ code: "NOT_FOUND", field: ["id"] }]);
    expect(await issue(admin)).toMatchObject({ invoice: { status: "ISSUED" }, userErrors: [] });
    const prepare = (viewer: TestViewer) => give(billing, "preparePayment", { invoiceId: id }, viewer);
    expect((await prepare(staff)).userErrors).toEqual([{ code: "NOT_FOUND", field: ["invoiceId"] }]);
    expect(await prepare(patient)).toMatchObject({ payment: { status: "PENDING" }, userErrors: [] });
  });

  it("of a part leaves the rest owed, and is never more than is owed", async () => {
    const { id } = await issued(billing);
    expect((await pay(id, "pm_card_visa", { amount: 4_000 })).payment.invoice).toMatchObject({
      ...{ status: "ISSUED", balance: { amount: 6_000 } },
    });
    expect((await pay(id, "pm_card_visa", { amount: 6_001 })).userErrors).toEqual([
      { code: "PAYMENT_EXCEEDS_BALANCE", field: ["amount"] },
    ]);
    expect((await pay(id)).payment).toMatchObject({ amount: { amount: 6_000 }, invoice: { status: "PAID" } });
  });

  it("that is declined charges nothing, and is paid with another card", async () => {
    const { id } = await issued(billing);
    const { payment, userErrors } = await pay(id, "pm_card_chargeDeclinedInsufficientFunds");
    expect(userErrors).toEqual([{ code: "PAYMENT_DECLINED", field: ["paymentMethod"] }]);
    expect(payment).toMatchObject({ status: "FAILED", failureCode: "insufficient_funds", receivedAt: null });
    expect(await movements(id)).toEqual({ PATIENT_RECEIVABLE: 10_000, REVENUE: -10_000 });
    const again = await pay(id);
    expect(again.payment).toMatchObject({ id: payment.id, status: "SUCCEEDED", failureCode: null });
    expect(await sql(`select declines from payment_intent where payment_id = '${payment.id}'`)).toEqual([
      { declines: 1 },
    ]);
  });

  it("with a card that there is not is declined, by the gateway's code", async () => {
    const { id } = await issued(billing);
    expect((await pay(id, "pm_card_unknown")).payment).toMatchObject({
      status: "FAILED",
      failureCode: "resource_missing",
    });
    expect((await pay(id, "visa")).userErrors).toEqual([{ code: "VALIDATION_FAILED", field: ["paymentMethod"] }]);
    expect((await pay(id, "pm_card_visa", { returnPath: "//evil.example" })).userErrors).toEqual([
      { code: "VALIDATION_FAILED", field: ["returnPath"] },
    ]);
  });

  it("asks who it is, and is told by the webhook what came of it; meanwhile nobody pays the same", async () => {
    const { id } = await issued(billing);
    const subscriber = await connectSubscriber(billing, staff);
    const changes = await subscriber.subscribe(`subscription { paymentChanged { payment { ${shownPayment} } } }`);
    const { payment } = await pay(id, "pm_card_authenticationRequired", { returnPath: "/billing" });
    expect(payment).toMatchObject({ status: "PENDING", nextActionUrl: expect.stringContaining("/challenge/pi_") });
    expect((await pay(id)).userErrors).toEqual([{ code: "PAYMENT_UNDER_WAY", field: ["invoiceId"] }]);
    const answer = await authenticate(payment);
    expect(new URL(String(answer.headers.get("location"))).pathname).toBe("/billing");
    await expect
      .poll(() => changes.events.map(({ data }) => data.paymentChanged.payment))
      .toContainEqual(expect.objectContaining({ id: payment.id, status: "SUCCEEDED" }));
    expect((await paymentsOf(billing, id)).status).toBe("PAID");
    await subscriber.close();
  });

  it("is given up while it is under way, and another one is paid", async () => {
    const { id } = await issued(billing);
    const { payment } = await pay(id, "pm_card_authenticationRequired");
    const { payment: given } = await give(billing, "cancelPayment", { paymentId: payment.id });
    expect(given).toMatchObject({ status: "FAILED", failureCode: "canceled", nextActionUrl: null });
    expect((await give(billing, "cancelPayment", { paymentId: payment.id })).userErrors).toEqual([
      { code: "PAYMENT_NOT_OPEN", field: ["paymentId"] },
    ]);
    expect((await pay(id)).payment).toMatchObject({ status: "SUCCEEDED", invoice: { status: "PAID" } });
  });

  it("is prepared for a page, which confirms it with Stripe's own client", async () => {
    const { id } = await issued(billing);
    const { payment } = await give(billing, "preparePayment", { invoiceId: id });
    expect(payment).toMatchObject({ status: "PENDING", clientSecret: expect.stringMatching(/^pi_.+_secret_/) });
    const again = await give(billing, "preparePayment", { invoiceId: id });
    expect(again.payment.clientSecret).toBe(payment.clientSecret);
    const [intentId = ""] = payment.clientSecret.split("_secret_");
    await clinic.stripe.paymentIntents.confirm(intentId, { payment_method: "pm_card_visa" });
    await expect.poll(async () => (await paymentsOf(billing, id)).status).toBe("PAID");
    const [row] = await sql(`select client_secret from payment_intent where payment_id = '${payment.id}'`);
    expect(row?.client_secret).not.toContain(payment.clientSecret);
  });

  it("says with which key a page opens Stripe's client, unless a simulator stands in for Stripe", async () => {
    const { id, patientId } = await issued(billing);
    const { payment } = await give(billing, "preparePayment", { invoiceId: id });
    const keyFor = async (viewer: TestViewer) => {
      const { data } = await billing.query(viewer, `{ payment(id: "${payment.id}") { publishableKey } }`);
      return data.payment?.publishableKey;
    };
    const gateway = findGateway();
    useGateway(gateway && createGateway({ ...gateway.settings, publishableKey: "pk_live_clinic", isSimulated: false }));
    try {
      expect(await keyFor({ organizationId, roles: [Role.PATIENT], patientId })).toBe("pk_live_clinic");
      expect(await keyFor(staff)).toBe("pk_live_clinic");
      await give(billing, "cancelPayment", { paymentId: payment.id });
      expect(await keyFor(staff)).toBeNull();
    } finally {
      useGateway(gateway);
    }
    const { payment: other } = await give(billing, "preparePayment", { invoiceId: id });
    const { data } = await billing.query(staff, `{ payment(id: "${other.id}") { clientSecret publishableKey } }`);
    expect(data.payment).toEqual({ clientSecret: expect.any(String), publishableKey: null });
  });

  it("of another amount than what was prepared replaces it", async () => {
    const { id } = await issued(billing);
    const { payment } = await give(billing, "preparePayment", { invoiceId: id });
    const part = await pay(id, "pm_card_visa", { amount: 1_000 });
    expect(part.payment).toMatchObject({ status: "SUCCEEDED", invoice: { status: "ISSUED" } });
    await timePasses();
    const { payments } = await paymentsOf(billing, id);
    expect(payments.find((one: { id: string }) => one.id === payment.id).status).toBe("FAILED");
  });

  it.each(["ISK", "KWD"])("is not taken in %s, which the gateway counts otherwise", async (currency) => {
    const { id } = await issued(billing);
    const forced = (statement: string) =>
      billing.database.asOwner(
        `alter table invoice disable trigger user; ${statement}; alter table invoice enable trigger user`,
      );
    await forced(`update invoice set currency = '${currency}' where id = '${id}'`);
    expect((await pay(id)).userErrors).toEqual([{ code: "PAYMENTS_OFFLINE", field: ["invoiceId"] }]);
    await forced(`update invoice set currency = 'USD' where id = '${id}'`);
  });

  it("with the same key is made once", async () => {
    const { id } = await issued(billing);
    const [first, again] = [
      await pay(id, "pm_card_visa", { amount: 500, idempotencyKey: "page-1" }),
      await pay(id, "pm_card_visa", { amount: 500, idempotencyKey: "page-1" }),
    ];
    expect(again.payment.id).toBe(first.payment.id);
    expect(await chargesOf(id)).toHaveLength(1);
  });

  it("is charged once, however many pay at the same time in two processes", async () => {
    const { id } = await issued(billing);
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, index) =>
        give(index % 2 ? billing : beside, "payInvoice", { invoiceId: id, paymentMethod: "pm_card_visa" }),
      ),
    );
    expect(answers.filter(({ payment }) => payment?.status === "SUCCEEDED").length).toBeGreaterThan(0);
    expect(await chargesOf(id)).toHaveLength(1);
    expect(await movements(id)).toMatchObject({ GATEWAY_CLEARING: 10_000, PATIENT_RECEIVABLE: 0 });
  });

  it("is not of a patient who is somebody else, nor of another clinic", async () => {
    const { id } = await issued(billing);
    const refused = [{ code: "NOT_FOUND", field: ["invoiceId"] }];
    const other: TestViewer = { organizationId, roles: [Role.PATIENT], patientId: randomUUID() };
    expect((await pay(id, "pm_card_visa", {}, other)).userErrors).toEqual(refused);
    expect((await pay(id, "pm_card_visa", {}, stranger)).userErrors).toEqual(refused);
    const { payment } = await give(billing, "preparePayment", { invoiceId: id });
    expect((await give(billing, "cancelPayment", { paymentId: payment.id }, other)).userErrors).toEqual([
      { code: "NOT_FOUND", field: ["paymentId"] },
    ]);
  });
});

describe("when the gateway is away", () => {
  beforeEach(silence);

  it("a payment is written down, and goes on by itself as soon as it answers", async () => {
    const { id } = await issued(billing);
    clinic.simulator.refuse(100);
    const { payment, userErrors } = await pay(id);
    expect(userErrors).toEqual([{ code: "GATEWAY_UNAVAILABLE", field: [] }]);
    expect(payment.status).toBe("PENDING");
    clinic.simulator.refuse(0);
    await timePasses();
    expect(await paymentsOf(billing, id)).toMatchObject({
      status: "PAID",
      payments: [{ id: payment.id, status: "SUCCEEDED" }],
    });
  });

  it("what it did although its answer was lost is done once", async () => {
    const { id } = await issued(billing);
    // As often as Stripe's client asks: the intent is made each time, and its answer never comes.
    clinic.simulator.loseAnswers(3);
    const { payment, userErrors } = await pay(id);
    expect(userErrors).toEqual([{ code: "GATEWAY_UNAVAILABLE", field: [] }]);
    await timePasses();
    expect((await paymentsOf(billing, id)).status).toBe("PAID");
    const intents = (await clinic.stripe.paymentIntents.list({ limit: 100 })).data;
    expect(intents.filter(({ metadata }) => metadata.paymentId === payment.id)).toHaveLength(1);
    expect(await chargesOf(id)).toHaveLength(1);
  });

  it("of one payment that throws, the others are asked about", async () => {
    const { id: kept } = await issued(billing);
    const { payment: paid } = await pay(kept, "pm_card_pendingRefund");
    await refund(paid.id, 100);
    const { id } = await issued(billing);
    const { payment } = await give(billing, "preparePayment", { invoiceId: id });
    // As when what is asked for with a key is asked otherwise by the next release.
    await billing.database.asOwner(`alter table payment disable trigger user;
      update payment set amount = amount - 1 where id = '${payment.id}'; alter table payment enable trigger user;
      update payment_intent set intent_id = null where payment_id = '${payment.id}'`);
    await expect
      .poll(async () => {
        await expect(timePasses()).rejects.toThrow(/[Kk]eys for idempotent requests/);
        return (await paymentsOf(billing, kept)).payments[0].refunded.amount;
      })
      .toBe(100);
    await billing.database.asOwner(`alter table payment disable trigger user;
      update payment set amount = amount + 1 where id = '${payment.id}'; alter table payment enable trigger user`);
    await timePasses();
    expect(log.lines).toContainEqual({
      ...{ level: "error", message: expect.stringContaining("cannot be asked") },
      facts: { paymentId: payment.id, fault: expect.objectContaining({ at: expect.any(Array) }) },
    });
    expect(JSON.stringify(log.lines)).not.toMatch(/idempotent requests/);
  });

  it("a payment that it does not know any more is over, and told once", async () => {
    const { id } = await issued(billing);
    const { payment } = await give(billing, "preparePayment", { invoiceId: id });
    await sql(
      `update payment_intent set intent_id = 'pi_gone', cancel_wanted = true where payment_id = '${payment.id}'`,
    );
    for (let time = 0; time < 3; time += 1) await timePasses();
    expect(
      await sql(`select type from outbox_event where aggregate_id = '${payment.id}' and type = 'payment.failed'`),
    ).toHaveLength(1);
    expect(await sql(`select closed_at, due_at from payment_intent where payment_id = '${payment.id}'`)).toEqual([
      { closed_at: expect.anything(), due_at: null },
    ]);
    expect((await paymentsOf(billing, id)).payments).toMatchObject([
      { status: "FAILED", failureCode: "resource_missing" },
    ]);
    expect((await pay(id)).payment.status).toBe("SUCCEEDED");
  });

  it("what cannot be given up yet is not asked for again at once", async () => {
    const { id } = await issued(billing);
    clinic.simulator.pause(true);
    const { payment } = await pay(id, "pm_simulator_processing");
    await sql(`update payment_intent set cancel_wanted = true, due_at = now() where payment_id = '${payment.id}'`);
    const asked = async () => {
      const [row] = await sql(
        `select version, due_at > now() + interval '1 second' as later, closed_at from payment_intent
         where payment_id = '${payment.id}'`,
      );
      return row;
    };
    const before = await asked();
    await advanceDue(system(billing), log);
    // Once, and it is still under way.
    expect(await asked()).toEqual({ version: Number(before?.version) + 1, later: true, closed_at: null });
    expect((await paymentsOf(billing, id)).payments).toMatchObject([{ status: "PENDING" }]);
    clinic.simulator.pause(false);
    await expect
      .poll(async () => {
        await timePasses();
        return (await paymentsOf(billing, id)).status;
      })
      .toBe("PAID");
  });

  it("for so long that nobody waits any more, nothing is charged", async () => {
    const { id } = await issued(billing);
    clinic.simulator.refuse(100);
    const { payment } = await pay(id);
    clinic.simulator.refuse(0);
    await sql(
      `update payment_intent set confirm_before = now() - interval '1 second' where payment_id = '${payment.id}'`,
    );
    await timePasses();
    expect((await paymentsOf(billing, id)).payments).toMatchObject([{ status: "FAILED", failureCode: "canceled" }]);
    expect(await chargesOf(id)).toEqual([]);
  });
});

describe("a webhook", () => {
  const post = (body: string, signature: string) =>
    fetch(`${billing.url}/webhooks/stripe`, { method: "POST", body, headers: { "stripe-signature": signature } });
  const signed = (payload: string, secret = webhookSecret, timestamp = Math.floor(Date.now() / 1_000)) =>
    clinic.stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
  const lookedUp = (id: string) => sql(`select version from payment_intent where payment_id = '${id}'`);

  it("is believed by its signature alone, of these bytes and of now", async () => {
    const payload = JSON.stringify({ id: "evt_1", object: "event", type: "x", data: { object: {} } });
    expect((await post(payload, signed(payload))).status).toBe(200);
    for (const [body, signature] of [
      [`${payload} `, signed(payload)],
      [payload, signed(payload, "whsec_other")],
      [payload, signed(payload, webhookSecret, Math.floor(Date.now() / 1_000) - 301)],
      [payload, "t=1,v1=0"],
      ["", ""],
      ["not json", signed("not json")],
    ] as const) {
      const answer = await post(body, signature);
      expect(answer.status).toBe(400);
      expect(await answer.json()).toMatchObject({ code: "WEBHOOK_INVALID" });
    }
    expect((await post("x".repeat(524_289), "t=1,v1=0")).status).toBe(413);
  });

  it("that was heeded is not heeded again, and one that lies is nothing more than a hint to look", async () => {
    const { id } = await issued(billing);
    const { payment } = await give(billing, "preparePayment", { invoiceId: id });
    const metadata = { organizationId, paymentId: payment.id };
    const event = { id: `evt_${randomUUID()}`, object: "event", type: "payment_intent.succeeded" };
    const payload = JSON.stringify({
      ...event,
      data: { object: { object: "payment_intent", status: "succeeded", metadata } },
    });
    const before = await lookedUp(payment.id);
    expect((await post(payload, signed(payload))).status).toBe(200);
    const after = await lookedUp(payment.id);
    expect(after).not.toEqual(before);
    expect((await post(payload, signed(payload))).status).toBe(200);
    expect(await lookedUp(payment.id)).toEqual(after);
    expect((await paymentsOf(billing, id)).payments).toMatchObject([{ status: "PENDING" }]);
  });

  it.each(["pm_simulator_lateWebhooks", "pm_simulator_duplicateWebhooks", "pm_simulator_reversedWebhooks"])(
    "of %s changes nothing twice",
    async (method) => {
      const { id } = await issued(billing);
      const { payment } = await pay(id, method);
      await refund(payment.id, 1_000);
      await expect.poll(async () => (await paymentsOf(billing, id)).payments[0].refunded.amount).toBe(1_000);
      const settled = {
        moved: await movements(id),
        told: await sql(`select type from outbox_event where aggregate_id = '${payment.id}' order by sequence`),
      };
      expect(settled.moved).toMatchObject({ GATEWAY_CLEARING: 9_000, PATIENT_RECEIVABLE: 1_000 });
      // All that is late or told again has been told, and taken.
      await expect.poll(() => clinic.simulator.untold(payment.id)).toBe(0);
      const events = (await clinic.stripe.events.list({ limit: 100 })).data.filter((event) =>
        JSON.stringify(event.data.object).includes(payment.id),
      );
      expect(new Set(events.map(({ type }) => type))).toEqual(
        new Set([
          ...["payment_intent.created", "payment_intent.succeeded", "charge.succeeded"],
          ...["refund.created", "charge.refunded"],
        ]),
      );
      const heeded = await sql(
        `select event_id from gateway_event where event_id in (${events.map((event) => `'${event.id}'`).join()})`,
      );
      expect(heeded).toHaveLength(events.length);
      expect({
        moved: await movements(id),
        told: await sql(`select type from outbox_event where aggregate_id = '${payment.id}' order by sequence`),
      }).toEqual(settled);
      expect(await chargesOf(id)).toHaveLength(1);
    },
  );

  it("that never comes is not needed", async () => {
    const { id } = await issued(billing);
    const { payment } = await give(billing, "preparePayment", { invoiceId: id });
    silence();
    const [intentId = ""] = payment.clientSecret.split("_secret_");
    await clinic.stripe.paymentIntents.confirm(intentId, { payment_method: "pm_simulator_noWebhooks" });
    // Who is told of what was prepared may be at it: then it is for the next time.
    await expect
      .poll(async () => {
        await timePasses();
        return (await paymentsOf(billing, id)).status;
      })
      .toBe("PAID");
  });

  it("that cannot be heeded now is told again", async () => {
    const { id } = await issued(billing);
    const { payment } = await give(billing, "preparePayment", { invoiceId: id });
    const [intentId = ""] = payment.clientSecret.split("_secret_");
    silence();
    await clinic.stripe.paymentIntents.confirm(intentId, { payment_method: "pm_card_visa" });
    const [event] = (await clinic.stripe.events.list({ type: "payment_intent.succeeded", limit: 1 })).data;
    const payload = JSON.stringify(event);
    clinic.simulator.refuse(100);
    expect((await post(payload, signed(payload))).status).toBe(503);
    clinic.simulator.refuse(0);
    expect((await post(payload, signed(payload))).status).toBe(200);
    expect((await paymentsOf(billing, id)).status).toBe("PAID");
  });
});

describe("a refund over the gateway", () => {
  it("is given in parts, all that is left unless told, and never more than was paid", async () => {
    const { id } = await issued(billing);
    const { payment } = await pay(id);
    expect((await refund(payment.id, 3_000)).payment).toMatchObject({
      ...{ status: "PARTIALLY_REFUNDED", refunded: { amount: 3_000 }, refunds: [{ status: "SUCCEEDED" }] },
      invoice: { status: "ISSUED", balance: { amount: 3_000 } },
    });
    expect((await refund(payment.id, 7_001)).userErrors).toEqual([
      { code: "REFUND_EXCEEDS_PAYMENT", field: ["amount"] },
    ]);
    expect((await refund(payment.id)).payment).toMatchObject({ status: "REFUNDED", refunded: { amount: 10_000 } });
    expect((await refund(payment.id)).userErrors).toEqual([{ code: "REFUND_EXCEEDS_PAYMENT", field: ["amount"] }]);
    expect(await movements(id)).toEqual({ GATEWAY_CLEARING: 0, PATIENT_RECEIVABLE: 10_000, REVENUE: -10_000 });
  });

  it("is never more than was paid, however many give back at the same time in two processes", async () => {
    const { id } = await issued(billing);
    const { payment } = await pay(id);
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, index) => refund(payment.id, 1_500, index % 2 ? billing : beside)),
    );
    expect(answers.filter((answer) => answer.payment)).toHaveLength(6);
    const given = await clinic.stripe.refunds.list({
      payment_intent: (await chargesOf(id))[0]?.payment_intent as string,
    });
    expect(given.data.reduce((sum, { amount }) => sum + amount, 0)).toBe(9_000);
    expect(
      await sql(
        `select refunded_amount::int as given, refunding_amount::int as under_way from payment where id = '${payment.id}'`,
      ),
    ).toEqual([{ given: 9_000, under_way: 0 }]);
    expect(await movements(id)).toMatchObject({ GATEWAY_CLEARING: 1_000, PATIENT_RECEIVABLE: 9_000 });
  });

  it("that pends counts already, and is in the ledger when it is given", async () => {
    const { id } = await issued(billing);
    const { payment } = await pay(id, "pm_card_pendingRefund");
    expect((await refund(payment.id, 6_000)).payment).toMatchObject({
      status: "SUCCEEDED",
      refunds: [{ status: "PENDING" }],
    });
    expect((await refund(payment.id, 4_001)).userErrors[0].code).toBe("REFUND_EXCEEDS_PAYMENT");
    expect(await movements(id)).toMatchObject({ GATEWAY_CLEARING: 10_000 });
    await expect.poll(async () => (await paymentsOf(billing, id)).payments[0].status).toBe("PARTIALLY_REFUNDED");
    expect(await movements(id)).toMatchObject({ GATEWAY_CLEARING: 4_000, PATIENT_RECEIVABLE: 6_000 });
  });

  it("that comes back is the clinic's again", async () => {
    const { id } = await issued(billing);
    const { payment } = await pay(id, "pm_card_refundFail");
    expect((await refund(payment.id)).payment.status).toBe("REFUNDED");
    await expect.poll(async () => (await paymentsOf(billing, id)).payments[0].status).toBe("SUCCEEDED");
    expect(await movements(id)).toMatchObject({ GATEWAY_CLEARING: 10_000, PATIENT_RECEIVABLE: 0 });
    expect((await paymentsOf(billing, id)).payments[0].refunds).toMatchObject([{ status: "FAILED" }]);
    // Whoever asked for it is gone by then: somebody is told until something is given.
    const notGiven = async () => {
      const metrics = await (await fetch(`${billing.url}/metrics`)).text();
      return Number(/^careconnect_refunds_not_given\{.*\} (\d+)$/m.exec(metrics)?.[1]);
    };
    expect(await notGiven()).toBe(1);
    await sql(`insert into refund (id, organization_id, created_at, updated_at, payment_id, amount, state, refunded_at, recorded_by)
      select gen_random_uuid(), organization_id, now(), now(), payment_id, 1, 'PENDING', now(), recorded_by from refund
      where payment_id = '${payment.id}'`);
    expect(await notGiven()).toBe(0);
    await billing.database.asOwner(`alter table refund disable trigger user;
      delete from refund where payment_id = '${payment.id}' and state = 'PENDING'; alter table refund enable trigger user`);
  });

  it("whose answer was lost is given once", async () => {
    const { id } = await issued(billing);
    const { payment } = await pay(id);
    silence();
    clinic.simulator.loseAnswers(3);
    expect((await refund(payment.id, 2_000)).userErrors).toEqual([{ code: "GATEWAY_UNAVAILABLE", field: [] }]);
    await timePasses();
    expect((await paymentsOf(billing, id)).payments[0].refunded.amount).toBe(2_000);
    expect(await movements(id)).toMatchObject({ GATEWAY_CLEARING: 8_000 });
  });

  it("whose answer was lost is given once, also when the gateway has forgotten the key", async () => {
    const { id } = await issued(billing);
    const { payment } = await pay(id);
    silence();
    clinic.simulator.loseAnswers(3);
    await refund(payment.id, 2_000);
    clinic.simulator.forgetKeys();
    await billing.database.asOwner(`alter table refund disable trigger user;
      update refund set created_at = created_at - interval '2 days' where payment_id = '${payment.id}';
      alter table refund enable trigger user`);
    await timePasses();
    expect((await paymentsOf(billing, id)).payments[0]).toMatchObject({
      ...{ refunded: { amount: 2_000 }, refunds: [{ status: "SUCCEEDED" }] },
    });
    const [charge] = await chargesOf(id);
    expect(charge?.amount_refunded).toBe(2_000);
  });

  it("is not of what was not received", async () => {
    const { id } = await issued(billing);
    const { payment } = await give(billing, "preparePayment", { invoiceId: id });
    expect((await refund(payment.id, 1)).userErrors).toEqual([{ code: "PAYMENT_NOT_RECEIVED", field: ["paymentId"] }]);
  });
});

describe("what is paid twice, or for nothing", () => {
  it("is given back: what was paid in cash while a card was confirmed", async () => {
    const { id } = await issued(billing);
    const { payment } = await pay(id, "pm_card_authenticationRequired");
    await give(billing, "recordPayment", { invoiceId: id, method: "CASH", amount: 7_000 });
    await authenticate(payment);
    await expect
      .poll(
        async () =>
          (await paymentsOf(billing, id)).payments.find((one: { id: string }) => one.id === payment.id).refunded.amount,
      )
      .toBe(7_000);
    expect(await movements(id)).toEqual({
      ...{ CASH: 7_000, GATEWAY_CLEARING: 3_000, PATIENT_RECEIVABLE: 0, PATIENT_REFUNDS_PAYABLE: 0, REVENUE: -10_000 },
    });
    expect((await paymentsOf(billing, id)).status).toBe("PAID");
  });

  it("is given back: what was paid for an invoice that was withdrawn meanwhile", async () => {
    const { id, version } = await issued(billing);
    const { payment } = await pay(id, "pm_card_authenticationRequired");
    const { invoice } = await command(billing, "voidInvoice", { id, reason, expectedVersion: version });
    expect(invoice.status).toBe("VOID");
    await authenticate(payment);
    await expect.poll(async () => (await paymentsOf(billing, id)).payments[0].status).toBe("REFUNDED");
    expect((await paymentsOf(billing, id)).status).toBe("VOID");
    expect(await movements(id)).toMatchObject({
      GATEWAY_CLEARING: 0,
      PATIENT_RECEIVABLE: 0,
      PATIENT_REFUNDS_PAYABLE: 0,
    });
  });
});

it("of all that happened here the ledger adds up to zero, and the gateway has what the ledger says", async () => {
  const balances = await accountBalances(boundEntityManager(billing.orm, organizationId));
  expect(balances.reduce((sum, { amount }) => sum + amount, 0)).toBe(0);
  const booked: Stripe.BalanceTransaction[] = [];
  for await (const one of clinic.stripe.balanceTransactions.list({ limit: 100 })) booked.push(one);
  expect(booked.reduce((sum, { amount }) => sum + amount, 0)).toBe(
    balances.find(({ account }) => account === "GATEWAY_CLEARING")?.amount,
  );
});
