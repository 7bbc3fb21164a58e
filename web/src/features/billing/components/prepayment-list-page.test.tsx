import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type AppointmentControl, AppointmentControlContext } from "../../../lib/appointment-control.ts";
import { createLive } from "../../../lib/live/live.ts";
import { appointmentRow, connectionOf } from "../../../testing/appointment.factory.ts";
import { answerGraphql, type GraphqlAnswer } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { PrepaymentListPage } from "./prepayment-list-page.tsx";

const desk = { ...staffViewer, roles: ["STAFF"] as const, providerId: null };

const prepayment = (changed: object = {}) => ({
  ...{ __typename: "Prepayment", id: "y1", state: "AWAITING", declines: 0, failure: null },
  payUntil: "2026-11-23T15:00:00.000Z",
  invoice: {
    ...{ __typename: "Invoice", id: "i1", number: "INV-000042", issuedAt: "2026-11-23T14:45:00.000Z" },
    patientShare: { __typename: "Money", amount: 4_000, currency: "USD" },
  },
  appointment: appointmentRow({ status: "REQUESTED" }),
  ...changed,
});

const listed = (rows: readonly object[]): GraphqlAnswer => ({
  data: { __typename: "Query", prepayments: connectionOf("PrepaymentConnection", rows) },
});

function open(rows: () => readonly object[], at = "/billing/prepayments") {
  const live = createLive();
  const control: AppointmentControl = { book: vi.fn(), view: vi.fn(), act: vi.fn(), moveTo: vi.fn() };
  const answer = () => listed(rows());
  const asked = answerGraphql({ PrepaymentList: answer });
  renderPage(
    <AppointmentControlContext value={control}>
      <PrepaymentListPage />
    </AppointmentControlContext>,
    { at, live, viewer: desk },
  );
  return { asked, control, live };
}

const table = async () => within(await screen.findByRole("table", { name: "Prepaid bookings" }));

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: new Date("2026-11-23T14:50:00Z") });
});

afterEach(() => {
  vi.useRealTimers();
});

/** Without it the screen is a tablet's. */
function widen(): void {
  const narrow = window.matchMedia;
  vi.spyOn(window, "matchMedia").mockImplementation((query) => ({
    ...narrow(query),
    matches: query === "(min-width: 75em)",
  }));
}

test("each booking says whose it is, what is to be paid until when, how often a card was declined, and how it stands", async () => {
  widen();
  open(() => [
    prepayment({ declines: 2 }),
    prepayment({ id: "y2", state: "FAILED", failure: "NO_PRICE", invoice: null }),
  ]);
  const rows = await table();
  const [, awaited, failed] = await waitFor(() => {
    const found = rows.getAllByRole("row");
    expect(found).toHaveLength(3);
    return found;
  });
  expect(
    within(awaited as HTMLElement)
      .getAllByRole("cell")
      .map(({ textContent }) => textContent),
  ).toEqual([
    "10:30 AMMon, Nov 23",
    "ANAmira NasserMRN 104233",
    "INV-000042",
    "$40.00",
    "10:00 AMMon, Nov 23",
    "2",
    "To be paid",
    "",
  ]);
  expect(within(failed as HTMLElement).getByText("There is no price for it")).toBeTruthy();
  expect(within(failed as HTMLElement).getByText("No invoice")).toBeTruthy();
});

test("on a tablet how long its time is held stands below its state, and what is to be paid below its invoice", async () => {
  open(() => [prepayment({ declines: 1 })]);
  const rows = await table();
  expect(await rows.findByText("Held until 10:00 AM · declined once")).toBeTruthy();
  expect(rows.getByRole("link", { name: "INV-000042" }).closest("td")?.textContent).toBe("INV-000042$40.00");
  expect(rows.queryByRole("columnheader", { name: "Declined" })).toBeNull();
});

test("a row leads to its invoice and to its visit, and what can be done with that is in its menu", async () => {
  const { control } = open(() => [prepayment()]);
  const rows = await table();
  expect((await rows.findByRole("link", { name: "INV-000042" })).getAttribute("href")).toBe("/billing/i1");
  fireEvent.click(rows.getByRole("button", { name: "Details of the visit of Amira Nasser on Mon, Nov 23, 10:30 AM" }));
  expect(control.view).toHaveBeenCalledWith(expect.objectContaining({ id: "a1" }));
  fireEvent.click(rows.getByRole("button", { name: /^Actions/ }));
  fireEvent.click(await screen.findByRole("menuitem", { name: "Confirm" }));
  expect(control.act).toHaveBeenCalledWith("confirm", expect.objectContaining({ id: "a1" }));
});

test("after a visit changed the list is read, and once more when the books have heard of it", async () => {
  let state = "AWAITING";
  const { asked, live } = open(() => [prepayment({ state })]);
  const rows = await table();
  await rows.findByText("To be paid", { selector: "td *" });
  const before = asked.length;
  act(() => live.changes.changed("a1"));
  await waitFor(() => expect(asked.length).toBe(before + 1));
  state = "CONFIRMED";
  expect(await rows.findByText("Confirmed")).toBeTruthy();
  expect(asked.length).toBe(before + 2);
});

test("the state that is asked for is in the address, and what does not match it is left out by the server", async () => {
  const { asked } = open(() => [], "/billing/prepayments?state=REFUNDING");
  fireEvent.click(await screen.findByRole("button", { name: "Clear filters" }));
  await waitFor(() => expect(asked.at(-1)?.variables.filter).toEqual({}));
  expect(asked[0]?.variables.filter).toEqual({ state: ["REFUNDING"] });
});
