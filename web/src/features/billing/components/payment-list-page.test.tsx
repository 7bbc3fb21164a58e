import { fireEvent, screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { connectionOf } from "../../../testing/appointment.factory.ts";
import { answerGraphql, type GraphqlAnswer, unavailable } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { PaymentListPage } from "./payment-list-page.tsx";

const desk = { ...staffViewer, roles: ["STAFF"] as const, providerId: null };
const usd = (amount: number) => ({ __typename: "Money", amount, currency: "USD" });

const payment = (of: object = {}) => ({
  ...{ __typename: "Payment", id: "m1", party: "PATIENT", method: "CASH", status: "SUCCEEDED", reference: "R-7" },
  ...{ receivedAt: "2026-11-21T15:00:00.000Z", amount: usd(1_500), refunded: usd(0) },
  invoice: {
    ...{ __typename: "Invoice", id: "i1", number: "INV-000042", issuedAt: "2026-11-20T15:00:00.000Z" },
    patient: { __typename: "Patient", id: "p1", fullName: "Amira Nasser", mrn: "104233" },
  },
  ...of,
});
const listed = (...payments: object[]): GraphqlAnswer => ({
  data: { __typename: "Query", payments: connectionOf("PaymentConnection", payments) },
});
const summary: GraphqlAnswer = {
  data: {
    __typename: "Query",
    paymentSummary: {
      ...{ __typename: "PaymentSummary", paidCount: 12, pendingCount: 1, failedCount: 2, otherCurrencyCount: 3 },
      ...{ paid: usd(900_000), pending: usd(4_000), failed: usd(7_000), refunded: usd(500) },
    },
  },
};

test("what was paid, is under way and failed is summed up, and each payment leads to its invoice", async () => {
  answerGraphql({
    PaymentList: listed(
      payment(),
      payment({ id: "m2", method: "CARD_ONLINE", status: "PENDING", receivedAt: null, party: "PAYER" }),
      payment({ id: "m3", method: "CARD_ONLINE", status: "FAILED", receivedAt: null }),
    ),
    PaymentSummary: summary,
  });
  renderPage(<PaymentListPage />, { viewer: desk });
  const table = await screen.findByRole("table", { name: "Payments" });
  const [paid, pending, failed] = within(table).getAllByRole("row").slice(1) as [HTMLElement, HTMLElement, HTMLElement];
  expect(within(paid).getByRole("link", { name: "INV-000042" }).getAttribute("href")).toBe("/billing/i1");
  expect(within(paid).getByText("$15.00")).toBeTruthy();
  expect(within(paid).getByText("Nov 21, 2026")).toBeTruthy();
  expect(within(pending).getByText("Under way")).toBeTruthy();
  expect(within(pending).getByText(/Payer's share/)).toBeTruthy();
  expect(within(failed).getByText("Failed")).toBeTruthy();
  expect(within(failed).queryByText("Under way")).toBeNull();
  const metric = (name: string) => within(screen.getByRole("article", { name }));
  expect(await metric("Paid").findByText("$9,000.00")).toBeTruthy();
  expect(metric("Paid").getByText("12 payments")).toBeTruthy();
  expect(metric("Failed").getByText("$70.00")).toBeTruthy();
  expect(screen.getByText("3 payments in other currencies are not counted here.")).toBeTruthy();
  expect(metric("Refunded").getByText("Not counted as paid")).toBeTruthy();
});

test("an address asks for what it names alone, whose sums are all the same of all payments", async () => {
  const answer = ({ filter }: Record<string, unknown>) =>
    listed(...(Object.keys(filter as object).length === 0 ? [payment()] : []));
  const asked = answerGraphql({ PaymentList: answer, PaymentSummary: summary });
  renderPage(<PaymentListPage />, { viewer: desk, at: "/billing/payments?status=FAILED&method=CARD_ONLINE" });
  fireEvent.click(await screen.findByRole("button", { name: "Clear filters" }));
  expect(await screen.findByRole("link", { name: "INV-000042" })).toBeTruthy();
  const of = (name: string) => asked.filter((one) => one.name === name).map(({ variables }) => variables.filter);
  expect(of("PaymentList")[0]).toEqual({ status: ["FAILED"], method: ["CARD_ONLINE"] });
  expect(of("PaymentList").at(-1)).toEqual({});
  expect(of("PaymentSummary")).toEqual([{}]);
});

test("sums that are away cost their own part, and a list that is away its own", async () => {
  answerGraphql({
    PaymentList: { data: { payments: null }, errors: [unavailable("payments")] },
    PaymentSummary: { data: { paymentSummary: null }, errors: [unavailable("paymentSummary")] },
  });
  renderPage(<PaymentListPage />, { viewer: desk });
  // One for each of the four sums, and one for the list.
  expect(await screen.findAllByRole("button", { name: "Try again" })).toHaveLength(5);
  expect(screen.queryByText("No payments here")).toBeNull();
});
