import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Stripe from "stripe";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Simulator, startSimulator } from "./simulator.server.ts";
import { signatureOf } from "./webhook.sender.ts";

const [secretKey, webhookSecret] = ["sk_test_contract", "whsec_contract"];
const folder = mkdtempSync(join(tmpdir(), "careconnect-simulator-"));
const file = join(folder, "simulator.sqlite");

interface Told {
  readonly signature: string;
  readonly body: string;
}

let listener: Server;
const told: Told[] = [];
let answerWith = 200;
let simulator: Simulator;
let stripe: Stripe;

const clientOf = ({ url }: Simulator, key = secretKey) =>
  new Stripe(key, {
    ...{ host: "127.0.0.1", port: new URL(url).port, protocol: "http", telemetry: false, maxNetworkRetries: 0 },
  });

async function start(): Promise<void> {
  const { port } = listener.address() as AddressInfo;
  simulator = await startSimulator({
    file,
    secretKey,
    webhookSecret,
    webhookUrl: `http://127.0.0.1:${port}`,
    slowMs: 200,
  });
  stripe = clientOf(simulator);
}

beforeAll(async () => {
  listener = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => {
      body += String(chunk);
    });
    request.on("end", () => {
      told.push({ signature: String(request.headers["stripe-signature"]), body });
      response.writeHead(answerWith).end();
    });
  });
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  await start();
});
afterAll(async () => {
  await simulator.close();
  await new Promise((resolve) => listener.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const intend = (amount = 5_000, metadata = {}) => stripe.paymentIntents.create({ amount, currency: "usd", metadata });
const pay = async (payment_method: string, amount = 5_000) =>
  stripe.paymentIntents.confirm((await intend(amount)).id, { payment_method });
const typesTold = (id: string) =>
  told
    .map(({ body }) => JSON.parse(body) as Stripe.Event)
    .filter(({ data }) => JSON.stringify(data).includes(id))
    .map(({ type }) => type);

const refusal = async (promise: Promise<unknown>) => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(Stripe.errors.StripeError);
  return error as InstanceType<typeof Stripe.errors.StripeError>;
};

describe("a payment intent", () => {
  it("is created, read, listed and canceled", async () => {
    const intent = await intend(700, { paymentId: "p-1" });
    expect(intent).toMatchObject({ status: "requires_payment_method", amount: 700, metadata: { paymentId: "p-1" } });
    expect(intent.client_secret).toMatch(new RegExp(`^${intent.id}_secret_`));
    expect((await stripe.paymentIntents.retrieve(intent.id)).id).toBe(intent.id);
    expect((await stripe.paymentIntents.list({ limit: 1 })).data.map(({ id }) => id)).toEqual([intent.id]);
    expect((await stripe.paymentIntents.cancel(intent.id)).status).toBe("canceled");
    expect((await refusal(stripe.paymentIntents.cancel(intent.id))).code).toBe("payment_intent_unexpected_state");
    expect((await refusal(stripe.paymentIntents.confirm(intent.id, { payment_method: "pm_card_visa" }))).code).toBe(
      "payment_intent_unexpected_state",
    );
  });

  it("is paid, with a charge and what is booked for it", async () => {
    const { id } = await intend();
    const paid = await stripe.paymentIntents.confirm(id, { payment_method: "pm_card_visa", expand: ["latest_charge"] });
    expect(paid).toMatchObject({
      status: "succeeded",
      amount_received: 5_000,
      latest_charge: { paid: true, amount: 5_000 },
    });
    const [charge] = (await stripe.charges.list({ payment_intent: id, expand: ["data.balance_transaction"] })).data;
    expect(charge).toMatchObject({ balance_transaction: { type: "charge", amount: 5_000, net: 5_000 } });
  });

  it("is declined by a card, and paid with another one", async () => {
    const { id } = await intend();
    const error = await refusal(
      stripe.paymentIntents.confirm(id, { payment_method: "pm_card_chargeDeclinedInsufficientFunds" }),
    );
    expect(error).toBeInstanceOf(Stripe.errors.StripeCardError);
    expect(error).toMatchObject({ code: "card_declined", decline_code: "insufficient_funds" });
    expect(error.payment_intent).toMatchObject({ id, status: "requires_payment_method" });
    expect((await stripe.paymentIntents.confirm(id, { payment_method: "pm_card_visa" })).status).toBe("succeeded");
    await expect.poll(() => typesTold(id)).toContain("payment_intent.payment_failed");
  });

  it("asks who it is, and is paid or declined by what they say", async () => {
    for (const [outcome, status] of [
      ["complete", "succeeded"],
      ["fail", "requires_payment_method"],
    ] as const) {
      const intent = await pay("pm_card_authenticationRequired");
      expect(intent).toMatchObject({ status: "requires_action", next_action: { type: "redirect_to_url" } });
      const page = String(intent.next_action?.redirect_to_url?.url);
      expect(await (await fetch(page)).text()).toContain("It is me: pay 50.00 USD");
      await fetch(page, { method: "POST", body: new URLSearchParams({ outcome }) });
      expect((await stripe.paymentIntents.retrieve(intent.id)).status).toBe(status);
      expect(await (await fetch(page)).text()).toContain("Nothing is to be confirmed any more.");
    }
  });

  it("that takes its time is paid later", async () => {
    const { id, status } = await pay("pm_simulator_processing");
    expect(status).toBe("processing");
    await expect.poll(async () => (await stripe.paymentIntents.retrieve(id)).status).toBe("succeeded");
  });

  it("is refused when it is wrong, by the field", async () => {
    expect(await refusal(stripe.paymentIntents.create({ amount: 0, currency: "usd" }))).toMatchObject({
      ...{ type: "StripeInvalidRequestError", code: "parameter_invalid", param: "amount" },
    });
    expect(await refusal(pay("pm_unknown"))).toMatchObject({ code: "resource_missing", param: "payment_method" });
    expect(await refusal(stripe.paymentIntents.retrieve("pi_unknown"))).toMatchObject({ statusCode: 404 });
    expect(await refusal(clientOf(simulator, "sk_test_other").paymentIntents.list())).toBeInstanceOf(
      Stripe.errors.StripeAuthenticationError,
    );
  });
});

describe("a key", () => {
  it("has done once what is asked for again, also a decline", async () => {
    const create = () => stripe.paymentIntents.create({ amount: 900, currency: "usd" }, { idempotencyKey: "key-1" });
    const [first, again] = [await create(), await create()];
    expect(again.id).toBe(first.id);
    expect(again.lastResponse.headers["idempotent-replayed"]).toBe("true");
    const decline = () =>
      refusal(
        stripe.paymentIntents.confirm(
          first.id,
          { payment_method: "pm_card_chargeDeclined" },
          { idempotencyKey: "key-2" },
        ),
      );
    expect((await decline()).charge).toBe((await decline()).charge);
    expect((await stripe.charges.list({ payment_intent: first.id })).data).toHaveLength(1);
  });

  it("is not used for something else", async () => {
    await stripe.paymentIntents.create({ amount: 900, currency: "usd" }, { idempotencyKey: "key-3" });
    expect(
      await refusal(stripe.paymentIntents.create({ amount: 901, currency: "usd" }, { idempotencyKey: "key-3" })),
    ).toBeInstanceOf(Stripe.errors.StripeIdempotencyError);
  });

  it("tells what came of a request whose answer was lost", async () => {
    // Stripe's client asks once more by itself when a connection was closed.
    simulator.loseAnswers(2);
    const create = () => stripe.paymentIntents.create({ amount: 77, currency: "usd" }, { idempotencyKey: "key-4" });
    expect(await refusal(create())).toBeInstanceOf(Stripe.errors.StripeConnectionError);
    const [newest] = (await stripe.paymentIntents.list({ limit: 1 })).data;
    expect((await create()).id).toBe(newest?.id);
  });
});

describe("a refund", () => {
  it("is given in parts, never more than was paid", async () => {
    const { id } = await pay("pm_card_visa");
    const refund = (amount?: number) => stripe.refunds.create({ payment_intent: id, ...(amount && { amount }) });
    expect(await refund(2_000)).toMatchObject({ status: "succeeded", amount: 2_000 });
    expect(await refusal(refund(3_001))).toMatchObject({ param: "amount" });
    expect(await refund()).toMatchObject({ amount: 3_000 });
    expect(await refusal(refund(1))).toMatchObject({ code: "charge_already_refunded" });
    expect((await stripe.refunds.list({ payment_intent: id })).data).toHaveLength(2);
    await expect.poll(() => typesTold(id).filter((type) => type === "charge.refunded")).toHaveLength(2);
  });

  it("that pends is given later, and one that fails is not", async () => {
    const refundOf = async (method: string) =>
      stripe.refunds.create({ payment_intent: (await pay(method)).id, amount: 1_000 });
    const [pending, failing] = [await refundOf("pm_card_pendingRefund"), await refundOf("pm_card_refundFail")];
    expect([pending.status, failing.status]).toEqual(["pending", "succeeded"]);
    const statusOf = async (id: string) => (await stripe.refunds.retrieve(id)).status;
    await expect.poll(() => statusOf(pending.id)).toBe("succeeded");
    await expect.poll(() => statusOf(failing.id)).toBe("failed");
    const booked = await stripe.balanceTransactions.list({ limit: 1 });
    expect(booked.data[0]).toMatchObject({ type: "refund_failure", amount: 1_000 });
  });
});

describe("an event", () => {
  it("is told with a signature that Stripe's client accepts, of now alone, and can be read", async () => {
    const { id } = await pay("pm_card_visa");
    await expect.poll(() => typesTold(id)).toContain("payment_intent.succeeded");
    const { body, signature } = told.findLast(({ body }) => body.includes(id)) as Told;
    const event = stripe.webhooks.constructEvent(body, signature, webhookSecret);
    expect((await stripe.events.retrieve(event.id)).type).toBe(event.type);
    expect(() => stripe.webhooks.constructEvent(`${body} `, signature, webhookSecret)).toThrow("signature");
    const old = signatureOf(body, webhookSecret, new Date(Date.now() - 301_000));
    expect(() => stripe.webhooks.constructEvent(body, old, webhookSecret)).toThrow(
      "Timestamp outside the tolerance zone",
    );
    const { data } = await stripe.events.list({ type: "payment_intent.succeeded", limit: 1 });
    expect(data[0]?.data.object).toMatchObject({ id });
  });

  it("is told late, twice, in another order or never, by the payment method", async () => {
    const late = await pay("pm_simulator_lateWebhooks");
    expect(typesTold(late.id)).not.toContain("payment_intent.succeeded");
    await expect.poll(() => typesTold(late.id)).toContain("payment_intent.succeeded");
    const twice = await pay("pm_simulator_duplicateWebhooks");
    await expect.poll(() => typesTold(twice.id).filter((type) => type === "payment_intent.succeeded")).toHaveLength(2);
    const reversed = await pay("pm_simulator_reversedWebhooks");
    await expect.poll(() => typesTold(reversed.id)).toHaveLength(3);
    expect(typesTold(reversed.id).slice(-2)).toEqual(["payment_intent.succeeded", "charge.succeeded"]);
    const never = await pay("pm_simulator_noWebhooks");
    expect((await stripe.events.list({ limit: 1 })).data[0]?.type).toBe("payment_intent.succeeded");
    await expect.poll(() => typesTold(never.id)).toEqual(["payment_intent.created"]);
  });

  it("is told again until it is taken, also by a simulator that was started again", async () => {
    answerWith = 500;
    const { id } = await pay("pm_card_visa");
    const tries = () => typesTold(id).filter((type) => type === "payment_intent.succeeded").length;
    await expect.poll(tries).toBeGreaterThan(0);
    await simulator.close();
    answerWith = 200;
    const before = tries();
    await start();
    await expect.poll(tries).toBe(before + 1);
    expect((await stripe.paymentIntents.retrieve(id)).status).toBe("succeeded");
  });
});
