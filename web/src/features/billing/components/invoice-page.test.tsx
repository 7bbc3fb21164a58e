import { Notifications } from "@mantine/notifications";
import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { expect, test, vi } from "vitest";
import type { InvoiceWholeFragment } from "../../../graphql/graphql.ts";
import { answerGraphql, type GraphqlAnswer } from "../../../testing/graphql-server.ts";
import { invoiceWhole } from "../../../testing/invoice.factory.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { InvoicePage } from "./invoice-page.tsx";

const desk = { ...staffViewer, roles: ["STAFF"] as const, providerId: null };
const usd = (amount: number) => ({ __typename: "Money", amount, currency: "USD" }) as const;

const refusal = (code: string, field: string) => ({ __typename: "UserError", code, field: [field], message: code });
const payload = (name: string, answer: object, ...userErrors: object[]): GraphqlAnswer => ({
  data: {
    __typename: "Mutation",
    [name]: { __typename: `${name[0]?.toUpperCase()}${name.slice(1)}Payload`, ...answer, userErrors },
  },
});

function openInvoice(
  invoice: InvoiceWholeFragment,
  commands: Parameters<typeof answerGraphql>[0] = {},
  viewer: NonNullable<Parameters<typeof renderPage>[1]>["viewer"] = desk,
) {
  const asked = answerGraphql({ InvoiceDetail: { data: { __typename: "Query", invoice } }, ...commands });
  renderPage(
    <>
      <Notifications />
      <Routes>
        <Route path="/billing/:invoiceId" element={<InvoicePage />} />
      </Routes>
    </>,
    { at: `/billing/${invoice.id}`, viewer },
  );
  return (name: string) =>
    asked
      .filter((one) => one.name === name)
      .map(({ variables }) => {
        const { idempotencyKey, ...input } = variables.input as Record<string, unknown>;
        expect(idempotencyKey).toMatch(/^[0-9a-f-]{36}$/);
        return input;
      });
}

const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole("button", { name }));
const dialog = () => screen.findByRole("dialog");
const fill = (box: HTMLElement, label: RegExp, value: string) =>
  fireEvent.change(within(box).getByLabelText(label), { target: { value } });
const submit = (box: HTMLElement, name: string) => fireEvent.click(within(box).getByRole("button", { name }));

test("what is charged, paid and owed stands on the page", async () => {
  openInvoice(invoiceWhole({ balance: usd(18_500) }));
  expect(await screen.findByRole("heading", { level: 1, name: "INV-000042" })).toBeTruthy();
  const payments = await screen.findByRole("region", { name: "Payments" });
  expect(within(payments).getByText("Cash")).toBeTruthy();
  expect(within(payments).getByText(/No\. R-7/)).toBeTruthy();
  const lines = screen.getByRole("region", { name: "What was billed" });
  expect(within(lines).getByText("-$15.00")).toBeTruthy();
  expect(within(lines).getByText("$185.00")).toBeTruthy();
});

test("a payment begins with what is owed of the share, and never more is sent", async () => {
  const sent = openInvoice(invoiceWhole({ balance: usd(18_500) }), {
    RecordPayment: payload("recordPayment", {
      payment: { __typename: "Payment", id: "m2", invoice: invoiceWhole({ balance: usd(17_500) }) },
    }),
  });
  await press("Record payment");
  const box = await dialog();
  expect((within(box).getByLabelText(/^Amount/) as HTMLInputElement).value).toBe("25.00");
  fill(box, /^Amount/, "25.01");
  submit(box, "Record payment");
  expect(await within(box).findByText("At most $25.00.")).toBeTruthy();
  fill(box, /^Amount/, "10");
  fill(box, /^Receipt/, " R-8 ");
  submit(box, "Record payment");
  await waitFor(() => expect(sent("RecordPayment")).toHaveLength(1));
  expect(sent("RecordPayment")).toEqual([
    { invoiceId: "i1", party: "PATIENT", method: "CASH", amount: 1_000, reference: "R-8" },
  ]);
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(await screen.findAllByText("$175.00")).not.toHaveLength(0);
});

test("the other share has an amount of its own", async () => {
  openInvoice(invoiceWhole({ balance: usd(18_500) }));
  await press("Record payment");
  const box = await dialog();
  fireEvent.click(within(box).getByRole("radio", { name: "Payer" }));
  expect((within(box).getByLabelText(/^Amount/) as HTMLInputElement).value).toBe("160.00");
});

test("a refund is given back in parts, with a reason", async () => {
  const sent = openInvoice(invoiceWhole({ balance: usd(18_500) }), {
    RefundPayment: payload("refundPayment", { payment: null }, refusal("REFUND_EXCEEDS_PAYMENT", "amount")),
  });
  await press("Refund the payment of $15.00");
  const box = await dialog();
  fill(box, /^Amount/, "5");
  submit(box, "Refund");
  expect(await within(box).findByText("Fill this in.")).toBeTruthy();
  fill(box, /^Reason/, "Paid twice at the desk");
  submit(box, "Refund");
  // Somebody else gave some of it back meanwhile.
  expect(await within(box).findByText("This is more than what is left of the payment.")).toBeTruthy();
  expect(sent("RefundPayment")).toEqual([
    { paymentId: "m1", amount: 500, reason: "Paid twice at the desk", expectedVersion: 2 },
  ]);
});

test("a draft is issued with the days until it is due", async () => {
  const draft = invoiceWhole({ status: "DRAFT", number: null, issuedAt: null, dueAt: null, payments: [] });
  const sent = openInvoice(draft, {
    IssueInvoice: payload("issueInvoice", { invoice: invoiceWhole({ payments: [] }) }),
  });
  await press("Issue");
  const box = await dialog();
  fill(box, /^Days/, "400");
  submit(box, "Issue");
  expect(await within(box).findByText("A whole number from 0 to 365.")).toBeTruthy();
  // Fourteen, as it is written in Arabic.
  fill(box, /^Days/, "١٤");
  submit(box, "Issue");
  await waitFor(() => expect(sent("IssueInvoice")).toEqual([{ id: "i1", dueInDays: 14, expectedVersion: 4 }]));
  expect(await screen.findByRole("heading", { level: 1, name: "INV-000042" })).toBeTruthy();
});

test("what was changed meanwhile is not decided about", async () => {
  openInvoice(invoiceWhole({ payments: [] }), {
    VoidInvoice: payload("voidInvoice", { invoice: null }, refusal("VERSION_CONFLICT", "expectedVersion")),
  });
  await press("More actions");
  fireEvent.click(await screen.findByRole("menuitem", { name: "Void" }));
  const box = await dialog();
  fill(box, /^Reason/, "Billed to the wrong patient");
  submit(box, "Void");
  expect((await within(box).findByRole("alert")).textContent).toContain("Somebody changed this meanwhile");
});

test("without an answer the same attempt is sent again, and not another one", async () => {
  const answers = [
    { data: { __typename: "Mutation", creditInvoice: null } },
    payload("creditInvoice", { invoice: invoiceWhole({ payments: [] }) }),
  ];
  const keys: unknown[] = [];
  const answer = ({ input }: Record<string, unknown>) => {
    keys.push((input as { idempotencyKey: string }).idempotencyKey);
    return answers[keys.length - 1] ?? {};
  };
  openInvoice(invoiceWhole({ payments: [] }), { CreditInvoice: answer });
  await press("More actions");
  fireEvent.click(await screen.findByRole("menuitem", { name: "Credit note" }));
  const box = await dialog();
  fill(box, /^Amount/, "12.50");
  fill(box, /^Reason/, "Charged for the longer visit");
  submit(box, "Issue a credit note");
  expect((await within(box).findByRole("alert")).textContent).toContain("it will not happen twice");
  submit(box, "Issue a credit note");
  await waitFor(() => expect(keys).toHaveLength(2));
  expect(keys[0]).toBe(keys[1]);
});

test("a patient sees their invoice and what they paid, and moves no money", async () => {
  openInvoice(invoiceWhole(), {}, { ...desk, roles: ["PATIENT"], patientId: "p1" });
  expect(await screen.findByRole("region", { name: "Payments" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Record payment" })).toBeNull();
  expect(screen.queryByRole("button", { name: /^Refund/ })).toBeNull();
});

test("who works at the desk moves no money of their own invoice, and reads it all the same", async () => {
  const [paid] = invoiceWhole().payments ?? [];
  const pending = { ...paid, id: "m2", method: "CARD_ONLINE", status: "PENDING", receivedAt: null } as typeof paid;
  const payments = [paid, pending].filter((one) => one !== undefined);
  const [own, anothers] = ["p1", "p2"].map((patientId) => ({ ...desk, patientId }));
  openInvoice(invoiceWhole({ payments }), {}, own);
  expect(await screen.findAllByText(/No\. R-7/)).toHaveLength(2);
  expect(screen.queryByRole("button", { name: /payment|^More actions/ })).toBeNull();
  cleanup();
  openInvoice(invoiceWhole({ payments }), {}, anothers);
  expect(await screen.findByRole("button", { name: "Record payment" })).toBeTruthy();
  expect(screen.getByRole("button", { name: "Refund the payment of $15.00" })).toBeTruthy();
  expect(screen.getByRole("button", { name: "Give up the payment of $15.00" })).toBeTruthy();
});

test("the PDF's link is asked for when it is wanted, and opened beside the app", async () => {
  const opened = vi.spyOn(window, "open").mockReturnValue(null);
  const url = "http://localhost:4000/files/f1";
  openInvoice(invoiceWhole(), {
    InvoicePdf: {
      data: {
        __typename: "Query",
        invoice: { __typename: "Invoice", id: "i1", pdf: { __typename: "FileLink", url } },
      },
    },
  });
  await press("PDF");
  await waitFor(() => expect(opened).toHaveBeenCalledWith(url, "_blank", "noopener"));
});

test("an invoice is printed", async () => {
  const print = vi.spyOn(window, "print").mockImplementation(() => undefined);
  openInvoice(invoiceWhole());
  await press("Print");
  expect(print).toHaveBeenCalledOnce();
});

const draft = (of: Partial<InvoiceWholeFragment> = {}) =>
  invoiceWhole({ status: "DRAFT", number: null, issuedAt: null, dueAt: null, payments: [], ...of });
const noPayers = {
  BillingPayers: { data: { __typename: "Query", payers: { __typename: "PayerConnection", nodes: [] } } },
};

test("a draft's lines are changed together, with tax, discount and payer", async () => {
  const sent = openInvoice(draft(), {
    ...noPayers,
    SetInvoiceLines: payload("setInvoiceLines", { invoice: draft({ total: usd(14_000), version: 5 }) }),
  });
  await press("More actions");
  fireEvent.click(await screen.findByRole("menuitem", { name: "Edit lines" }));
  const box = await dialog();
  expect((within(box).getByLabelText(/^Unit price/) as HTMLInputElement).value).toBe("200.00");
  fill(box, /^Unit price/, "two hundred");
  submit(box, "Save lines");
  expect(await within(box).findByText("Write an amount such as 123.45.")).toBeTruthy();
  fill(box, /^Unit price/, "75");
  fill(box, /^Quantity/, "2");
  fill(box, /^Tax/, "7.5");
  fill(box, /^Discount$/, "10");
  expect(within(box).getByText("$150.00")).toBeTruthy();
  fireEvent.click(within(box).getByRole("radio", { name: "%" }));
  fireEvent.click(within(box).getByRole("button", { name: "Add line" }));
  const [, second] = within(box).getAllByLabelText(/^Description/);
  fireEvent.change(second as HTMLElement, { target: { value: " Certificate " } });
  fireEvent.change(within(box).getAllByLabelText(/^Unit price/)[1] as HTMLElement, { target: { value: "5" } });
  submit(box, "Save lines");
  await waitFor(() =>
    expect(sent("SetInvoiceLines")).toEqual([
      {
        ...{ id: "i1", expectedVersion: 4, payerId: "y1", discountBasisPoints: 1_000 },
        lines: [
          {
            ...{ kind: "SERVICE", description: "Consultation in person" },
            ...{ quantity: 2, unitPrice: 7_500, taxBasisPoints: 750 },
          },
          { kind: "SERVICE", description: "Certificate", quantity: 1, unitPrice: 500, taxBasisPoints: 0 },
        ],
      },
    ]),
  );
  expect(await screen.findByText("Saved. It comes to $140.00")).toBeTruthy();
});

test("a draft without lines that is looked at and left asks nothing, and keeps nothing", async () => {
  localStorage.clear();
  openInvoice(draft({ lines: [], total: usd(0) }), {});
  fireEvent.click(await screen.findByRole("button", { name: "Edit lines" }));
  const dialog = await screen.findByRole("dialog");
  await new Promise((resolve) => setTimeout(resolve, 600));
  fireEvent.click(within(dialog).getByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(Object.keys(localStorage).filter((key) => key.includes("invoice-lines"))).toEqual([]);
});

test("what the server refuses stands at its line", async () => {
  openInvoice(draft(), {
    ...noPayers,
    SetInvoiceLines: payload(
      "setInvoiceLines",
      { invoice: null },
      {
        __typename: "UserError",
        code: "VALIDATION_FAILED",
        field: ["lines", "0", "taxBasisPoints"],
        message: "Too much.",
      },
    ),
  });
  await press("More actions");
  fireEvent.click(await screen.findByRole("menuitem", { name: "Edit lines" }));
  const box = await dialog();
  submit(box, "Save lines");
  expect(await within(box).findByText("Too much.")).toBeTruthy();
  expect(within(box).getByLabelText(/^Tax/).getAttribute("aria-invalid")).toBe("true");
});

test("an invoice that was voided is replaced by a draft, and each leads to the other", async () => {
  const withdrawn = { voidedAt: "2026-11-22T10:00:00.000Z", voidReason: "Billed to the wrong patient" };
  const voided = invoiceWhole({ status: "VOID", balance: usd(0), payments: [], ...withdrawn });
  const replacement = draft({ id: "i2" });
  const replacedBy = { __typename: "Invoice", id: "i2", number: null, issuedAt: null } as const;
  const made = {
    ...replacement,
    replaces: { __typename: "Invoice", id: "i1", number: "INV-000042", issuedAt: voided.issuedAt, replacedBy },
  };
  const kept: Record<string, object> = { i1: voided };
  const detail = ({ id }: Record<string, unknown>) => ({ data: { __typename: "Query", invoice: kept[String(id)] } });
  const create = () => {
    Object.assign(kept, { i1: { ...voided, replacedBy }, i2: made });
    return payload("createInvoice", { invoice: made });
  };
  const sent = openInvoice(voided, {
    InvoiceDetail: detail,
    CreateInvoice: create,
  });
  expect(await screen.findByText(/^Voided .*: Billed to the wrong patient$/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Record payment" })).toBeNull();
  await press("Make a replacement");
  const box = await dialog();
  expect(within(box).getByText(/A draft that charges for the same/)).toBeTruthy();
  submit(box, "Make a replacement");
  await waitFor(() => expect(sent("CreateInvoice")).toEqual([{ replacesId: "i1" }]));
  // The draft is opened, and says what it stands for.
  expect(await screen.findByRole("heading", { level: 1, name: "Invoice" })).toBeTruthy();
  expect(screen.getByRole("button", { name: "Issue" })).toBeTruthy();
  expect(screen.getByText("In the place of").nextElementSibling?.textContent).toBe("INV-000042");
  fireEvent.click(screen.getByRole("link", { name: "INV-000042" }));
  expect(await screen.findByRole("heading", { level: 1, name: "INV-000042" })).toBeTruthy();
  expect(screen.getByRole("link", { name: "Invoice" }).getAttribute("href")).toBe("/billing/i2");
  expect(screen.queryByRole("button", { name: "Make a replacement" })).toBeNull();
});

test("while another invoice is awaited, nothing is offered of the one before", async () => {
  const replacedBy = { __typename: "Invoice", id: "i2", number: "INV-000043", issuedAt: null } as const;
  const first = invoiceWhole({ status: "VOID", balance: usd(0), payments: [], replacedBy });
  const second = Promise.withResolvers<GraphqlAnswer>();
  const detail = ({ id }: Record<string, unknown>) =>
    id === "i1" ? { data: { __typename: "Query", invoice: first } } : second.promise;
  openInvoice(first, { InvoiceDetail: detail });
  fireEvent.click(await screen.findByRole("link", { name: "INV-000043" }));
  await waitFor(() => expect(screen.queryByRole("heading", { name: "INV-000042" })).toBeNull());
  expect(screen.getByRole("status", { name: "Loading" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Print" })).toBeNull();
  second.resolve({ data: { __typename: "Query", invoice: invoiceWhole({ id: "i2", number: "INV-000043" }) } });
  expect(await screen.findByRole("heading", { level: 1, name: "INV-000043" })).toBe(document.activeElement);
});

test("why a card was declined is said in words, and no more of it than whoever pays may know", async () => {
  const [payment] = invoiceWhole().payments ?? [];
  const failed = (id: string, failureCode: string) =>
    payment && ({ ...payment, id, method: "CARD_ONLINE", status: "FAILED", receivedAt: null, failureCode } as const);
  const payments = [failed("m2", "insufficient_funds"), failed("m3", "stolen_card")].filter((one) => one !== undefined);
  openInvoice(invoiceWhole({ payments }));
  expect(await screen.findByText("Declined: not enough money on the card")).toBeTruthy();
  expect(screen.getByText("Declined by the bank. Another card may work")).toBeTruthy();
  expect(screen.queryByText("Under way")).toBeNull();
});

test("a payment that is under way online is given up, so that it can be paid in another way", async () => {
  const [payment] = invoiceWhole().payments ?? [];
  const pending = { ...payment, method: "CARD_ONLINE", status: "PENDING", receivedAt: null } as typeof payment;
  const sent = openInvoice(invoiceWhole({ payments: pending ? [pending] : [] }), {
    CancelPayment: payload(
      "cancelPayment",
      { payment: null },
      { __typename: "UserError", code: "PAYMENT_NOT_OPEN", field: ["paymentId"], message: "x" },
    ),
  });
  await press("Give up the payment of $15.00");
  const box = await dialog();
  submit(box, "Give up");
  expect((await within(box).findByRole("alert")).textContent).toContain("This payment is over already");
  expect(sent("CancelPayment")).toEqual([{ paymentId: "m1" }]);
});
