import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { appointmentRow } from "../../../testing/appointment.factory.ts";
import { answerGraphql, type GraphqlAnswer } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { BookingDialog } from "./booking-dialog.tsx";

const leila = { __typename: "Provider", id: "d1", fullName: "Dr. Leila Haddad", timeZone: "America/New_York" };
const slot = {
  ...{ __typename: "Slot", startsAt: "2026-11-23T15:30:00.000Z", endsAt: "2026-11-23T16:00:00.000Z" },
  provider: leila,
};
const patient = { id: "p1", fullName: "Amira Nasser", mrn: "104233" };

const occurrence = (startsAt: string, conflict: string | null = null) => ({
  ...{ __typename: "SeriesOccurrence", startsAt, conflict },
});
const first = occurrence(slot.startsAt);
const second = occurrence("2026-11-30T15:30:00.000Z", "SLOT_TAKEN");
const third = occurrence("2026-12-07T15:30:00.000Z");

const payload = (starts: readonly string[] | null, ...userErrors: object[]): GraphqlAnswer => ({
  data: {
    __typename: "Mutation",
    bookAppointmentSeries: {
      __typename: "BookAppointmentSeriesPayload",
      appointmentSeries:
        starts === null
          ? null
          : {
              ...{ __typename: "AppointmentSeries", id: "s1" },
              appointments: starts.map((startsAt, index) => appointmentRow({ id: `a${index}`, startsAt })),
            },
      userErrors: userErrors.map((error) => ({ __typename: "UserError", message: "In English.", ...error })),
    },
  },
});

const previewOf = (...visits: readonly object[]): GraphqlAnswer => ({
  data: { __typename: "Query", appointmentSeriesPreview: visits },
});

interface Clinic {
  readonly book?: () => GraphqlAnswer;
  readonly comesTo?: (rule: string) => GraphqlAnswer | Promise<GraphqlAnswer>;
}

function open({ book, comesTo = () => previewOf(first, second, third) }: Clinic = {}, viewer = staffViewer) {
  const onClose = vi.fn();
  const preview = ({ input }: Record<string, unknown>) => comesTo((input as { rule: string }).rule);
  const asked = answerGraphql({
    BookingProviders: {
      data: {
        __typename: "Query",
        specialties: [],
        providers: { __typename: "ProviderConnection", nodes: [{ ...leila, specialties: [] }] },
      },
    },
    FreeDays: { data: { __typename: "Query", availableSlots: [slot] } },
    FreeSlots: { data: { __typename: "Query", morning: [slot], afternoon: [] } },
    SeriesPreview: preview,
    BookAppointmentSeries: book ?? payload([first.startsAt, third.startsAt]),
  });
  renderPage(<BookingDialog patient={patient} opened onClose={onClose} />, { viewer });
  const sent = (name: string) =>
    asked.filter((one) => one.name === name).map(({ variables }) => variables.input as Record<string, unknown>);
  return { onClose, sent };
}

async function repeatWeekly(count: string): Promise<void> {
  fireEvent.click(await screen.findByRole("combobox", { name: "Provider or specialty" }));
  fireEvent.click(await screen.findByRole("option", { name: "Dr. Leila Haddad" }));
  fireEvent.click(await screen.findByRole("radio", { name: "10:30 AM" }));
  fireEvent.click(screen.getByRole("combobox", { name: "Repeats" }));
  fireEvent.click(await screen.findByRole("option", { name: "Every week" }));
  fireEvent.change(screen.getByLabelText("Number of visits"), { target: { value: count } });
}

const visits = async (name: string | RegExp) => within(await screen.findByRole("list", { name }));

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: new Date("2026-11-20T15:00:00Z") });
});

afterEach(() => {
  vi.useRealTimers();
});

test("each visit of a series is shown with what stands against it, and those that can be are booked", async () => {
  const { onClose, sent } = open();
  await repeatWeekly("3");
  const list = await visits("2 visits of 3 will be booked");
  expect(
    list.getAllByRole<HTMLInputElement>("checkbox").map(({ checked, disabled }) => ({ checked, disabled })),
  ).toEqual([
    { checked: true, disabled: false },
    { checked: false, disabled: true },
    { checked: true, disabled: false },
  ]);
  expect(list.getByText("Mon, Nov 30, 2026, 10:30 AM")).toBeTruthy();
  expect(list.getByText("The provider has another appointment")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Book 2 visits" }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(sent("SeriesPreview").at(-1)).toEqual({
    ...{ patientId: "p1", providerId: "d1", startsAt: slot.startsAt, visitType: "IN_PERSON" },
    rule: "FREQ=WEEKLY;COUNT=3",
  });
  expect(sent("BookAppointmentSeries")).toEqual([
    {
      ...{ patientId: "p1", providerId: "d1", startsAt: slot.startsAt, visitType: "IN_PERSON" },
      ...{ rule: "FREQ=WEEKLY;COUNT=3", changes: [{ startsAt: second.startsAt }] },
      idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
    },
  ]);
});

test("a visit that is not wanted is left out; of none nothing is booked", async () => {
  const { onClose, sent } = open();
  await repeatWeekly("3");
  const list = await visits("2 visits of 3 will be booked");
  for (const box of list.getAllByRole("checkbox", { checked: true })) {
    fireEvent.click(box);
  }
  fireEvent.click(screen.getByRole("button", { name: "Book 10:30 AM" }));
  expect(await screen.findByText("Leave one visit at least.")).toBeTruthy();
  expect(sent("BookAppointmentSeries")).toEqual([]);
  fireEvent.click(list.getByRole("checkbox", { name: "Mon, Dec 7, 2026, 10:30 AM" }));
  fireEvent.click(screen.getByRole("button", { name: "Book 1 visit" }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(sent("BookAppointmentSeries")[0]?.changes).toEqual([
    { startsAt: first.startsAt },
    { startsAt: second.startsAt },
  ]);
});

test("what was taken meanwhile refuses the whole series, which is shown as it is now", async () => {
  let taken = false;
  const { onClose, sent } = open({
    book: () => {
      if (taken) {
        return payload([first.startsAt]);
      }
      taken = true;
      return payload(null, { code: "SLOT_TAKEN", field: ["rule"] });
    },
    comesTo: () => previewOf(first, second, taken ? occurrence(third.startsAt, "PATIENT_BUSY") : third),
  });
  await repeatWeekly("3");
  await visits("2 visits of 3 will be booked");
  fireEvent.click(screen.getByRole("button", { name: "Book 2 visits" }));
  expect((await screen.findByRole("alert")).textContent).toContain("Not all of these visits are possible any more.");
  expect(await screen.findByText("The patient has another appointment")).toBeTruthy();
  expect(onClose).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole("button", { name: "Book 1 visit" }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  const [before, after] = sent("BookAppointmentSeries");
  expect(after?.changes).toEqual([{ startsAt: second.startsAt }, { startsAt: third.startsAt }]);
  expect(after?.idempotencyKey).not.toBe(before?.idempotencyKey);
});

test("a number of visits that is none is said at its field, and nothing is asked for it", async () => {
  const { sent } = open();
  await repeatWeekly("101");
  fireEvent.click(screen.getByRole("button", { name: /^Book/ }));
  expect(await screen.findByText("At least 2 visits, all within two years and 100 at most.")).toBeTruthy();
  expect(sent("SeriesPreview").map(({ rule }) => rule)).not.toContain("FREQ=WEEKLY;COUNT=101");
  expect(sent("BookAppointmentSeries")).toEqual([]);
});

test("patients book one visit at a time", async () => {
  open({}, { ...staffViewer, roles: ["PATIENT"], patientId: "p1", providerId: null });
  expect(await screen.findByRole("combobox", { name: "Provider or specialty" })).toBeTruthy();
  expect(screen.queryByRole("combobox", { name: "Repeats" })).toBeNull();
});

async function chooseEvery(name: string): Promise<void> {
  fireEvent.click(screen.getByRole("combobox", { name: "Repeats" }));
  fireEvent.click(await screen.findByRole("option", { name }));
}

test("what another rule came to is never shown or booked under this one, whose answer is awaited", async () => {
  let arrive: (answer: GraphqlAnswer) => void = () => undefined;
  const later = new Promise<GraphqlAnswer>((resolve) => {
    arrive = resolve;
  });
  const { onClose, sent } = open({
    comesTo: (rule) => (rule.includes("INTERVAL=2") ? later : previewOf(first, second, third)),
  });
  await repeatWeekly("3");
  await visits("2 visits of 3 will be booked");
  await chooseEvery("Every two weeks");
  expect(screen.queryByRole("list", { name: /visits/ })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Book 10:30 AM" }));
  expect((await screen.findByRole("alert")).textContent).toContain("Which visits are possible is not known yet.");
  expect(sent("BookAppointmentSeries")).toEqual([]);
  arrive(previewOf(first, third, occurrence("2026-12-21T15:30:00.000Z")));
  fireEvent.click(await screen.findByRole("button", { name: "Book 3 visits" }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(sent("BookAppointmentSeries")[0]).toMatchObject({ rule: "FREQ=WEEKLY;INTERVAL=2;COUNT=3", changes: [] });
});

test("a series that there cannot be is said at its number of visits, in the reader's words", async () => {
  const message = "A series is over after two years: choose a rule that ends earlier.";
  open({
    comesTo: () => ({
      data: { __typename: "Query", appointmentSeriesPreview: null },
      errors: [{ message, path: ["appointmentSeriesPreview"], extensions: { code: "BAD_USER_INPUT" } }],
    }),
  });
  await repeatWeekly("3");
  expect(await screen.findByText(/^A series like this cannot be booked/)).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Try again" })).toBeNull();
});

test("the number of visits is read in whichever digits it is typed", async () => {
  const { sent } = open();
  await repeatWeekly("١٢");
  await waitFor(() => expect(sent("SeriesPreview").at(-1)?.rule).toBe("FREQ=WEEKLY;COUNT=12"));
});
