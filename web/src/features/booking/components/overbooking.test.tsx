import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLive } from "../../../lib/live/live.ts";
import { appointmentRow, connectionOf } from "../../../testing/appointment.factory.ts";
import { answerGraphql, type GraphqlAnswer } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { BookingDialog } from "./booking-dialog.tsx";

const desk = { ...staffViewer, roles: ["STAFF"] as const, providerId: null };
const leila = { __typename: "Provider", id: "d1", fullName: "Dr. Leila Haddad", timeZone: "America/New_York" };
const cardiology = { __typename: "Specialty", code: "cardiology", name: "Cardiology" };
const slot = {
  ...{ __typename: "Slot", startsAt: "2026-11-23T15:30:00.000Z", endsAt: "2026-11-23T16:00:00.000Z" },
  provider: leila,
};
const patient = { id: "p1", fullName: "Amira Nasser", mrn: "104233" };

const taken = (id: string, from: string, to: string) => ({
  ...{ __typename: "Appointment", id },
  ...{ startsAt: `2026-11-23T${from}:00.000Z`, endsAt: `2026-11-23T${to}:00.000Z` },
});

const payload = (...userErrors: object[]): GraphqlAnswer => ({
  data: {
    __typename: "Mutation",
    overbookAppointment: {
      __typename: "OverbookAppointmentPayload",
      appointment: userErrors.length > 0 ? null : appointmentRow(),
      userErrors: userErrors.map((error) => ({ __typename: "UserError", message: "In English.", ...error })),
    },
  },
});

function open(
  viewer: typeof staffViewer,
  overbook: GraphqlAnswer = payload(),
  firstFree = () => slot,
  more: Parameters<typeof answerGraphql>[0] = {},
) {
  const onClose = vi.fn();
  const live = createLive();
  const freeDays = () => ({ data: { __typename: "Query", availableSlots: [firstFree()] } });
  const asked = answerGraphql({
    BookingProviders: {
      data: {
        __typename: "Query",
        specialties: [cardiology],
        providers: { __typename: "ProviderConnection", nodes: [{ ...leila, specialties: [cardiology] }] },
      },
    },
    FreeDays: freeDays,
    FreeSlots: { data: { __typename: "Query", morning: [slot], afternoon: [] } },
    TakenTimes: {
      data: {
        __typename: "Query",
        appointments: connectionOf("AppointmentConnection", [taken("a9", "14:00", "14:30")]),
      },
    },
    OverbookAppointment: overbook,
    ...more,
  });
  renderPage(<BookingDialog patient={patient} opened onClose={onClose} />, { viewer, live });
  const sent = (name: string) => asked.filter((one) => one.name === name).map(({ variables }) => variables);
  return { onClose, sent, live };
}

async function choose(option: string): Promise<void> {
  fireEvent.click(await screen.findByRole("combobox", { name: "Provider or specialty" }));
  fireEvent.click(await screen.findByRole("option", { name: option }));
  await screen.findByRole("radio", { name: "10:30 AM" });
}

const toggle = () => screen.queryByRole("checkbox", { name: "Overbook: choose a time that is taken" });

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: new Date("2026-11-20T15:00:00Z") });
});

afterEach(() => {
  vi.useRealTimers();
});

test("the front desk books a time that is taken, marked as that, for a reason", async () => {
  const { onClose, sent } = open(desk);
  await choose("Dr. Leila Haddad · Cardiology");
  fireEvent.click(toggle() as HTMLElement);
  expect(screen.getByText(/The provider will see two patients at once/)).toBeTruthy();
  expect(screen.queryByRole("combobox", { name: "Repeats" })).toBeNull();
  fireEvent.click(await screen.findByRole("button", { name: "9:00 AM – 9:30 AM" }));
  expect(screen.getByText(/two patients at once on Monday, November 23 at 9:00 AM\./)).toBeTruthy();
  expect(sent("TakenTimes")[0]?.filter).toMatchObject({
    ...{ providerId: "d1", from: "2026-11-23T05:00:00.000Z", to: "2026-11-24T05:00:00.000Z" },
  });
  fireEvent.click(screen.getByRole("button", { name: "Overbook Mon, Nov 23, 9:00 AM" }));
  expect(await screen.findByText("Fill this in.")).toBeTruthy();
  expect(sent("OverbookAppointment")).toEqual([]);
  fireEvent.change(screen.getByRole("textbox", { name: /^Why overbook/ }), { target: { value: " Chest pain " } });
  fireEvent.click(screen.getByRole("button", { name: "Overbook Mon, Nov 23, 9:00 AM" }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(sent("OverbookAppointment")).toEqual([
    {
      input: {
        ...{ patientId: "p1", providerId: "d1", startsAt: "2026-11-23T14:00:00.000Z", visitType: "IN_PERSON" },
        ...{ overrideReason: "Chest pain", idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/) },
      },
    },
  ]);
});

test("more times of a day than are listed at first are there for whoever wants them", async () => {
  const page = (after: unknown) => ({
    ...connectionOf("AppointmentConnection", [after ? taken("a10", "15:00", "15:30") : taken("a9", "14:00", "14:30")]),
    ...{ totalCount: 2, pageInfo: { __typename: "PageInfo", hasNextPage: !after, endCursor: after ? "b" : "a" } },
  });
  const answer = ({ after }: Record<string, unknown>) => ({
    data: { __typename: "Query", appointments: page(after) },
  });
  open(desk, payload(), () => slot, { TakenTimes: answer });
  await choose("Dr. Leila Haddad · Cardiology");
  fireEvent.click(toggle() as HTMLElement);
  await screen.findByRole("button", { name: "9:00 AM – 9:30 AM" });
  fireEvent.click(screen.getByRole("button", { name: "Show more" }));
  expect(await screen.findByRole("button", { name: "10:00 AM – 10:30 AM" })).toBeTruthy();
  expect(screen.getByRole("button", { name: "9:00 AM – 9:30 AM" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Show more" })).toBeNull();
});

test("that the times which are taken could not be had is said, with a way to try again", async () => {
  const failed = {
    errors: [{ message: "Down.", path: ["appointments"] }],
    data: { __typename: "Query", appointments: null },
  };
  open(desk, payload(), () => slot, { TakenTimes: failed });
  await choose("Dr. Leila Haddad · Cardiology");
  fireEvent.click(toggle() as HTMLElement);
  expect(await screen.findByRole("button", { name: "Try again" })).toBeTruthy();
});

test("a time on another day is typed; one outside of the hours is refused at it, and stays to be changed", async () => {
  const refusal = { code: "OUTSIDE_AVAILABILITY", field: ["startsAt"] };
  const { onClose, sent } = open(desk, payload(refusal));
  await choose("Dr. Leila Haddad · Cardiology");
  fireEvent.click(toggle() as HTMLElement);
  // Nothing is free then, and it can be chosen all the same.
  fireEvent.click(screen.getByRole("button", { name: /November 24/ }));
  const time = await screen.findByLabelText<HTMLInputElement>(/^Starts at/);
  fireEvent.change(time, { target: { value: "06:15" } });
  fireEvent.change(screen.getByRole("textbox", { name: /^Why overbook/ }), { target: { value: "Chest pain" } });
  fireEvent.click(screen.getByRole("button", { name: "Overbook Tue, Nov 24, 6:15 AM" }));
  expect(await screen.findByText(/^Only times within the provider's hours can be overbooked/)).toBeTruthy();
  expect(sent("OverbookAppointment")[0]?.input).toMatchObject({ startsAt: "2026-11-24T11:15:00.000Z" });
  expect(time.value).toBe("06:15");
  expect(onClose).not.toHaveBeenCalled();
});

test("of a specialty no provider is overbooked, and only the front desk overbooks", async () => {
  const { sent } = open(desk);
  await choose("Any provider · Cardiology");
  expect(toggle()).toBeNull();
  expect(sent("TakenTimes")).toEqual([]);
});

test("a provider does not overbook", async () => {
  open(staffViewer);
  await choose("Dr. Leila Haddad · Cardiology");
  expect(toggle()).toBeNull();
});

test.each([
  { month: "this month", turn: 0, was: "2026-11-23", becomes: "2026-11-25", shown: "Monday, November 23" },
  { month: "the next", turn: 1, was: "2026-12-07", becomes: "2026-12-09", shown: "Monday, December 7" },
])("in $month the day stays that which was shown, though others take its last free time", async (of) => {
  const at = (day: string) => ({ ...slot, startsAt: `${day}T15:30:00.000Z`, endsAt: `${day}T16:00:00.000Z` });
  let first = slot;
  const { sent, live } = open(desk, payload(), () => first);
  await choose("Dr. Leila Haddad · Cardiology");
  fireEvent.click(toggle() as HTMLElement);
  first = at(of.was);
  for (let turn = 0; turn < of.turn; turn += 1) {
    fireEvent.click(screen.getByRole("button", { name: "Next month" }));
  }
  await screen.findByRole("group", { name: of.shown });
  fireEvent.change(await screen.findByLabelText(/^Starts at/), { target: { value: "09:15" } });
  fireEvent.change(screen.getByRole("textbox", { name: /^Why overbook/ }), { target: { value: "Chest pain" } });
  first = at(of.becomes);
  const asked = sent("FreeDays").length;
  act(() => live.changes.changed("a9"));
  await waitFor(() => expect(sent("FreeDays").length).toBeGreaterThan(asked));
  await vi.advanceTimersByTimeAsync(100);
  expect(screen.getByRole("group", { name: of.shown })).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: /^Overbook .*9:15 AM$/ }));
  await waitFor(() =>
    expect(sent("OverbookAppointment")[0]?.input).toMatchObject({ startsAt: `${of.was}T14:15:00.000Z` }),
  );
});
