import { Notifications } from "@mantine/notifications";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { appointmentRow } from "../../../testing/appointment.factory.ts";
import { answerGraphql, type GraphqlAnswer } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { RescheduleDialog } from "./reschedule-dialog.tsx";

const starts = ["2026-11-16", "2026-11-23", "2026-11-30", "2026-12-07"].map((day) => `${day}T15:30:00.000Z`);
const [, second = "", third = "", fourth = ""] = starts;
const appointment = appointmentRow({ id: "a2", startsAt: third, endsAt: "2026-11-30T16:00:00.000Z" });
const slot = {
  ...{ __typename: "Slot", startsAt: "2026-11-30T18:00:00.000Z", endsAt: "2026-11-30T18:30:00.000Z" },
  provider: { __typename: "Provider", id: "d1", fullName: "Dr. Leila Haddad", timeZone: "America/New_York" },
};

const seriesOf = (rule: string) => ({
  ...{ __typename: "AppointmentSeries", id: "s1", version: 4, rule },
  appointments: starts.map((startsAt, index) => ({
    ...{ __typename: "Appointment", id: `a${index}`, startsAt, status: index === 0 ? "FULFILLED" : "BOOKED" },
  })),
});

const occurrence = (startsAt: string, conflict: string | null = null) => ({
  ...{ __typename: "SeriesOccurrence", startsAt, conflict },
});
const atOne = (startsAt: string) => startsAt.replace("15:30", "18:00");

const payload = (visits: readonly object[] | null, ...userErrors: object[]): GraphqlAnswer => ({
  data: {
    __typename: "Mutation",
    changeAppointmentSeries: {
      __typename: "ChangeAppointmentSeriesPayload",
      appointmentSeries: visits && { ...seriesOf("FREQ=WEEKLY;COUNT=2"), version: 5, appointments: visits },
      userErrors: userErrors.map((error) => ({ __typename: "UserError", message: "In English.", ...error })),
    },
  },
});

interface Clinic {
  readonly rule?: string;
  readonly comesTo?: () => readonly object[];
  readonly change?: () => GraphqlAnswer;
}

function open({ rule = "FREQ=WEEKLY;COUNT=4", comesTo, change }: Clinic = {}, viewer = staffViewer) {
  const onClose = vi.fn();
  const moved = [...starts.slice(0, 2), atOne(third), atOne(fourth)];
  const preview = (): GraphqlAnswer => ({
    data: {
      __typename: "Query",
      appointmentSeriesChangePreview: comesTo?.() ?? [occurrence(atOne(third)), occurrence(atOne(fourth))],
    },
  });
  const asked = answerGraphql({
    SeriesOfVisit: {
      data: { __typename: "Query", appointment: { __typename: "Appointment", id: "a2", series: seriesOf(rule) } },
    },
    SeriesChangePreview: preview,
    FreeDays: { data: { __typename: "Query", availableSlots: [slot] } },
    FreeSlots: { data: { __typename: "Query", morning: [], afternoon: [slot] } },
    CancellationPreview: { data: { __typename: "Query", cancellationPreview: null } },
    ChangeAppointmentSeries:
      change ?? payload(moved.map((startsAt, index) => appointmentRow({ id: `a${index}`, startsAt }))),
    RescheduleAppointment: {
      data: {
        __typename: "Mutation",
        rescheduleAppointment: {
          ...{ __typename: "RescheduleAppointmentPayload", userErrors: [] },
          appointment: { ...appointment, startsAt: slot.startsAt },
        },
      },
    },
  });
  renderPage(
    <>
      <Notifications />
      <RescheduleDialog appointment={appointment} opened onClose={onClose} />
    </>,
    { viewer },
  );
  const sent = (name: string) =>
    asked.filter((one) => one.name === name).map(({ variables }) => variables.input as Record<string, unknown>);
  return { onClose, sent, asked };
}

const choose = async (scope: string) => fireEvent.click(await screen.findByRole("radio", { name: scope }));
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole("button", { name }));
const list = async (name: string | RegExp) => within(await screen.findByRole("list", { name }));

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: new Date("2026-11-20T15:00:00Z") });
});

afterEach(() => {
  vi.useRealTimers();
});

test("from one visit on they all go to the new time, by the rule that the series has and the version that was seen", async () => {
  const { onClose, sent } = open();
  await choose("This and later");
  expect(screen.getByRole<HTMLInputElement>("combobox", { name: "Repeats" }).value).toBe("Every week");
  expect(screen.getByLabelText<HTMLInputElement>("Number of visits").value).toBe("2");
  expect(screen.getByText(/^Choose the time of the first/)).toBeTruthy();
  expect(sent("SeriesChangePreview")).toEqual([]);
  fireEvent.click(await screen.findByRole("radio", { name: "1:00 PM" }));
  const visits = await list("2 visits, all of them possible");
  expect(visits.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
    "Mon, Nov 30, 2026, 1:00 PM",
    "Mon, Dec 7, 2026, 1:00 PM",
  ]);
  press("Change 2 visits");
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  const wanted = { id: "a2", scope: "FOLLOWING", startsAt: slot.startsAt, rule: "FREQ=WEEKLY;COUNT=2" };
  expect(sent("SeriesChangePreview").at(-1)).toEqual(wanted);
  expect(sent("ChangeAppointmentSeries")).toEqual([
    { ...wanted, changes: [], expectedVersion: 4, idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  ]);
  expect(await screen.findByText("Changed: Amira Nasser, 2 visits")).toBeTruthy();
  expect(sent("RescheduleAppointment")).toEqual([]);
});

test("of all to come the first one is meant, which may stay at its time while the rule is another", async () => {
  const { onClose, sent } = open({
    comesTo: () => [occurrence(second), occurrence("2026-12-07T15:30:00.000Z"), occurrence("2026-12-21T15:30:00.000Z")],
  });
  await choose("All to come");
  fireEvent.click(screen.getByRole("checkbox", { name: "The first of them stays at Mon, Nov 23, 10:30 AM" }));
  fireEvent.click(screen.getByRole("combobox", { name: "Repeats" }));
  fireEvent.click(await screen.findByRole("option", { name: "Every two weeks" }));
  await list("3 visits, all of them possible");
  press("Change 3 visits");
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(sent("ChangeAppointmentSeries")[0]).toMatchObject({
    ...{ scope: "ALL", startsAt: second, rule: "FREQ=WEEKLY;INTERVAL=2;COUNT=3", changes: [] },
  });
});

test("what cannot be is said, and that and what is not wanted stays where it is", async () => {
  const blocked = atOne(third);
  const { onClose, sent } = open({
    comesTo: () => [occurrence(atOne(second)), occurrence(blocked, "PATIENT_BUSY"), occurrence(atOne(fourth))],
  });
  await choose("This and later");
  fireEvent.click(await screen.findByRole("radio", { name: "1:00 PM" }));
  const visits = await list("2 visits of 3 will be changed");
  expect(visits.getByText("The patient has another appointment")).toBeTruthy();
  fireEvent.click(visits.getByRole("checkbox", { name: "Mon, Nov 23, 2026, 1:00 PM" }));
  press("Change 1 visit");
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(sent("ChangeAppointmentSeries")[0]?.changes).toEqual([{ startsAt: atOne(second) }, { startsAt: blocked }]);
});

test("what was taken meanwhile refuses the whole change, which is shown as it is now", async () => {
  let taken = false;
  const { onClose, sent } = open({
    change: () => {
      if (taken) {
        return payload([]);
      }
      taken = true;
      return payload(null, { code: "SLOT_TAKEN", field: ["rule"] });
    },
    comesTo: () => [occurrence(atOne(third)), occurrence(atOne(fourth), taken ? "SLOT_TAKEN" : null)],
  });
  await choose("This and later");
  fireEvent.click(await screen.findByRole("radio", { name: "1:00 PM" }));
  await list("2 visits, all of them possible");
  press("Change 2 visits");
  expect((await screen.findByRole("alert")).textContent).toContain("Not all of these visits are possible any more.");
  expect(await screen.findByText("The provider has another appointment")).toBeTruthy();
  expect(onClose).not.toHaveBeenCalled();
  press("Change 1 visit");
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  const [before, after] = sent("ChangeAppointmentSeries");
  expect(after?.changes).toEqual([{ startsAt: atOne(fourth) }]);
  expect(after?.idempotencyKey).not.toBe(before?.idempotencyKey);
});

test("a change that changes nothing is not sent, nor one whose time or repetition is not chosen", async () => {
  const { sent } = open({
    rule: "FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4",
    comesTo: () => [occurrence(third), occurrence(fourth)],
  });
  await choose("This and later");
  press("Change the series");
  expect(await screen.findByText(/^Choose a time for the first of these visits/)).toBeTruthy();
  fireEvent.click(screen.getByRole("checkbox", { name: /^The first of them stays/ }));
  press("Change the series");
  const repeats = screen.getByRole("combobox", { name: "Repeats" });
  await waitFor(() => expect(repeats.getAttribute("aria-invalid")).toBe("true"));
  expect(screen.getByText("Fill this in.")).toBeTruthy();
  fireEvent.click(repeats);
  fireEvent.click(await screen.findByRole("option", { name: "Every week" }));
  await list("2 visits, all of them possible");
  press("Change 2 visits");
  expect((await screen.findByRole("alert")).textContent).toContain("Nothing would change.");
  fireEvent.change(screen.getByLabelText("Number of visits"), { target: { value: "0" } });
  press("Change the series");
  expect(await screen.findByText("A whole number: all within two years, and 100 at most.")).toBeTruthy();
  expect(sent("ChangeAppointmentSeries")).toEqual([]);
});

test("a visit of a series is moved alone unless told otherwise", async () => {
  const { onClose, sent } = open();
  await screen.findByRole("radio", { name: "This visit" });
  fireEvent.click(await screen.findByRole("radio", { name: "1:00 PM" }));
  press("Move to 1:00 PM on Mon, Nov 30");
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(sent("RescheduleAppointment")).toEqual([
    {
      ...{ id: "a2", startsAt: slot.startsAt, expectedVersion: 3 },
      idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
    },
  ]);
  expect(sent("ChangeAppointmentSeries")).toEqual([]);
});

test("patients move one visit, and are not asked about a series", async () => {
  const { asked } = open({}, { ...staffViewer, roles: ["PATIENT"], patientId: "p1", providerId: null });
  await waitFor(() => expect(asked.map(({ name }) => name)).toContain("FreeDays"));
  expect(asked.map(({ name }) => name)).not.toContain("SeriesOfVisit");
});
