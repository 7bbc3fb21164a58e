import { beforeAll, describe, expect, it } from "vitest";
import { type FrontDesk, openFrontDesk } from "./front.desk.ts";
import { subscribe } from "./live.subscription.ts";
import { ask, tokenFor, url } from "./running.system.ts";

let staff: string;
let desk: FrontDesk;
beforeAll(async () => {
  staff = await tokenFor("staff@careconnect.test");
  desk = await openFrontDesk(staff);
  // The first price of the demo's clinic, unless another test was faster.
  await ask(
    await tokenFor("admin@careconnect.test"),
    "mutation ($input: AddPriceInput!) { addPrice(input: $input) { userErrors { code } } }",
    { input: { visitType: "IN_PERSON", amount: 12_000, startsOn: "2020-01-01" } },
  );
});

const shown = "id status amount { amount } nextActionUrl failureCode invoice { id status balance { amount } }";

async function give(name: "payInvoice" | "refundPayment", input: object) {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input`;
  const { data, errors } = await ask(
    staff,
    `mutation ($input: ${type}!) { ${name}(input: $input) { payment { ${shown} } userErrors { code } } }`,
    { input },
  );
  expect(errors).toBeUndefined();
  return data[name];
}

/** An invoice of the demo of which the patient owes something, and nothing was paid here. */
async function owedInvoice(): Promise<string> {
  const { data } = await ask(
    staff,
    "{ invoices(first: 100, filter: { status: [ISSUED, OVERDUE] }) { nodes { id balance { amount } payerShare { amount } payments { id } } } }",
  );
  const found = data.invoices.nodes.find(
    (invoice: { balance: { amount: number }; payerShare: { amount: number }; payments: unknown[] }) =>
      invoice.balance.amount > invoice.payerShare.amount && invoice.payments.length === 0,
  );
  return found.id;
}

describe("a payment through the router", () => {
  it("is declined, received and given back in parts, over the demo's gateway", async () => {
    const invoiceId = await owedInvoice();
    const declined = await give("payInvoice", { invoiceId, paymentMethod: "pm_card_chargeDeclined", amount: 100 });
    expect(declined).toMatchObject({ payment: { status: "FAILED" }, userErrors: [{ code: "PAYMENT_DECLINED" }] });
    const { payment } = await give("payInvoice", { invoiceId, paymentMethod: "pm_card_visa", amount: 100 });
    expect(payment).toMatchObject({ status: "SUCCEEDED", amount: { amount: 100 } });
    const refund = (amount: number) =>
      give("refundPayment", { paymentId: payment.id, amount, reason: "It was paid by mistake" });
    expect((await refund(40)).payment.status).toBe("PARTIALLY_REFUNDED");
    expect((await refund(61)).userErrors).toEqual([{ code: "REFUND_EXCEEDS_PAYMENT" }]);
    expect((await refund(60)).payment.status).toBe("REFUNDED");
  });

  it("that who pays confirms is told by the webhook, and by the subscription", async () => {
    const invoiceId = await owedInvoice();
    const live = await subscribe(staff, `subscription { paymentChanged { payment { ${shown} } } }`);
    const { payment } = await give("payInvoice", {
      invoiceId,
      paymentMethod: "pm_card_authenticationRequired",
      amount: 100,
    });
    expect(payment.status).toBe("PENDING");
    const answer = await fetch(payment.nextActionUrl, {
      ...{ method: "POST", body: new URLSearchParams({ outcome: "complete" }), redirect: "manual" },
    });
    expect(new URL(String(answer.headers.get("location"))).origin).toBe(url);
    const isReceived = ({
      paymentChanged: { payment: changed },
    }: {
      paymentChanged: { payment: { id: string; status: string } };
    }) => changed.id === payment.id && changed.status === "SUCCEEDED";
    await live.next(isReceived);
    live.close();
  });

  it("is told by Stripe alone", async () => {
    const answer = await fetch(`${url}/webhooks/stripe`, {
      method: "POST",
      body: "{}",
      headers: { "stripe-signature": "t=1,v1=0" },
    });
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: "WEBHOOK_INVALID" }]);
  });
});

describe("a visit that is paid in advance, through the router", () => {
  const visits = "subscription { appointmentChanged { appointment { id status } } }";

  /** Books a visit, and waits for its invoice. */
  async function prepaid() {
    const [startsAt] = await desk.freeSlots(1);
    const { appointment } = await desk.book(await desk.registerPatient(), String(startsAt), { prepay: true });
    expect(appointment.status).toBe("REQUESTED");
    await expect
      .poll(
        async () =>
          (await ask(staff, `{ appointment(id: "${appointment.id}") { invoice { id status } } }`)).data.appointment
            .invoice,
      )
      .toMatchObject({ status: "ISSUED" });
    const { data } = await ask(staff, `{ appointment(id: "${appointment.id}") { invoice { id } } }`);
    return { id: appointment.id as string, invoiceId: data.appointment.invoice.id as string };
  }
  const reaches =
    (id: string, status: string) => (data: { appointmentChanged: { appointment: { id: string; status: string } } }) =>
      data.appointmentChanged.appointment.id === id && data.appointmentChanged.appointment.status === status;

  it("stands when it is paid, and is given back when it is called off", async () => {
    const live = await subscribe(staff, visits);
    const { id, invoiceId } = await prepaid();
    expect((await give("payInvoice", { invoiceId, paymentMethod: "pm_card_visa" })).payment.status).toBe("SUCCEEDED");
    await live.next(reaches(id, "CONFIRMED"));
    await ask(
      staff,
      'mutation ($id: ID!) { cancelAppointment(input: { id: $id, reason: "The doctor is ill" }) { userErrors { code } } }',
      { id },
    );
    await live.next(reaches(id, "CANCELLED"));
    live.close();
    await expect
      .poll(
        async () =>
          (await ask(staff, `{ prepayments(filter: { appointmentId: "${id}" }) { nodes { state } } }`)).data.prepayments
            .nodes,
        { timeout: 30_000 },
      )
      .toEqual([{ state: "REFUNDED" }]);
  });

  it("is called off when the card is declined for the third time", async () => {
    const live = await subscribe(staff, visits);
    const { id, invoiceId } = await prepaid();
    for (let time = 0; time < 3; time += 1)
      expect((await give("payInvoice", { invoiceId, paymentMethod: "pm_card_chargeDeclined" })).payment.status).toBe(
        "FAILED",
      );
    await live.next(reaches(id, "CANCELLED"));
    live.close();
  });
});
