import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLive } from "../../../lib/live/live.ts";
import { answerGraphql, type GraphqlAnswer } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { BookingDialog } from "./booking-dialog.tsx";

const amira = { __typename: "Patient", id: "p1", mrn: "104233", fullName: "Amira Nasser", birthDate: "1980-03-01" };
const leila = { __typename: "Provider", id: "d1", fullName: "Dr. Leila Haddad", timeZone: "America/New_York" };
const cardiology = { __typename: "Specialty", code: "cardiology", name: "Cardiology" };

const slot = (startsAt: string, endsAt: string) => ({ __typename: "Slot", startsAt, endsAt, provider: leila });
const half = slot("2026-11-23T15:30:00.000Z", "2026-11-23T16:00:00.000Z");
const eleven = slot("2026-11-23T16:00:00.000Z", "2026-11-23T16:30:00.000Z");
const two = slot("2026-11-23T19:00:00.000Z", "2026-11-23T19:30:00.000Z");
const nineOfNextDay = slot("2026-11-24T14:00:00.000Z", "2026-11-24T14:30:00.000Z");

const booked = {
  __typename: "Appointment",
  id: "a1",
  version: 1,
  status: "BOOKED",
  visitType: "IN_PERSON",
  startsAt: half.startsAt,
  endsAt: half.endsAt,
  reason: null,
  patient: amira,
  provider: { ...leila, specialties: [cardiology] },
};

const payload = (appointment: object | null, ...userErrors: object[]): GraphqlAnswer => ({
  data: {
    __typename: "Mutation",
    bookAppointment: {
      __typename: "BookAppointmentPayload",
      appointment,
      userErrors: userErrors.map((error) => ({ __typename: "UserError", message: "In English.", ...error })),
    },
  },
});

interface Clinic {
  readonly book: () => GraphqlAnswer;
  readonly morning?: () => object[];
  readonly nextDay?: Promise<object[]>;
}

function answerClinic({ book, morning = () => [half, eleven], nextDay }: Clinic) {
  const freeDays = () => ({
    data: { __typename: "Query", availableSlots: [...morning(), two, ...(nextDay ? [nineOfNextDay] : [])] },
  });
  const freeSlots = async (asked: Record<string, unknown>) => ({
    data: {
      __typename: "Query",
      ...((asked.morning as { from: string }).from < two.startsAt
        ? { morning: morning(), afternoon: [two] }
        : { morning: await nextDay, afternoon: [] }),
    },
  });
  return answerGraphql({
    BookingPatients: { data: { __typename: "Query", patients: { __typename: "PatientConnection", nodes: [amira] } } },
    BookingProviders: {
      data: {
        __typename: "Query",
        specialties: [cardiology],
        providers: { __typename: "ProviderConnection", nodes: [{ ...leila, specialties: [cardiology] }] },
      },
    },
    FreeDays: freeDays,
    FreeSlots: freeSlots,
    BookAppointment: book,
  });
}

const patient = { id: amira.id, fullName: amira.fullName, mrn: amira.mrn };

async function chooseHalfPastTen(): Promise<void> {
  fireEvent.click(await screen.findByRole("combobox", { name: "Provider or specialty" }));
  fireEvent.click(await screen.findByRole("option", { name: "Dr. Leila Haddad · Cardiology" }));
  fireEvent.click(await screen.findByRole("radio", { name: "10:30 AM" }));
}

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: new Date("2026-11-20T15:00:00Z") });
});

afterEach(() => {
  vi.useRealTimers();
});

test("the first free day's times are grouped by the clinic's noon, and the chosen one is booked", async () => {
  const onClose = vi.fn();
  const asked = answerClinic({ book: () => payload(booked) });
  renderPage(<BookingDialog patient={patient} opened onClose={onClose} />);
  await chooseHalfPastTen();
  expect(within(screen.getByRole("group", { name: "Morning" })).getAllByRole("radio")).toHaveLength(2);
  expect(within(screen.getByRole("group", { name: "Afternoon" })).getByRole("radio", { name: "2:00 PM" })).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Book 10:30 AM" }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(asked.find(({ name }) => name === "BookAppointment")?.variables.input).toEqual({
    patientId: "p1",
    providerId: "d1",
    startsAt: half.startsAt,
    visitType: "IN_PERSON",
    idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
});

test("no time of the former day can be chosen while those of the day are awaited", async () => {
  const nextDay = Promise.withResolvers<object[]>();
  answerClinic({ book: () => payload(booked), nextDay: nextDay.promise });
  renderPage(<BookingDialog patient={patient} opened onClose={vi.fn()} />);
  await chooseHalfPastTen();
  fireEvent.click(screen.getByRole("button", { name: "Tuesday, November 24, 2026" }));
  expect(screen.queryAllByRole("radio", { name: /\d:\d\d/ })).toEqual([]);
  expect(screen.getByRole("status", { name: "Loading" })).toBeTruthy();
  nextDay.resolve([nineOfNextDay]);
  fireEvent.click(await screen.findByRole("radio", { name: "9:00 AM" }));
  expect(screen.getByRole("button", { name: "Book 9:00 AM" })).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("what somebody else took while the reader hesitated is said, until another way to come is chosen", async () => {
  let taken = false;
  answerClinic({ book: () => payload(booked), morning: () => (taken ? [eleven] : [half, eleven]) });
  const live = createLive();
  renderPage(<BookingDialog patient={patient} opened onClose={vi.fn()} />, { live });
  await chooseHalfPastTen();
  taken = true;
  live.changes.changed("somebody-elses");
  expect((await screen.findByRole("alert")).textContent).toContain("Somebody else has just taken this time.");
  expect(screen.getByRole("button", { name: "Book" })).toBeTruthy();
  fireEvent.click(screen.getByRole("radio", { name: "Video" }));
  expect(screen.queryByRole("alert")).toBeNull();
  fireEvent.click(await screen.findByRole("radio", { name: "11:00 AM" }));
  expect(screen.getByRole("button", { name: "Book 11:00 AM" })).toBeTruthy();
});

test("a taken time is said, struck through and not offered again; the next attempt has a key of its own", async () => {
  let taken = false;
  const asked = answerClinic({
    book: () => {
      if (taken) {
        return payload({ ...booked, startsAt: eleven.startsAt });
      }
      taken = true;
      return payload(null, { code: "SLOT_TAKEN", field: ["startsAt"] });
    },
    morning: () => (taken ? [eleven] : [half, eleven]),
  });
  const onClose = vi.fn();
  renderPage(<BookingDialog patient={patient} opened onClose={onClose} />);
  await chooseHalfPastTen();
  fireEvent.click(screen.getByRole("button", { name: "Book 10:30 AM" }));
  expect((await screen.findByRole("alert")).textContent).toContain("Somebody else has just taken this time.");
  await waitFor(() => expect(screen.getByRole<HTMLInputElement>("radio", { name: "10:30 AM" }).disabled).toBe(true));
  fireEvent.click(screen.getByRole("radio", { name: "11:00 AM" }));
  fireEvent.click(screen.getByRole("button", { name: "Book 11:00 AM" }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  const keys = asked
    .filter(({ name }) => name === "BookAppointment")
    .map(({ variables }) => (variables.input as { idempotencyKey: string }).idempotencyKey);
  expect(new Set(keys).size).toBe(2);
});

test("openemr #6234: without an answer the dialog stays and says so; the same attempt is sent again with its key", async () => {
  let silent = true;
  const asked = answerClinic({
    book: () =>
      silent
        ? {
            data: { __typename: "Mutation", bookAppointment: null },
            errors: [{ message: "Down.", path: ["bookAppointment"], extensions: { code: "SUBGRAPH_UNAVAILABLE" } }],
          }
        : payload(booked),
  });
  const onClose = vi.fn();
  renderPage(<BookingDialog patient={patient} opened onClose={onClose} />);
  await chooseHalfPastTen();
  fireEvent.click(screen.getByRole("button", { name: "Book 10:30 AM" }));
  expect((await screen.findByRole("alert")).textContent).toContain("it will not happen twice");
  silent = false;
  fireEvent.click(screen.getByRole("button", { name: "Book 10:30 AM" }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  const inputs = asked.filter(({ name }) => name === "BookAppointment").map(({ variables }) => variables.input);
  expect(inputs).toHaveLength(2);
  expect(inputs[0]).toEqual(inputs[1]);
});

test("each refusal stands at the field that it is about", async () => {
  answerClinic({ book: () => payload(null, { code: "PATIENT_ARCHIVED", field: ["patientId"] }) });
  renderPage(<BookingDialog patient={patient} opened onClose={vi.fn()} />);
  await chooseHalfPastTen();
  fireEvent.click(screen.getByRole("button", { name: "Book 10:30 AM" }));
  expect(await screen.findByText("This patient's record is archived: nothing can be booked.")).toBeTruthy();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("patients book for themselves", async () => {
  const asked = answerClinic({ book: () => payload(booked) });
  const viewer = { ...staffViewer, roles: ["PATIENT"] as const, patientId: "p1" };
  renderPage(<BookingDialog patient={null} opened onClose={vi.fn()} />, { viewer });
  await chooseHalfPastTen();
  expect(screen.queryByLabelText("Patient")).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Book 10:30 AM" }));
  await waitFor(() =>
    expect(asked.find(({ name }) => name === "BookAppointment")?.variables.input).toMatchObject({ patientId: "p1" }),
  );
  // The times at which they have other visits are not offered to begin with.
  expect(asked.find(({ name }) => name === "FreeSlots")?.variables.morning).toMatchObject({ patientId: "p1" });
});

test("what stands in the place of the patient's field takes the focus when somebody is found and when that is taken back", async () => {
  answerClinic({ book: () => payload(booked) });
  renderPage(<BookingDialog patient={null} opened onClose={() => undefined} />);
  fireEvent.change(await screen.findByRole("textbox", { name: "Patient" }), { target: { value: "Nasser" } });
  fireEvent.click(await screen.findByRole("option", { name: /Amira Nasser/ }));
  const change = await screen.findByRole("button", { name: "Choose another patient" });
  expect(document.activeElement).toBe(change);
  fireEvent.click(change);
  expect(document.activeElement).toBe(screen.getByRole("textbox", { name: "Patient" }));
});
