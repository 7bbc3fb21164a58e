import { fireEvent, screen, waitFor } from "@testing-library/react";
import { Route, Routes, useNavigate } from "react-router";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { appointmentRow, connectionOf } from "../../../testing/appointment.factory.ts";
import { answerGraphql, type GraphqlAnswer, unavailable } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { AppointmentListPage } from "./appointment-list-page.tsx";

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: new Date("2026-11-23T14:00:00Z") });
});

afterEach(() => {
  vi.useRealTimers();
});

const staff: typeof staffViewer = { ...staffViewer, roles: ["STAFF"], providerId: null };

interface Circumstances {
  readonly viewer?: typeof staffViewer;
  readonly summary?: (variables: Record<string, unknown>) => GraphqlAnswer | Promise<GraphqlAnswer>;
}

function Detail() {
  const navigate = useNavigate();
  return (
    <button type="button" onClick={() => void navigate(-1)}>
      Back
    </button>
  );
}

const numbersOf = (total: number, upcoming: number, cancelled: number): GraphqlAnswer => ({
  data: {
    __typename: "Query",
    appointmentSummary: { __typename: "AppointmentSummary", total, upcoming, cancelled },
  },
});

function open(
  at = "/appointments",
  rows = [appointmentRow()],
  { viewer = staff, summary = () => numbersOf(1_204, 7, 2) }: Circumstances = {},
) {
  const asked = answerGraphql({
    AppointmentList: { data: { __typename: "Query", appointments: connectionOf("AppointmentConnection", rows) } },
    AppointmentNumbers: summary,
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
    { at, viewer },
  );
  return (name = "AppointmentList") => asked.filter((one) => one.name === name).map(({ variables }) => variables);
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

const numbers = async () => (await screen.findAllByRole("definition")).map(({ textContent }) => textContent);

test("above the list stand its numbers, for the filters that are set", async () => {
  let arrive: (answer: GraphqlAnswer) => void = () => undefined;
  const later = new Promise<GraphqlAnswer>((resolve) => {
    arrive = resolve;
  });
  const asked = open("/appointments?provider=d1", [appointmentRow()], {
    summary: ({ filter }) => (filter && "from" in (filter as object) ? numbersOf(1_204, 7, 2) : later),
  });
  await waitFor(async () => expect(await numbers()).toEqual(["1,204", "7", "2"]));
  expect(screen.getAllByRole("term").map(({ textContent }) => textContent)).toEqual([
    "In all",
    "Upcoming",
    "Cancelled",
  ]);
  expect(asked("AppointmentNumbers")[0]?.filter).toEqual(asked()[0]?.filter);
  // Those of another list do not stand under this one's filters.
  fireEvent.click(screen.getByRole("radio", { name: "All" }));
  await waitFor(async () => expect(await numbers()).toEqual(["", "", ""]));
  arrive(numbersOf(3, 2, 1));
  await waitFor(async () => expect(await numbers()).toEqual(["3", "2", "1"]));
  expect(asked("AppointmentNumbers").at(-1)).toEqual({ filter: { providerId: "d1" } });
});

test("numbers that cannot be had now cost the list nothing, and are asked for again", async () => {
  const asked = open("/appointments", [appointmentRow()], {
    summary: () => ({
      data: { __typename: "Query", appointmentSummary: null },
      errors: [unavailable("appointmentSummary")],
    }),
  });
  expect(await screen.findByRole("link", { name: "Amira Nasser" })).toBeTruthy();
  fireEvent.click(await screen.findByRole("button", { name: "Try again" }));
  await waitFor(() => expect(asked("AppointmentNumbers")).toHaveLength(2));
});

test("patients have their list, and no numbers of it", async () => {
  const asked = open("/appointments", [appointmentRow()], {
    viewer: { ...staffViewer, roles: ["PATIENT"], patientId: "p1", providerId: null },
  });
  expect(await screen.findByText("Dr. Leila Haddad")).toBeTruthy();
  expect(asked("AppointmentNumbers")).toEqual([]);
});

test("visits that overlap another one of their patient are found", async () => {
  const lists = open("/appointments?period=upcoming");
  fireEvent.click(await screen.findByRole("checkbox", { name: "Overlapping only" }));
  await waitFor(() => expect(lists().at(-1)).toMatchObject({ filter: { overlapping: true } }));
  fireEvent.click(screen.getByRole("checkbox", { name: "Overlapping only" }));
  await waitFor(() => expect(lists().at(-1)?.filter).not.toHaveProperty("overlapping"));
});

test("an address that asks a patient's list for what overlaps asks for nothing more than theirs", async () => {
  const lists = open("/appointments?overlapping=true", [appointmentRow()], {
    viewer: { ...staffViewer, roles: ["PATIENT"], patientId: "p1", providerId: null },
  });
  await waitFor(() => expect(lists()[0]?.filter).not.toHaveProperty("overlapping"));
  expect(screen.queryByRole("checkbox")).toBeNull();
});
