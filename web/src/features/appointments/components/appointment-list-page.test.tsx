import { fireEvent, screen, waitFor } from "@testing-library/react";
import { Route, Routes, useNavigate } from "react-router";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { appointmentRow, connectionOf } from "../../../testing/appointment.factory.ts";
import { answerGraphql } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { AppointmentListPage } from "./appointment-list-page.tsx";

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: new Date("2026-11-23T14:00:00Z") });
});

afterEach(() => {
  vi.useRealTimers();
});

function Detail() {
  const navigate = useNavigate();
  return (
    <button type="button" onClick={() => void navigate(-1)}>
      Back
    </button>
  );
}

function open(at = "/appointments", rows = [appointmentRow()]) {
  const asked = answerGraphql({
    AppointmentList: { data: { __typename: "Query", appointments: connectionOf("AppointmentConnection", rows) } },
    ProviderOptions: {
      data: {
        __typename: "Query",
        providers: { __typename: "ProviderConnection", nodes: [appointmentRow().provider] },
      },
    },
  });
  renderPage(
    <Routes>
      <Route path="/appointments" element={<AppointmentListPage />} />
      <Route path="/patients/:patientId" element={<Detail />} />
    </Routes>,
    { at, viewer: { ...staffViewer, roles: ["STAFF"], providerId: null } },
  );
  return () => asked.filter(({ name }) => name === "AppointmentList").map(({ variables }) => variables);
}

test("the front desk begins with today, by the clinic's clock", async () => {
  const lists = open();
  expect(await screen.findByRole("link", { name: "Amira Nasser" })).toBeTruthy();
  expect(screen.getByText(/^1 appointment · Times in /)).toBeTruthy();
  expect(lists()[0]).toMatchObject({
    filter: { from: "2026-11-23T05:00:00.000Z", to: "2026-11-24T05:00:00.000Z" },
    orderBy: "STARTS_AT_ASC",
  });
});

test("the address decides what is asked, and what finds nothing says what to do", async () => {
  const lists = open("/appointments?period=past&status=NO_SHOW&provider=d1", []);
  expect(await screen.findByText("No appointments here")).toBeTruthy();
  expect(lists()[0]).toMatchObject({
    filter: { to: "2026-11-23T14:00:00.000Z", status: ["NO_SHOW"], providerId: "d1" },
    orderBy: "STARTS_AT_DESC",
  });
  fireEvent.click(screen.getByRole("button", { name: "Clear filters" }));
  await waitFor(() => expect(lists().at(-1)).toMatchObject({ filter: {}, orderBy: "STARTS_AT_DESC" }));
});

test("whoever comes back from a patient finds the list that they left, though the clock went on", async () => {
  const lists = open("/appointments?period=upcoming");
  fireEvent.click(await screen.findByRole("link", { name: "Amira Nasser" }));
  const back = await screen.findByRole("button", { name: "Back" });
  vi.advanceTimersByTime(60_000);
  fireEvent.click(back);
  // At once: the rows are those that were read before.
  expect(screen.getByRole("link", { name: "Amira Nasser" })).toBeTruthy();
  expect(screen.getByRole("radio", { name: "Upcoming", checked: true })).toBeTruthy();
  await waitFor(() => expect(lists().length).toBeGreaterThan(1));
  expect(new Set(lists().map((variables) => JSON.stringify(variables))).size).toBe(1);
});
