import { cleanup, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLive, type Live } from "../../../lib/live/live.ts";
import type { ViewerFacts } from "../../../lib/viewer.ts";
import { appointmentRow } from "../../../testing/appointment.factory.ts";
import { answerGraphql, type GraphqlAnswer } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { AvailabilityPage } from "./availability-page.tsx";

const desk = { ...staffViewer, roles: ["STAFF"] as const, providerId: null };

const provider = {
  __typename: "Provider",
  id: "d1",
  version: 7,
  fullName: "Dr. Leila Haddad",
  status: "ACTIVE",
  timeZone: "Europe/Berlin",
  weeklyHours: [{ __typename: "WeeklyHours", day: "MONDAY", from: "09:00", to: "12:00", visitTypes: null }],
  plannedWeeks: [] as object[],
  availabilityExceptions: [
    {
      __typename: "AvailabilityException",
      id: "e1",
      kind: "LEAVE",
      fromDay: "2026-12-24",
      toDay: "2026-12-26",
      from: null,
      to: null,
      visitTypes: null,
    },
  ],
  strandedAppointments: [],
};

const payload = (name: string, ...userErrors: object[]): GraphqlAnswer => ({
  data: {
    __typename: "Mutation",
    [name]: { __typename: `${name[0]?.toUpperCase()}${name.slice(1)}Payload`, provider, userErrors },
  },
});

function openEditor(
  impact: readonly object[] | null = [],
  more: Parameters<typeof answerGraphql>[0] = {},
  live: Live = createLive(),
  viewer: ViewerFacts = desk,
) {
  const asked = answerGraphql({
    ProviderAvailability: { data: { __typename: "Query", provider } },
    ProviderFreeTimes: {
      data: {
        __typename: "Query",
        availableSlots: [
          {
            __typename: "Slot",
            startsAt: "2026-11-24T08:00:00.000Z",
            endsAt: "2026-11-24T08:30:00.000Z",
            day: "2026-11-24",
            localStartsAt: "2026-11-24T09:00:00+01:00",
          },
        ],
      },
    },
    AvailabilityImpact: { data: { __typename: "Query", availabilityImpact: impact } },
    SetAvailability: payload("setAvailability"),
    AddAvailabilityException: payload("addAvailabilityException"),
    RemoveAvailabilityException: payload("removeAvailabilityException"),
    ...more,
  });
  renderPage(
    <Routes>
      <Route path="/providers/:providerId/availability" element={<AvailabilityPage />} />
    </Routes>,
    { at: "/providers/d1/availability", viewer, live },
  );
  return (name: string) =>
    asked
      .filter((one) => one.name === name)
      .map(({ variables }) => {
        const { idempotencyKey: _, ...input } = variables.input as Record<string, unknown>;
        return input;
      });
}

const press = async (name: string | RegExp) => fireEvent.click(await screen.findByRole("button", { name }));
const set = (label: string, value: string) => fireEvent.change(screen.getByLabelText(label), { target: { value } });

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: new Date("2026-11-23T14:00:00Z") });
});

afterEach(() => {
  vi.useRealTimers();
  localStorage.clear();
  sessionStorage.clear();
});

test("the page is for the front desk and the provider themselves: nobody else asks for it", async () => {
  openEditor([], {}, createLive(), { ...staffViewer, providerId: "d1" });
  expect(await screen.findByRole("button", { name: "Save hours" })).toBeTruthy();
  for (const viewer of [
    { ...staffViewer, providerId: "d2" },
    { ...staffViewer, roles: ["NURSE"] as const, providerId: null },
  ]) {
    cleanup();
    const live = createLive();
    const asked = openEditor([], {}, live, viewer);
    expect((await screen.findByRole("heading", { level: 1 })).textContent).toBe("We could not find this provider");
    // After a change, what is shown is read again; here there is nothing.
    live.changes.changed("a1");
    await vi.advanceTimersByTimeAsync(5_000);
    expect(screen.queryByRole("button", { name: "Save hours" })).toBeNull();
    expect(asked("ProviderAvailability")).toEqual([]);
  }
});

test("hours are those of the provider's own clock, and so are the free times", async () => {
  openEditor();
  expect(await screen.findByText(/Central European Time.*the provider's own · the clinic's clock/)).toBeTruthy();
  expect(await screen.findByText("9:00 AM")).toBeTruthy();
});

test("while another day is awaited, the former one's free times do not stand beneath it", async () => {
  const other = Promise.withResolvers<GraphqlAnswer>();
  const slots = (startsAt: string) => ({
    ...{ __typename: "Slot", startsAt, endsAt: startsAt, day: startsAt.slice(0, 10), localStartsAt: startsAt },
  });
  const times = (...startsAt: string[]) => ({ data: { __typename: "Query", availableSlots: startsAt.map(slots) } });
  const answer = ({ input }: Record<string, unknown>) =>
    (input as { from: string }).from.startsWith("2026-11-23") ? times("2026-11-24T08:00:00.000Z") : other.promise;
  openEditor([], { ProviderFreeTimes: answer });
  await screen.findByText("9:00 AM");
  set("Day", "2026-11-25");
  await waitFor(() => expect(screen.queryByText("9:00 AM")).toBeNull());
  expect(screen.queryByText("Nothing is free on this day.")).toBeNull();
  other.resolve(times("2026-11-25T09:15:00.000Z"));
  expect(await screen.findByText("10:15 AM")).toBeTruthy();
});

test("a week is changed, copied and saved as a whole", async () => {
  const sent = openEditor();
  await press("Copy Monday to Monday to Friday");
  await press("Add hours on Saturday");
  set("Saturday: Ends", "13:00");
  await press("Save hours");
  await waitFor(() => expect(sent("SetAvailability")).toHaveLength(1));
  expect(sent("SetAvailability")[0]).toEqual({
    providerId: "d1",
    expectedVersion: 7,
    keepsLater: true,
    weekly: [
      ...["MONDAY", "SATURDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"].map((day) =>
        day === "SATURDAY" ? { day, from: "09:00", to: "13:00" } : { day, from: "09:00", to: "12:00" },
      ),
    ].sort((left, right) => order(left.day) - order(right.day)),
  });
});

const order = (day: string) => ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"].indexOf(day);

const afternoon = {
  ...provider,
  version: 8,
  weeklyHours: provider.weeklyHours.map((hours) => ({ ...hours, from: "13:00", to: "17:00" })),
};

test("hours that somebody else saved are taken over as long as nothing is written", async () => {
  let now = provider;
  const live = createLive();
  const answer = () => ({ data: { __typename: "Query", provider: now } });
  const sent = openEditor([], { ProviderAvailability: answer }, live);
  await screen.findByDisplayValue("12:00");
  now = afternoon;
  live.changes.changed("a1");
  expect(await screen.findByDisplayValue("17:00")).toBeTruthy();
  set("Monday: Ends", "16:00");
  await press("Save hours");
  await waitFor(() => expect(sent("SetAvailability")).toMatchObject([{ expectedVersion: 8 }]));
});

test("hours that somebody else saved are not written over, and one begins anew from them", async () => {
  let now = provider;
  const live = createLive();
  const answer = () => ({ data: { __typename: "Query", provider: now } });
  const conflict = { __typename: "UserError", code: "VERSION_CONFLICT", field: ["expectedVersion"], message: "Late." };
  const refused = { __typename: "SetAvailabilityPayload", provider: null, userErrors: [conflict] };
  const sent = openEditor(
    [],
    {
      ProviderAvailability: answer,
      SetAvailability: { data: { __typename: "Mutation", setAvailability: refused } },
    },
    live,
  );
  await screen.findByDisplayValue("12:00");
  set("Monday: Ends", "11:00");
  now = afternoon;
  live.changes.changed("a1");
  await press("Save hours");
  expect((await screen.findByRole("alert")).textContent).toBe(
    "Somebody changed this meanwhile. Look at it again and decide anew.",
  );
  expect(sent("SetAvailability")).toMatchObject([{ expectedVersion: 7 }]);
  expect(screen.getByDisplayValue("11:00")).toBeTruthy();
  await press("Discard changes");
  expect(await screen.findByDisplayValue("17:00")).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("hours that were written are there again after the page was left, and the first wrong one takes the focus", async () => {
  openEditor();
  await screen.findByDisplayValue("12:00");
  set("Monday: Ends", "08:00");
  await press("Save hours");
  await waitFor(() => expect(document.activeElement).toBe(screen.getByLabelText("Monday: Begins")));
  await vi.advanceTimersByTimeAsync(1_000);
  cleanup();
  openEditor();
  expect(await screen.findByDisplayValue("08:00")).toBeTruthy();
  await press("Start over");
  expect(await screen.findByDisplayValue("12:00")).toBeTruthy();
});

const planned = {
  __typename: "PlannedWeek",
  effectiveFrom: "2027-01-04",
  hours: [{ __typename: "WeeklyHours", day: "TUESDAY", from: "10:00", to: "15:00", visitTypes: null }],
};

test("hours that were saved for a later day are told with it, beside what holds until then", async () => {
  let now = provider;
  const answer = () => ({ data: { __typename: "Query", provider: now } });
  const save = () => {
    now = { ...provider, version: 8, plannedWeeks: [planned] };
    const saved = { __typename: "SetAvailabilityPayload", provider: now, userErrors: [] };
    return { data: { __typename: "Mutation", setAvailability: saved } };
  };
  const sent = openEditor([], { ProviderAvailability: answer, SetAvailability: save });
  await screen.findByDisplayValue("12:00");
  expect(screen.queryByText("Holds today")).toBeNull();
  set("Monday: Ends", "15:00");
  set("Valid from", "2027-01-04");
  await press("Save hours");
  const weeks = within(await screen.findByRole("list", { name: "Weeks, by when they begin" }));
  expect(weeks.getAllByRole("listitem").map(({ textContent }) => textContent?.replaceAll("\u202f", " "))).toEqual([
    "Holds todayMonday 9:00 AM – 12:00 PMShown below",
    "From Jan 4, 2027Tuesday 10:00 AM – 3:00 PMChange",
  ]);
  expect(screen.getByDisplayValue("12:00")).toBeTruthy();
  expect(screen.getByLabelText<HTMLInputElement>("Valid from").value).toBe("2026-11-23");
  // Another change of today's hours leaves what begins later.
  set("Monday: Ends", "11:00");
  await press("Save hours");
  await waitFor(() => expect(sent("SetAvailability")).toHaveLength(2));
  expect(sent("SetAvailability")[0]).toMatchObject({ effectiveFrom: "2027-01-04", keepsLater: true });
  expect(sent("SetAvailability")[1]).toMatchObject({ expectedVersion: 8, keepsLater: true, weekly: [{ to: "11:00" }] });
  expect(sent("SetAvailability")[1]).not.toHaveProperty("effectiveFrom");
});

test("a week that begins later is changed as such, and not while another one is being written", async () => {
  const answer = { data: { __typename: "Query", provider: { ...provider, plannedWeeks: [planned] } } };
  const sent = openEditor([], { ProviderAvailability: answer });
  await press("Change: From Jan 4, 2027");
  expect(screen.getByDisplayValue("15:00")).toBeTruthy();
  expect(screen.queryByDisplayValue("12:00")).toBeNull();
  set("Tuesday: Ends", "16:00");
  const today = screen.getByRole<HTMLButtonElement>("button", { name: "Change: Holds today" });
  expect(today.disabled).toBe(true);
  await press("Save hours");
  await waitFor(() =>
    expect(sent("SetAvailability")).toMatchObject([
      { effectiveFrom: "2027-01-04", weekly: [{ day: "TUESDAY", from: "10:00", to: "16:00" }] },
    ]),
  );
});

test("what the server refuses of hours is said at them, and gone once they are changed", async () => {
  const error = { __typename: "UserError", code: "VALIDATION_FAILED", field: ["weekly", "0", "to"], message: "No." };
  const refused = { __typename: "SetAvailabilityPayload", provider: null, userErrors: [error] };
  openEditor([], { SetAvailability: { data: { __typename: "Mutation", setAvailability: refused } } });
  await screen.findByDisplayValue("12:00");
  set("Monday: Ends", "13:00");
  await press("Save hours");
  const alert = await screen.findByRole("alert");
  expect(alert.closest("li")?.textContent).toContain("Monday");
  expect(screen.getByLabelText("Monday: Begins").getAttribute("aria-invalid")).toBe("true");
  set("Monday: Ends", "14:00");
  expect(screen.queryByRole("alert")).toBeNull();
});

test("hours that cannot be are said at their day, and nothing is sent", async () => {
  const sent = openEditor();
  await screen.findByLabelText("Monday: Ends");
  set("Monday: Ends", "08:00");
  await press("Save hours");
  expect(await screen.findByText("It ends before it begins.")).toBeTruthy();
  expect(sent("AvailabilityImpact")).toEqual([]);
  expect(sent("SetAvailability")).toEqual([]);
});

test("which visits lie outside is said before, and decided", async () => {
  const sent = openEditor([appointmentRow()]);
  await press(/^Remove 9:00.AM to 12:00.PM on Monday$/);
  await press("Save hours");
  const box = await screen.findByRole("dialog");
  expect(within(box).getByText("1 visit lies outside of the new hours")).toBeTruthy();
  expect(within(box).getByText("Amira Nasser")).toBeTruthy();
  expect(sent("SetAvailability")).toEqual([]);
  fireEvent.click(within(box).getByRole("button", { name: "Save all the same" }));
  await waitFor(() =>
    expect(sent("SetAvailability")).toEqual([{ providerId: "d1", expectedVersion: 7, weekly: [], keepsLater: true }]),
  );
});

test("where nobody can say which visits it concerns, nothing is saved", async () => {
  const sent = openEditor(null);
  await press("Add hours on Sunday");
  await press("Save hours");
  expect((await screen.findByRole("alert")).textContent).toContain("could not be checked");
  expect(sent("SetAvailability")).toEqual([]);
});

test("leave of a part of a day names the visits that it concerns", async () => {
  const sent = openEditor([appointmentRow()]);
  await press("Add leave or hours");
  const box = await screen.findByRole("dialog");
  fireEvent.change(within(box).getByLabelText(/^First day/), { target: { value: "2026-11-30" } });
  fireEvent.click(within(box).getByLabelText("Whole days"));
  fireEvent.change(within(box).getByLabelText(/^Ends/), { target: { value: "00:00" } });
  expect(await within(box).findByText("Amira Nasser")).toBeTruthy();
  fireEvent.click(within(box).getByRole("button", { name: "Add leave or hours" }));
  await waitFor(() =>
    expect(sent("AddAvailabilityException")).toEqual([
      { providerId: "d1", kind: "LEAVE", fromDay: "2026-11-30", from: "09:00", to: "24:00" },
    ]),
  );
});

test("while the visits of other days of leave are awaited, those of the former days are not called concerned", async () => {
  const answer = ({ input }: Record<string, unknown>) =>
    (input as { leave: { fromDay: string } }).leave.fromDay === "2026-11-30"
      ? { data: { __typename: "Query", availabilityImpact: [appointmentRow()] } }
      : new Promise<GraphqlAnswer>(() => undefined);
  openEditor([], { AvailabilityImpact: answer });
  await press("Add leave or hours");
  const box = await screen.findByRole("dialog");
  const first = within(box).getByLabelText(/^First day/);
  fireEvent.change(first, { target: { value: "2026-11-30" } });
  await within(box).findByText("Amira Nasser");
  fireEvent.change(first, { target: { value: "2026-12-01" } });
  await waitFor(() => expect(within(box).queryByText("Amira Nasser")).toBeNull());
});

test("leave is taken back after a question", async () => {
  const sent = openEditor();
  await press(/^Remove Leave, Dec 24/);
  const box = await screen.findByRole("dialog");
  fireEvent.click(within(box).getByRole("button", { name: "Remove" }));
  await waitFor(() => expect(sent("RemoveAvailabilityException")).toEqual([{ id: "e1" }]));
});
