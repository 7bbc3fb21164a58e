import { fireEvent, screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { AppointmentControlContext } from "../../../lib/appointment-control.ts";
import { answerGraphql, unavailable } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { DayBoardPage } from "./day-board-page.tsx";

const now = new Date("2026-11-23T15:42:00.000Z");

function visit(id: string, status: string, startsAt: string, changes: object = {}) {
  return {
    ...{ __typename: "Appointment", id, version: 1, status, visitType: "IN_PERSON", startsAt, reason: "Cough" },
    endsAt: "2026-11-23T16:30:00.000Z",
    patient: { __typename: "Patient", id: `p${id}`, fullName: `Patient ${id}`, mrn: id },
    provider: { __typename: "Provider", id: "d2", fullName: "Dr. Mei Tanaka", timeZone: "UTC", specialties: [] },
    statusHistory: [
      { __typename: "AppointmentStatusChange", id: `h${id}`, to: status, changedAt: "2026-11-23T15:32:00.000Z" },
    ],
    ...changes,
  };
}

const board = (...nodes: object[]) => ({
  data: {
    __typename: "Query",
    appointments: {
      ...{ __typename: "AppointmentConnection", totalCount: nodes.length, nodes },
      pageInfo: { __typename: "PageInfo", hasNextPage: false, endCursor: null },
    },
  },
});

const nurse = { ...staffViewer, roles: ["NURSE"] as const, providerId: null };

test("each provider's visits stand in a lane, with how late they are and what comes next", async () => {
  vi.useFakeTimers({ now, shouldAdvanceTime: true });
  const asked = answerGraphql({
    DayBoard: board(
      visit("1", "CHECKED_IN", "2026-11-23T15:30:00.000Z"),
      visit("2", "BOOKED", "2026-11-23T16:30:00.000Z"),
      visit("3", "FULFILLED", "2026-11-23T14:30:00.000Z"),
      visit("4", "CANCELLED", "2026-11-23T14:45:00.000Z"),
    ),
  });
  const act = vi.fn();
  renderPage(
    <AppointmentControlContext value={{ book: () => undefined, view: () => undefined, act, moveTo: () => undefined }}>
      <DayBoardPage />
    </AppointmentControlContext>,
    { viewer: nurse },
  );
  const lane = await screen.findByRole("region", { name: "Dr. Mei Tanaka" });
  expect(within(lane).getByText("2 visits left")).toBeTruthy();
  const rows = within(lane).getAllByRole("listitem");
  expect(rows).toHaveLength(3);
  expect(within(rows[0] as HTMLElement).getByText("since 10:32 AM")).toBeTruthy();
  expect(within(rows[0] as HTMLElement).getByText("12 minutes late")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Start visit: Patient 1" }));
  expect(act).toHaveBeenCalledWith("start", expect.objectContaining({ id: "1" }));
  expect(asked[0]?.variables).toMatchObject({
    from: "2026-11-23T05:00:00.000Z",
    to: "2026-11-24T05:00:00.000Z",
  });
  const waiting = screen.getByRole("button", { name: "1 Waiting" });
  fireEvent.click(waiting);
  expect(waiting.getAttribute("aria-pressed")).toBe("true");
  expect(within(lane).getAllByRole("listitem")).toHaveLength(1);
  vi.useRealTimers();
});

test("a board that could not be read says so and can be tried again", async () => {
  let broken = true;
  const answer = () =>
    broken ? { data: { __typename: "Query", appointments: null }, errors: [unavailable("appointments")] } : board();
  answerGraphql({ DayBoard: answer });
  renderPage(<DayBoardPage />, { viewer: nurse });
  await screen.findByRole("alert");
  broken = false;
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByText("Nobody is seen today");
});
