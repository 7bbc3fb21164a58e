import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { connectionOf } from "../../../testing/appointment.factory.ts";
import { answerGraphql, type GraphqlAnswer, unavailable } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { InvoiceListPage } from "./invoice-list-page.tsx";

const desk = { ...staffViewer, roles: ["STAFF"] as const, providerId: null };
const patient = { ...desk, roles: ["PATIENT"] as const, patientId: "p1" };
const usd = (amount: number) => ({ __typename: "Money", amount, currency: "USD" });

const invoice = (of: object = {}) => ({
  ...{ __typename: "Invoice", id: "i1", number: "INV-000042", status: "ISSUED", issuedAt: "2026-11-20T15:00:00.000Z" },
  ...{ total: usd(20_000), balance: usd(5_000), payer: null },
  patient: { __typename: "Patient", id: "p1", fullName: "Amira Nasser", mrn: "104233" },
  ...of,
});

const listed = (...invoices: object[]): GraphqlAnswer => ({
  data: { __typename: "Query", invoices: connectionOf("InvoiceConnection", invoices) },
});
const total = (status: string, count: number, of: object) => ({
  ...{ __typename: "InvoiceTotal", status, count, total: of, balance: of },
});
const totals: GraphqlAnswer = {
  data: {
    __typename: "Query",
    invoiceTotals: [
      total("ISSUED", 7, { __typename: "Money", amount: 9_900, currency: "EUR" }),
      ...(["DRAFT", "ISSUED", "OVERDUE", "PAID"] as const).map((status, index) => ({
        ...total(status, index + 1, usd(100_000 + index)),
        balance: usd(10_000 + index),
      })),
    ],
  },
};

test("what is open, overdue, in draft and paid stands above the invoices, each with the way to it", async () => {
  answerGraphql({
    InvoiceList: listed(invoice(), invoice({ id: "i2", number: null, issuedAt: null })),
    InvoiceTotals: totals,
  });
  renderPage(<InvoiceListPage />, { viewer: desk });
  const table = await screen.findByRole("table", { name: "Billing" });
  const [row, draft] = within(table).getAllByRole("row").slice(1);
  expect(
    within(row as HTMLElement)
      .getByRole("link", { name: "INV-000042" })
      .getAttribute("href"),
  ).toBe("/billing/i1");
  expect(within(row as HTMLElement).getByText("Amira Nasser")).toBeTruthy();
  expect(within(row as HTMLElement).getByText("$50.00")).toBeTruthy();
  expect(
    within(draft as HTMLElement)
      .getByRole("link", { name: "Unnumbered: Invoice" })
      .getAttribute("href"),
  ).toBe("/billing/i2");
  // What is open is what is still owed of it, what is paid all that was charged.
  expect(within(await screen.findByRole("article", { name: "Open" })).getByText("$100.01")).toBeTruthy();
  expect(within(screen.getByRole("article", { name: "Paid" })).getByText("$1,000.03")).toBeTruthy();
  expect(screen.getByText("7 invoices in other currencies are not counted here.")).toBeTruthy();
  expect(within(screen.getByRole("article", { name: "Overdue" })).getByText("3 invoices")).toBeTruthy();
});

test("figures that are away cost their own part, and come back when they are asked for again", async () => {
  const answers = [{ data: { invoiceTotals: null }, errors: [unavailable("invoiceTotals")] }, totals];
  const answer = () => answers.shift() ?? totals;
  answerGraphql({ InvoiceList: listed(invoice()), InvoiceTotals: answer });
  renderPage(<InvoiceListPage />, { viewer: desk });
  const open = await screen.findByRole("article", { name: "Open" });
  fireEvent.click(await within(open).findByRole("button", { name: "Try again" }));
  expect(await within(open).findByText("$100.01")).toBeTruthy();
  expect(screen.getByRole("link", { name: "INV-000042" })).toBeTruthy();
});

test("an address asks for what it names alone, and what finds nothing is taken back at once", async () => {
  const answer = ({ filter }: Record<string, unknown>) =>
    listed(...(Object.keys(filter as object).length === 0 ? [invoice()] : []));
  const asked = answerGraphql({ InvoiceList: answer, InvoiceTotals: totals });
  renderPage(<InvoiceListPage />, {
    viewer: desk,
    at: "/billing?status=OVERDUE&patient=p9&number=INV-7&order=ISSUED_AT_ASC",
  });
  await screen.findByText("No invoices here");
  // The search has such a button, too, which stands before.
  fireEvent.click(screen.getAllByRole("button", { name: "Clear filters" })[1] as HTMLElement);
  expect(await screen.findByRole("link", { name: "INV-000042" })).toBeTruthy();
  const lists = asked.filter(({ name }) => name === "InvoiceList").map(({ variables }) => variables);
  expect(lists[0]).toMatchObject({
    filter: { status: ["OVERDUE"], patientId: "p9", number: "INV-7" },
    orderBy: "ISSUED_AT_ASC",
  });
  expect(lists.at(-1)).toMatchObject({ filter: {}, orderBy: "ISSUED_AT_DESC" });
});

test("a list that cannot be read says so, and is read again", async () => {
  const answers = [{ data: { invoices: null }, errors: [unavailable("invoices")] }, listed()];
  const answer = () => answers.shift() ?? listed();
  answerGraphql({ InvoiceList: answer, InvoiceTotals: totals });
  renderPage(<InvoiceListPage />, { viewer: desk });
  fireEvent.click(await screen.findByRole("button", { name: "Try again" }));
  expect(await screen.findByText("No invoices here")).toBeTruthy();
});

test("a patient sees their own invoices, and nothing of the clinic's books", async () => {
  const asked = answerGraphql({ InvoiceList: listed(invoice()) });
  renderPage(<InvoiceListPage />, { viewer: patient });
  expect(await screen.findByRole("link", { name: "INV-000042" })).toBeTruthy();
  expect(screen.queryByRole("region", { name: "Invoices by status" })).toBeNull();
  expect(screen.queryByRole("link", { name: "Payments" })).toBeNull();
  expect(screen.queryByText("Amira Nasser")).toBeNull();
  await waitFor(() => expect(new Set(asked.map(({ name }) => name))).toEqual(new Set(["InvoiceList"])));
});
