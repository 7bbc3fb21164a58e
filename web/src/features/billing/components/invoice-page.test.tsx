import { fireEvent, screen, waitFor, within } from "@testing-library/react";
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
    <Routes>
      <Route path="/billing/:invoiceId" element={<InvoicePage />} />
    </Routes>,
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
  fill(box, /^Days/, "14");
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
