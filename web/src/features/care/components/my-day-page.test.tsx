import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { appointmentRow, connectionOf } from "../../../testing/appointment.factory.ts";
import { answerGraphql, type GraphqlAnswer, unavailable } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { MyDayPage } from "./my-day-page.tsx";

const visit = (of: Parameters<typeof appointmentRow>[0], drafts = 0) => ({
  ...appointmentRow(of),
  visitNotes: {
    __typename: "VisitNoteConnection",
    nodes: Array.from({ length: drafts }, (_, index) => ({
      __typename: "VisitNote",
      id: `n${index}`,
      status: "DRAFT",
    })),
  },
});
const okafor = { __typename: "Patient", id: "p2", fullName: "Daniel Okafor", mrn: "104952" } as const;

const day = (...visits: object[]): GraphqlAnswer => ({
  data: { __typename: "Query", appointments: connectionOf("AppointmentConnection", visits) },
});

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: new Date("2026-11-23T15:00:00Z") });
});

afterEach(() => {
  vi.useRealTimers();
});

test("the day's visits stand in their order, with whom to see next and the notes that wait to be signed", async () => {
  const asked = answerGraphql({
    MyDay: day(
      visit({ id: "a0", status: "FULFILLED", startsAt: "2026-11-23T14:00:00.000Z", patient: okafor }, 1),
      visit({ id: "a1" }),
    ),
  });
  renderPage(<MyDayPage />);
  const next = await screen.findByRole("region", { name: "Next visit" });
  expect(within(next).getByRole("heading", { name: "Amira Nasser" })).toBeTruthy();
  expect(within(next).getByText("in 30 minutes")).toBeTruthy();
  expect(within(next).getByRole("link", { name: "Open visit" }).getAttribute("href")).toBe("/consultations/a1");
  const rows = within(screen.getByRole("region", { name: "2 visits" })).getAllByRole("listitem");
  expect(rows.map((row) => within(row).getByRole("link").textContent)).toEqual(["Daniel Okafor", "Amira Nasser"]);
  expect(rows.map((row) => within(row).queryByText("Note not signed") !== null)).toEqual([true, false]);
  // The day is the clinic's, which is in New York.
  expect(asked[0]?.variables).toEqual({
    ...{ providerId: "d1", from: "2026-11-23T05:00:00.000Z", to: "2026-11-24T05:00:00.000Z" },
  });
});

test("while another day is awaited, the former one's visits do not stand under its name", async () => {
  const tomorrow = Promise.withResolvers<GraphqlAnswer>();
  const answer = ({ from }: Record<string, unknown>) =>
    from === "2026-11-23T05:00:00.000Z" ? day(visit({ id: "a1" })) : tomorrow.promise;
  answerGraphql({ MyDay: answer });
  renderPage(<MyDayPage />);
  await screen.findByRole("region", { name: "Next visit" });
  fireEvent.click(screen.getByRole("button", { name: "Next day" }));
  expect(await screen.findByText(/Tuesday, November 24/)).toBeTruthy();
  expect(screen.getByRole("status", { name: "Loading" })).toBeTruthy();
  expect(screen.queryByText("Amira Nasser")).toBeNull();
  tomorrow.resolve(day(visit({ id: "a2", startsAt: "2026-11-24T15:00:00.000Z", patient: okafor })));
  expect(await screen.findByRole("link", { name: "Daniel Okafor" })).toBeTruthy();
  // Whom to see now is nobody of another day.
  expect(screen.queryByRole("region", { name: "Next visit" })).toBeNull();
});

test("a day without visits is told from one that cannot be read, which is asked for again", async () => {
  const answers = [{ data: { appointments: null }, errors: [unavailable("appointments")] }, day()];
  const answer = () => answers.shift() ?? day();
  answerGraphql({ MyDay: answer });
  renderPage(<MyDayPage />);
  fireEvent.click(await screen.findByRole("button", { name: "Try again" }));
  expect(await screen.findByText("No visits on this day")).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
});

test("an account that sees no patients has no day, and asks for none", async () => {
  const asked = answerGraphql({});
  renderPage(<MyDayPage />, { viewer: { ...staffViewer, providerId: null } });
  expect(await screen.findByText("This account sees no patients itself.")).toBeTruthy();
  await waitFor(() => expect(asked).toEqual([]));
});
