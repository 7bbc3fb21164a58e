import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { AppointmentRowFragment } from "../../../graphql/graphql.ts";
import { type AppointmentControl, AppointmentControlContext } from "../../../lib/appointment-control.ts";
import { appointmentRow, connectionOf } from "../../../testing/appointment.factory.ts";
import { answerGraphql, type GraphqlAnswer } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { CalendarPage } from "./calendar-page.tsx";
import { rowHeight } from "./time-grid.tsx";

const desk = { ...staffViewer, roles: ["STAFF"] as const, providerId: null };
const haddad = {
  __typename: "Provider",
  id: "d1",
  fullName: "Dr. Leila Haddad",
  timeZone: "America/New_York",
} as const;
const berlin = { ...haddad, id: "d2", fullName: "Dr. Jan Albers", timeZone: "Europe/Berlin" } as const;

const amira = appointmentRow();
const daniel = appointmentRow({
  id: "a2",
  startsAt: "2026-11-23T16:00:00.000Z",
  endsAt: "2026-11-23T16:30:00.000Z",
  patient: { __typename: "Patient", id: "p2", fullName: "Daniel Okafor", mrn: "104952" },
});

interface Clinic {
  readonly visits?: readonly AppointmentRowFragment[];
  readonly free?: readonly string[];
  readonly at?: string;
  readonly more?: Parameters<typeof answerGraphql>[0];
}

function openCalendar({ visits = [amira, daniel], free = [], at = "/", more = {} }: Clinic = {}) {
  const asked = answerGraphql({
    CalendarVisits: { data: { __typename: "Query", appointments: connectionOf("AppointmentConnection", visits) } },
    CalendarProviders: {
      data: { __typename: "Query", providers: { __typename: "ProviderConnection", nodes: [berlin, haddad] } },
    },
    CalendarProviderName: { data: { __typename: "Query", provider: haddad } },
    CalendarFreeTimes: {
      data: {
        __typename: "Query",
        availableSlots: free.map((startsAt) => ({
          __typename: "Slot",
          startsAt,
          endsAt: new Date(Date.parse(startsAt) + 1_800_000).toISOString(),
        })),
      },
    },
    ...more,
  });
  const control: AppointmentControl = { book: vi.fn(), view: vi.fn(), act: vi.fn(), moveTo: vi.fn() };
  renderPage(
    <AppointmentControlContext value={control}>
      <CalendarPage />
    </AppointmentControlContext>,
    { viewer: desk, at },
  );
  return { asked, control };
}

const visit = (name: RegExp) => screen.findByRole("button", { name });

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: new Date("2026-11-23T14:00:00Z") });
  // jsdom lays nothing out: each column begins at the top of the screen, and is as wide as the screen.
  vi.spyOn(Element.prototype, "getBoundingClientRect").mockImplementation(function (this: Element) {
    const isColumn = this.hasAttribute("data-column");
    const top = isColumn ? 0 : Number.parseFloat(this.parentElement?.style.insetBlockStart ?? "") || 0;
    return new DOMRect(0, top, 400, 1_000);
  });
});

afterEach(() => {
  vi.useRealTimers();
});

/** Takes a visit by its upper edge and holds it over a time of the day that begins at 8. */
async function dragTo(name: RegExp, hoursFromEight: number): Promise<void> {
  const block = await visit(name);
  fireEvent.pointerDown(block, { clientX: 20, clientY: 5 * rowHeight, button: 0, pointerType: "mouse" });
  fireEvent.pointerMove(window, { clientX: 20, clientY: 5 * rowHeight + 30 });
  fireEvent.pointerMove(window, { clientX: 20, clientY: hoursFromEight * 2 * rowHeight + 1 });
}

test("everybody who has a visit has a column, in which visits are in order of time", async () => {
  openCalendar({
    visits: [
      amira,
      daniel,
      appointmentRow({ id: "a3", status: "CHECKED_IN", provider: { ...berlin, specialties: [] } }),
    ],
  });
  const column = await screen.findByRole("region", { name: "Dr. Leila Haddad" });
  expect(within(column).getAllByRole("listitem")).toHaveLength(2);
  expect(
    within(column)
      .getAllByRole("button", { name: /–/ })
      .map((button) => button.getAttribute("aria-label")),
  ).toEqual(["10:30 AM – 11:00 AM, Amira Nasser, Booked", "11:00 AM – 11:30 AM, Daniel Okafor, Booked"]);
  // The clocks of a provider elsewhere show another time, which is said with the column and with each visit.
  expect(screen.getByText(/Their clock is \+6/)).toBeTruthy();
  expect(screen.getByRole("button", { name: /10:30 AM.*, 4:30 PM in Berlin, .*Checked in/ })).toBeTruthy();
});

test("while another day, or another provider's, is awaited, the former one's visits do not stand in its columns", async () => {
  const of = (...visits: AppointmentRowFragment[]) => ({
    data: { __typename: "Query", appointments: connectionOf("AppointmentConnection", visits) },
  });
  const pending = () => new Promise<GraphqlAnswer>(() => undefined);
  const visits = ({ filter }: Record<string, unknown>) => {
    const { from, providerId } = filter as { from: string; providerId?: string };
    return from.startsWith("2026-11-23") && providerId !== "d2" ? of(amira) : pending();
  };
  const named = ({ id }: Record<string, unknown>) => ({
    data: { __typename: "Query", provider: id === "d1" ? haddad : berlin },
  });
  openCalendar({ at: "/?view=day&provider=d1", more: { CalendarVisits: visits, CalendarProviderName: named } });
  await visit(/^10:30.*Amira/);
  fireEvent.click(screen.getByRole("button", { name: "Next day" }));
  await screen.findByRole("status", { name: "Loading" });
  expect(screen.queryByRole("button", { name: /Amira/ })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Today" }));
  await visit(/^10:30.*Amira/);
  const field = screen.getByRole("combobox", { name: "Provider" });
  fireEvent.click(field);
  fireEvent.click(await screen.findByRole("option", { name: "Dr. Jan Albers", hidden: true }));
  await screen.findByRole("status", { name: "Loading" });
  expect(screen.queryByRole("button", { name: /Amira/ })).toBeNull();
  expect(screen.queryByText("Choose a provider")).toBeNull();
});

test("cancelled visits leave their time, and are counted", async () => {
  openCalendar({ visits: [amira, appointmentRow({ id: "a4", status: "CANCELLED" })] });
  await visit(/^10:30.*Amira/);
  expect(screen.getByText(/1 cancelled visit is not shown/)).toBeTruthy();
});

test("a week has a day for each column, and turns by weeks", async () => {
  const { asked } = openCalendar({ at: "/?view=week&day=2026-11-01&provider=d1" });
  // The clocks are put back on that Sunday: the week has 169 hours.
  await waitFor(() =>
    expect(asked.find(({ name }) => name === "CalendarVisits")?.variables.filter).toMatchObject({
      from: "2026-10-26T04:00:00.000Z",
      to: "2026-11-02T05:00:00.000Z",
    }),
  );
  expect(await screen.findByRole("heading", { name: "Sun, Nov 1" })).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Next week" }));
  expect(await screen.findByRole("heading", { name: "Mon, Nov 2" })).toBeTruthy();
});

test("in a week in which clocks are changed, the hours of each day are right on both clocks", async () => {
  const at = (id: string, startsAt: string, endsAt: string) =>
    appointmentRow({ id, startsAt, endsAt, provider: { ...berlin, specialties: [] } });
  openCalendar({
    // The clinic's clocks are put back on Sunday: 9 o'clock is an hour later then, for the world and for Berlin.
    visits: [
      at("friday", "2026-10-30T13:00:00.000Z", "2026-10-30T13:30:00.000Z"),
      at("sunday", "2026-11-01T14:00:00.000Z", "2026-11-01T14:30:00.000Z"),
    ],
    at: "/?view=week&day=2026-11-01&provider=d2",
    more: { CalendarProviderName: { data: { __typename: "Query", provider: berlin } } },
  });
  const blocks = await screen.findAllByRole("button", { name: /^9:00.*Amira Nasser/ });
  expect(blocks).toHaveLength(2);
  const [friday, sunday] = blocks.map((block) => block.closest("li"));
  expect(friday?.textContent).toContain("2:00 PM");
  expect(sunday?.textContent).toContain("3:00 PM");
  const topOf = (item: Element | null | undefined) =>
    item?.getAttribute("style")?.match(/inset-block-start: ([\d.]+px)/)?.[1];
  expect(topOf(friday)).toBeDefined();
  expect(topOf(sunday)).toBe(topOf(friday));
  expect(screen.getAllByText("Sun 3:00 PM")).toHaveLength(1);
  expect(screen.getAllByText("8:00 PM")).toHaveLength(1);
});

test("on the day of the change a provider's clock is told as it is while people work", async () => {
  openCalendar({
    visits: [
      appointmentRow({
        startsAt: "2026-03-08T14:00:00.000Z",
        endsAt: "2026-03-08T14:30:00.000Z",
        provider: { ...berlin, specialties: [] },
      }),
    ],
    at: "/?view=providers&day=2026-03-08",
  });
  // Six hours ahead before two o'clock, five after it.
  expect(await screen.findByText(/\+5 hr/)).toBeTruthy();
  expect(await visit(/^10:00.*Amira/)).toBeTruthy();
});

test("a visit opens its details, and its menu reschedules it without a mouse", async () => {
  const { control } = openCalendar();
  fireEvent.click(await visit(/^10:30.*Amira/));
  expect(control.view).toHaveBeenCalledWith(expect.objectContaining({ id: "a1" }));
  fireEvent.click(screen.getByRole("button", { name: "Actions for Amira Nasser, 10:30 AM" }));
  fireEvent.click(await screen.findByRole("menuitem", { name: "Reschedule" }));
  expect(control.act).toHaveBeenCalledWith("reschedule", expect.objectContaining({ id: "a1" }));
});

test("where it is free a visit can be let go, and the dialog asks for that time", async () => {
  const { asked, control } = openCalendar({ free: ["2026-11-23T19:00:00.000Z"] });
  await dragTo(/^10:30.*Amira/, 6);
  await waitFor(() => expect(asked.map(({ name }) => name)).toContain("CalendarFreeTimes"));
  await dragTo(/^10:30.*Amira/, 6);
  expect(await screen.findByText("Free: let go to move it here")).toBeTruthy();
  fireEvent.pointerUp(window);
  expect(control.moveTo).toHaveBeenCalledWith(expect.objectContaining({ id: "a1" }), "2026-11-23T19:00:00.000Z");
});

test("what stands against a time is said before the visit is let go, and then nothing happens", async () => {
  const { control } = openCalendar({ free: ["2026-11-23T19:00:00.000Z"] });
  await dragTo(/^10:30.*Amira/, 3);
  expect(await screen.findByText("Daniel Okafor is there then")).toBeTruthy();
  await dragTo(/^10:30.*Amira/, 9);
  expect(await screen.findByText("Not a free time of this provider")).toBeTruthy();
  await dragTo(/^10:30.*Amira/, 0.5);
  expect(await screen.findByText("This time is over")).toBeTruthy();
  fireEvent.pointerUp(window);
  expect(control.moveTo).not.toHaveBeenCalled();
});

test("Escape puts a visit back", async () => {
  const { control } = openCalendar({ free: ["2026-11-23T19:00:00.000Z"] });
  await dragTo(/^10:30.*Amira/, 6);
  expect(await screen.findByText("Free: let go to move it here")).toBeTruthy();
  fireEvent.keyDown(window, { key: "Escape" });
  fireEvent.pointerUp(window);
  expect(control.moveTo).not.toHaveBeenCalled();
});

test("nobody drags what is over", async () => {
  const { control } = openCalendar({
    visits: [appointmentRow({ status: "FULFILLED" })],
    free: ["2026-11-23T19:00:00.000Z"],
  });
  await dragTo(/^10:30.*Amira/, 6);
  fireEvent.pointerUp(window);
  expect(screen.queryByText(/let go/)).toBeNull();
  expect(control.moveTo).not.toHaveBeenCalled();
});

test("a service that does not answer can be asked again", async () => {
  answerGraphql({
    CalendarVisits: { data: { __typename: "Query", appointments: null }, errors: [] },
    CalendarProviders: { data: { __typename: "Query", providers: null } },
  });
  renderPage(<CalendarPage />, { viewer: desk });
  expect(await screen.findByRole("button", { name: "Try again" })).toBeTruthy();
});
