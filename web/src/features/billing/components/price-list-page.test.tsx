import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { connectionOf } from "../../../testing/appointment.factory.ts";
import { answerGraphql, type GraphqlAnswer } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { PriceListPage } from "./price-list-page.tsx";

const admin = { ...staffViewer, roles: ["ADMIN"] as const, providerId: null };
const usd = (amount: number) => ({ __typename: "Money", amount, currency: "USD" });

const price = {
  __typename: "Price",
  id: "c1",
  visitType: "VIDEO",
  specialty: "CARDIOLOGY",
  taxBasisPoints: 1_900,
  startsOn: "2026-01-01",
  endsOn: null,
  version: 1,
  price: usd(12_000),
  payer: null,
};

const payload = (name: string, ...userErrors: object[]): GraphqlAnswer => ({
  data: {
    __typename: "Mutation",
    [name]: { __typename: `${name[0]?.toUpperCase()}${name.slice(1)}Payload`, price, userErrors },
  },
});

function open(
  viewer: Parameters<typeof renderPage>[1] = { viewer: admin },
  more: Parameters<typeof answerGraphql>[0] = {},
) {
  const asked = answerGraphql({
    PriceList: { data: { __typename: "Query", prices: connectionOf("PriceConnection", [price]) } },
    BillingSpecialties: {
      data: {
        __typename: "Query",
        specialties: [{ __typename: "Specialty", code: "CARDIOLOGY", name: "Cardiology" }],
      },
    },
    BillingPayers: { data: { __typename: "Query", payers: { __typename: "PayerConnection", nodes: [] } } },
    QuotePreview: {
      data: {
        __typename: "Query",
        quote: {
          __typename: "Quote",
          lines: [
            {
              ...{ __typename: "QuoteLine", kind: "SERVICE", description: "Visit in person" },
              ...{ wording: null, taxRateBasisPoints: null, amount: usd(20_000) },
            },
          ],
          shares: [{ __typename: "QuoteShare", reason: "NOT_COVERED", amount: usd(20_000) }],
          total: usd(20_000),
          patientShare: usd(20_000),
          payerShare: usd(0),
        },
      },
    },
    AddPrice: payload("addPrice"),
    EndPrice: payload("endPrice"),
    ...more,
  });
  renderPage(<PriceListPage />, viewer);
  return (name: string) => asked.filter((one) => one.name === name).map(({ variables }) => variables.input);
}

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: new Date("2026-11-23T14:00:00Z") });
});

afterEach(() => {
  vi.useRealTimers();
});

test("a price says what it is for, from when on, and with which tax", async () => {
  open();
  const table = await screen.findByRole("table", { name: "Prices" });
  expect(await within(table).findByText("Cardiology")).toBeTruthy();
  expect(within(table).getByText("From Jan 1, 2026")).toBeTruthy();
  expect(within(table).getByText("+ 19% Tax")).toBeTruthy();
  expect(within(table).getByText("Holds today")).toBeTruthy();
});

test("what a visit would cost is said with who pays", async () => {
  open();
  expect(await screen.findByText("Visit in person")).toBeTruthy();
  expect(screen.getByText("Patient: not covered")).toBeTruthy();
});

test("while another visit's price is awaited, the former one's is not taken for it", async () => {
  const line = (description: string, total: number) => ({
    ...{ __typename: "Quote", shares: [], total: usd(total), patientShare: usd(total), payerShare: usd(0) },
    lines: [
      {
        ...{ __typename: "QuoteLine", kind: "SERVICE", description, wording: null, taxRateBasisPoints: null },
        amount: usd(total),
      },
    ],
  });
  const other = Promise.withResolvers<GraphqlAnswer>();
  const answer = ({ input }: Record<string, unknown>) =>
    (input as { on: string }).on === "2026-11-23"
      ? { data: { __typename: "Query", quote: line("Visit in person", 20_000) } }
      : other.promise;
  open({ viewer: admin }, { QuotePreview: answer });
  await screen.findByText("Visit in person");
  fireEvent.change(screen.getByLabelText("Day of the visit"), { target: { value: "2027-01-04" } });
  await waitFor(() => expect(screen.queryByText("Visit in person")).toBeNull());
  expect(screen.queryByText(/There is no price/)).toBeNull();
  other.resolve({ data: { __typename: "Query", quote: line("Visit at next year's price", 21_000) } });
  expect(await screen.findByText("Visit at next year's price")).toBeTruthy();
});

test("a price that overlaps another one is refused at its first day", async () => {
  const sent = open(
    { viewer: admin },
    {
      AddPrice: payload("addPrice", {
        __typename: "UserError",
        code: "PRICE_OVERLAP",
        field: ["startsOn"],
        message: "…",
      }),
    },
  );
  fireEvent.click(await screen.findByRole("button", { name: "Add price" }));
  const box = await screen.findByRole("dialog");
  const fill = (label: RegExp, value: string) =>
    fireEvent.change(within(box).getByLabelText(label), { target: { value } });
  fill(/^Tax/, "101");
  fireEvent.click(within(box).getByRole("button", { name: "Add price" }));
  expect(await within(box).findByText("Write an amount such as 123.45.")).toBeTruthy();
  expect(within(box).getByText("0 to 100 %.")).toBeTruthy();
  fill(/^Price before tax/, "150");
  fill(/^Tax/, "7.5");
  fireEvent.click(within(box).getByRole("button", { name: "Add price" }));
  expect(await within(box).findByText(/There is one for the same/)).toBeTruthy();
  expect(sent("AddPrice")).toEqual([
    expect.objectContaining({ visitType: "IN_PERSON", amount: 15_000, taxBasisPoints: 750, startsOn: "2026-11-23" }),
  ]);
});

test("a price ends on a day of its own", async () => {
  const sent = open();
  fireEvent.click(await screen.findByRole("button", { name: "End the price of Video" }));
  const box = await screen.findByRole("dialog");
  fireEvent.change(within(box).getByLabelText(/^Last day/), { target: { value: "2026-12-31" } });
  fireEvent.click(within(box).getByRole("button", { name: "End" }));
  await waitFor(() =>
    expect(sent("EndPrice")).toEqual([expect.objectContaining({ id: "c1", endsOn: "2026-12-31", expectedVersion: 1 })]),
  );
});

test("the front desk reads prices; administration decides them", async () => {
  open({ viewer: { ...admin, roles: ["STAFF"] } });
  expect(await screen.findByRole("table", { name: "Prices" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Add price" })).toBeNull();
  expect(screen.queryByRole("button", { name: /^End the price/ })).toBeNull();
});

test("whoever comes back finds the price that was added elsewhere, with what they typed and where they were", async () => {
  const cardiology = { ...price, specialty: null, price: usd(34_500), id: "c2" };
  let answers: GraphqlAnswer = { data: { __typename: "Query", prices: connectionOf("PriceConnection", [price]) } };
  const listed = () => answers;
  open({ viewer: admin }, { PriceList: listed });
  const table = await screen.findByRole("table", { name: "Prices" });
  await within(table).findByText("$120.00");
  const day = screen.getByLabelText("Day of the visit");
  fireEvent.change(day, { target: { value: "2027-02-03" } });
  day.focus();
  const lookAwayAndBack = () => {
    window.dispatchEvent(new Event("blur"));
    vi.setSystemTime(Date.now() + 31_000);
    window.dispatchEvent(new Event("focus"));
  };

  answers = { data: { __typename: "Query", prices: connectionOf("PriceConnection", [price, cardiology]) } };
  lookAwayAndBack();
  expect(await within(table).findByText("$345.00")).toBeTruthy();
  expect(document.activeElement).toBe(day);
  expect(screen.getByLabelText<HTMLInputElement>("Day of the visit").value).toBe("2027-02-03");

  // A server that does not answer then takes nothing away.
  answers = { status: 500 };
  const asked = vi.spyOn(globalThis, "fetch");
  lookAwayAndBack();
  await vi.advanceTimersByTimeAsync(8_000);
  expect(asked).toHaveBeenCalled();
  expect(screen.getByRole("table", { name: "Prices" })).toBe(table);
  expect(within(table).getByText("$345.00")).toBeTruthy();
});
