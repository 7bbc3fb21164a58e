import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { DashboardMoneyQuery } from "../../../graphql/graphql.ts";
import { answerGraphql, unavailable } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { DashboardMoney } from "./dashboard-money.tsx";

const desk = { ...staffViewer, roles: ["STAFF"] } as const;
const usd = (amount: number) => ({ __typename: "Money", amount, currency: "USD" }) as const;

/** What the API says of money: 1,200 dollars, of which 500 came on Friday. */
function money(of: Partial<DashboardMoneyQuery> = {}) {
  const days = ["2026-11-19", "2026-11-20"].map((date, index) => ({
    ...({ __typename: "DailyMetrics", date, revenue: usd(index === 0 ? 70_000 : 50_000) } as const),
  }));
  const none = { paid: usd(0), pending: usd(0), failed: usd(0), refunded: usd(0) };
  const data: DashboardMoneyQuery = {
    __typename: "Query",
    dashboardMetrics: { __typename: "DashboardMetrics", asOf: "2026-11-20T15:04:00.000Z", revenue: usd(120_000) },
    dashboardTrend: days,
    paymentSummary: {
      ...{ __typename: "PaymentSummary", otherCurrencyCount: 0, ...none },
      ...{ paid: usd(900_000), failed: usd(4_000) },
    },
    ...of,
  };
  return data;
}

test("what was received this week, on its days, and as of when", async () => {
  const asked = answerGraphql({ DashboardMoney: { data: money() } });
  renderPage(<DashboardMoney />, { viewer: desk });
  const revenue = within(await screen.findByRole("region", { name: "Revenue" }));
  expect(await revenue.findByText("$1,200.00")).toBeTruthy();
  expect(revenue.getByText(/^As of Nov 20.*10:04/)).toBeTruthy();
  const days = within(revenue.getByRole("table", { name: "Revenue this week by day" }));
  expect(days.getAllByRole("columnheader").map(({ textContent }) => textContent)).toEqual(["Day", "Revenue"]);
  expect(days.getByRole("row", { name: "Friday, November 20 $500.00" })).toBeTruthy();
  expect(asked.map(({ variables }) => variables)).toEqual([{ period: "WEEK", trend: "WEEK" }]);
});

test("the period that is chosen is asked for, and today is seen in its week", async () => {
  const answer = ({ period }: Record<string, unknown>) => ({
    data: money({
      dashboardMetrics: {
        ...({ __typename: "DashboardMetrics", asOf: "2026-11-20T15:04:00.000Z" } as const),
        revenue: usd(period === "TODAY" ? 50_000 : 120_000),
      },
    }),
  });
  const asked = answerGraphql({ DashboardMoney: answer });
  renderPage(<DashboardMoney />, { viewer: desk });
  await screen.findByText("$1,200.00");
  fireEvent.click(screen.getByRole("radio", { name: "Today" }));
  await waitFor(() => expect(screen.queryByText("$1,200.00")).toBeNull());
  await waitFor(() => expect(screen.getAllByText("$500.00")).toHaveLength(2));
  fireEvent.click(screen.getByRole("radio", { name: "Month" }));
  await screen.findByRole("table", { name: "Revenue this month by day" });
  expect(asked.map(({ variables }) => variables)).toEqual([
    { period: "WEEK", trend: "WEEK" },
    { period: "TODAY", trend: "WEEK" },
    { period: "MONTH", trend: "MONTH" },
  ]);
});

test("payments stand by state, and a state that no payment has is left out", async () => {
  answerGraphql({ DashboardMoney: { data: money() } });
  renderPage(<DashboardMoney />, { viewer: desk });
  const payments = within(await screen.findByRole("region", { name: "Payments by state" }));
  const items = await payments.findAllByRole("listitem");
  expect(items.map(({ textContent }) => textContent)).toEqual(["Paid$9,000.00", "Failed$40.00"]);
});

test("reports that fail cost the revenue and not the payments, and are asked again", async () => {
  let broken = true;
  const answer = () =>
    broken
      ? {
          data: money({ dashboardMetrics: null, dashboardTrend: null }),
          errors: [unavailable("dashboardMetrics"), unavailable("dashboardTrend")],
        }
      : { data: money() };
  answerGraphql({ DashboardMoney: answer });
  renderPage(<DashboardMoney />, { viewer: desk });
  const revenue = within(await screen.findByRole("region", { name: "Revenue" }));
  expect(await revenue.findByText("This part is unavailable")).toBeTruthy();
  expect(screen.getByText("$9,000.00")).toBeTruthy();
  broken = false;
  fireEvent.click(revenue.getByRole("button", { name: "Try again" }));
  expect(await revenue.findByText("$1,200.00")).toBeTruthy();
});

test("a clinic that has received nothing reads so", async () => {
  const none = { paid: usd(0), pending: usd(0), failed: usd(0), refunded: usd(0) };
  answerGraphql({
    DashboardMoney: {
      data: money({ paymentSummary: { __typename: "PaymentSummary", otherCurrencyCount: 2, ...none } }),
    },
  });
  renderPage(<DashboardMoney />, { viewer: desk });
  expect(await screen.findByText("No payments yet.")).toBeTruthy();
  expect(screen.getByText("2 payments in other currencies are not counted here.")).toBeTruthy();
});
