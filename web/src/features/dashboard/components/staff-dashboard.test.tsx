import { act, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { createLive } from "../../../lib/live/live.ts";
import { createFakeSocket } from "../../../testing/fake-socket.ts";
import { answerGraphql, type GraphqlAnswer, unavailable } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { StaffDashboard } from "./staff-dashboard.tsx";

const numbers = (upcoming: number) => ({
  __typename: "DashboardMetrics",
  patients: 214,
  providers: 30,
  appointments: { __typename: "AppointmentSummary", total: 1060, upcoming, cancelled: 12 },
});
const invoices = (totalCount: number) => ({ __typename: "InvoiceConnection", totalCount });
const appointments = (...nodes: object[]) => ({
  __typename: "AppointmentConnection",
  totalCount: nodes.length,
  nodes,
});

const visit = {
  __typename: "Appointment",
  id: "a1",
  version: 1,
  status: "CONFIRMED",
  visitType: "IN_PERSON",
  startsAt: "2026-11-20T14:30:00.000Z",
  endsAt: "2026-11-20T15:00:00.000Z",
  reason: "Annual physical",
  patient: { __typename: "Patient", id: "p1", fullName: "Amira Nasser", mrn: "104233" },
  provider: {
    __typename: "Provider",
    id: "d1",
    fullName: "Dr. Leila Haddad",
    timeZone: "Europe/Berlin",
    specialties: [],
  },
};

const everything = {
  __typename: "Query",
  viewer: { __typename: "Viewer", id: "u1", displayName: "Dr. Leila Haddad" },
  dashboardMetrics: numbers(327),
  statusCounts: [{ __typename: "AppointmentStatusCount", status: "CONFIRMED", count: 1 }],
  dayCounts: [],
  todayBefore: appointments(),
  todayFromNow: appointments(visit),
  upcoming: appointments(),
  completed: appointments(),
  recentInvoices: { __typename: "InvoiceConnection", nodes: [] },
  openInvoices: invoices(9),
  overdueInvoices: invoices(2),
};

test("one request brings the whole dashboard", async () => {
  const asked = answerGraphql({ StaffDashboard: { data: everything } });
  renderPage(<StaffDashboard />);
  const today = await screen.findByRole("table", { name: "Today's appointments" });
  expect(within(today).getByText("9:30 AM")).toBeTruthy();
  expect(within(today).getByRole("link", { name: "Amira Nasser" })).toBeTruthy();
  expect(within(screen.getByRole("article", { name: "Patients" })).getByText("214")).toBeTruthy();
  expect(screen.getByText("2 overdue")).toBeTruthy();
  expect(asked.map(({ name }) => name)).toEqual(["StaffDashboard"]);
});

test.each([
  { roles: ["STAFF"], asked: ["StaffDashboard", "DashboardMoney"] },
  { roles: ["ADMIN"], asked: ["StaffDashboard", "DashboardMoney"] },
  { roles: ["NURSE"], asked: ["StaffDashboard"] },
  { roles: ["PROVIDER"], asked: ["StaffDashboard"] },
] as const)("$roles who scroll down ask $asked", async ({ roles, asked: expected }) => {
  let arrive = () => undefined as unknown;
  class Watch {
    constructor(callback: IntersectionObserverCallback) {
      arrive = () => callback([{ isIntersecting: true } as IntersectionObserverEntry], this as never);
    }
    observe = () => undefined;
    disconnect = () => undefined;
  }
  vi.stubGlobal("IntersectionObserver", Watch);
  const noMoney = { __typename: "Query", dashboardMetrics: null, dashboardTrend: null, paymentSummary: null };
  const asked = answerGraphql({ StaffDashboard: { data: everything }, DashboardMoney: { data: noMoney } });
  renderPage(<StaffDashboard />, { viewer: { ...staffViewer, roles } });
  await screen.findByRole("table", { name: "Today's appointments" });
  expect(asked.map(({ name }) => name)).toEqual(["StaffDashboard"]);
  act(() => void arrive());
  if (expected.length > 1) {
    await screen.findByRole("region", { name: "Revenue" });
  }
  expect(screen.queryAllByRole("region", { name: "Revenue" })).toHaveLength(expected.length - 1);
  expect(asked.map(({ name }) => name)).toEqual(expected);
});

test("the visits of today are as many in the heading as among the numbers and in the chart", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: new Date("2026-11-20T14:00:00Z") });
  const day = (date: string, total: number, cancelled: number) => ({
    ...{ __typename: "AppointmentDayCount", date, total, fulfilled: 0, cancelled },
  });
  answerGraphql({
    StaffDashboard: { data: { ...everything, dayCounts: [day("2026-11-13", 20, 5), day("2026-11-20", 49, 4)] } },
  });
  renderPage(<StaffDashboard />);
  await screen.findByText(/45 appointments today/);
  const number = screen.getByRole("article", { name: "Appointments today" });
  expect(within(number).getByText("45")).toBeTruthy();
  expect(within(number).getByText("200%")).toBeTruthy();
  expect(within(number).getByRole("img", { name: /: 0, 0, 0, 0, 0, 0, 45$/ })).toBeTruthy();
  const row = within(screen.getByRole("table", { name: "Visits this week by day" })).getByRole("row", {
    name: /^Friday/,
  });
  expect(within(row).getAllByRole("cell")[0]?.textContent).toBe("45");
  vi.useRealTimers();
});

test("a dead appointment service costs its own sections and nothing else", async () => {
  const dead = ["statusCounts", "dayCounts", "todayBefore", "todayFromNow", "upcoming", "completed"];
  answerGraphql({
    StaffDashboard: {
      data: { ...everything, ...Object.fromEntries(dead.map((field) => [field, null])) },
      errors: dead.map((field) => unavailable(field)),
    },
  });
  renderPage(<StaffDashboard />);
  await screen.findByText("Some services are not answering. What is missing is marked on the page.");
  expect(within(screen.getByRole("article", { name: "Patients" })).getByText("214")).toBeTruthy();
  expect(within(screen.getByRole("article", { name: "Appointments today" })).getByText("Not available")).toBeTruthy();
  const today = screen.getByRole("region", { name: "Today's appointments" });
  expect(within(today).getByText("This part is unavailable")).toBeTruthy();
  expect(screen.getByText("No invoices yet.")).toBeTruthy();
});

test("a dead patient service leaves the day's times and providers", async () => {
  answerGraphql({
    StaffDashboard: {
      data: { ...everything, todayFromNow: appointments({ ...visit, patient: null }) },
      errors: [unavailable("todayFromNow", "nodes", "0", "patient")],
    },
  });
  renderPage(<StaffDashboard />);
  const today = await screen.findByRole("table", { name: "Today's appointments" });
  expect(within(today).getByText("Name not available")).toBeTruthy();
  expect(within(today).getByText("Dr. Leila Haddad")).toBeTruthy();
});

test("dead reports cost their numbers and leave the day", async () => {
  answerGraphql({
    StaffDashboard: { data: { ...everything, dashboardMetrics: null }, errors: [unavailable("dashboardMetrics")] },
  });
  renderPage(<StaffDashboard />);
  await screen.findByRole("table", { name: "Today's appointments" });
  for (const name of ["Upcoming", "Patients"]) {
    expect(within(screen.getByRole("article", { name })).getByText("Not available")).toBeTruthy();
  }
});

test("numbers that the server tells of are shown without asking for them", async () => {
  const asked = answerGraphql({ StaffDashboard: { data: everything } });
  const { socket, opened } = createFakeSocket();
  const live = createLive();
  renderPage(<StaffDashboard />, { live, socket });
  const upcoming = await screen.findByRole("article", { name: "Upcoming" });
  await within(upcoming).findByText("327");
  act(() => live.connection.set("live"));
  await waitFor(() => expect(opened).toHaveLength(1));
  expect(opened[0]?.payload).toMatchObject({ operationName: "DashboardNumberChanges", variables: { period: "ALL" } });
  opened[0]?.sink.next({ data: { dashboardMetricsChanged: numbers(328) } });
  await within(upcoming).findByText("328");
  expect(asked.map(({ name }) => name)).toEqual(["StaffDashboard"]);
});

test("a dashboard that stays open is of what goes on now, and of the day that it has become", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: new Date("2026-11-20T14:00:00Z") });
  const later = { ...visit, id: "a2", startsAt: "2026-11-20T15:30:00.000Z", endsAt: "2026-11-20T16:00:00.000Z" };
  const asked = answerGraphql({
    StaffDashboard: { data: { ...everything, todayFromNow: appointments(visit, later) } },
  });
  renderPage(<StaffDashboard />);
  await screen.findByText(/next at 9:30.AM/);
  await act(() => vi.advanceTimersByTimeAsync(31 * 60_000));
  expect(await screen.findByText(/next at 10:30.AM/)).toBeTruthy();
  const latest = () => asked.at(-1)?.variables;
  await waitFor(() => expect(latest()?.recently).toMatch(/^2026-11-20T14:01/));
  expect(latest()?.dayFrom).toBe("2026-11-20T05:00:00.000Z");
  await act(() => vi.advanceTimersByTimeAsync(15 * 3_600_000));
  await waitFor(() => expect(latest()?.dayFrom).toBe("2026-11-21T05:00:00.000Z"));
  vi.useRealTimers();
}, 30_000);

test("what the cache has of a new question is not taken for its answer", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: new Date("2026-11-20T14:00:00Z") });
  const never = Promise.withResolvers<GraphqlAnswer>();
  const answer = () => (asked.length === 1 ? { data: everything } : never.promise);
  const asked = answerGraphql({ StaffDashboard: answer });
  const { socket, opened } = createFakeSocket();
  const live = createLive();
  renderPage(<StaffDashboard />, { live, socket });
  await screen.findByText(/next at 9:30.AM/);
  await act(() => vi.advanceTimersByTimeAsync(11 * 60_000));
  await waitFor(() => expect(asked).toHaveLength(2));
  expect(screen.queryByText("This part is unavailable")).toBeNull();
  act(() => live.connection.set("live"));
  await waitFor(() => expect(opened).toHaveLength(1));
  await act(async () => opened[0]?.sink.next({ data: { dashboardMetricsChanged: numbers(328) } }));
  expect(screen.queryByText("This part is unavailable")).toBeNull();
  expect(screen.getByRole("table", { name: "Today's appointments" })).toBeTruthy();
  vi.useRealTimers();
}, 30_000);
