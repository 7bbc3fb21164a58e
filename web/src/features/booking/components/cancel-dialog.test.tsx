import { Notifications } from "@mantine/notifications";
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answerGraphql, unavailable } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { CancelDialog } from "./cancel-dialog.tsx";

const appointment = {
  ...{ __typename: "Appointment", id: "a1", version: 3, status: "BOOKED", visitType: "IN_PERSON", reason: null },
  ...{ startsAt: "2026-11-23T15:30:00.000Z", endsAt: "2026-11-23T16:00:00.000Z" },
  patient: { __typename: "Patient", id: "p1", mrn: "104233", fullName: "Amira Nasser", birthDate: "1980-03-01" },
  provider: {
    __typename: "Provider",
    id: "d1",
    fullName: "Dr. Leila Haddad",
    timeZone: "Europe/Berlin",
    specialties: [],
  },
} as never;

const patientViewer = { ...staffViewer, roles: ["PATIENT"] as const, patientId: "p1", providerId: null };
const freeUntil = "2026-11-22T15:30:00.000Z";
const fee = { __typename: "Money", amount: 2500, currency: "USD" };

const payload = (name: string, of: object) => ({
  data: {
    __typename: "Mutation",
    [name]: { __typename: `${name[0]?.toUpperCase()}${name.slice(1)}Payload`, userErrors: [], ...of },
  },
});

function answerClinic(preview: object | null, series: object | null = null) {
  return answerGraphql({
    SeriesOfVisit: {
      data: { __typename: "Query", appointment: { __typename: "Appointment", id: "a1", series } },
    },
    CancellationPreview: {
      data: {
        __typename: "Query",
        cancellationPreview: preview && { __typename: "CancellationPreview", ...preview },
      },
    },
    CancelAppointment: payload("cancelAppointment", {
      appointment: { ...(appointment as object), status: "CANCELLED" },
    }),
    CancelAppointmentSeries: payload("cancelAppointmentSeries", {
      appointmentSeries: {
        ...{ __typename: "AppointmentSeries", id: "s1", version: 3 },
        appointments: ["a0", "a1", "a2"].map((id) => ({ ...(appointment as object), id, status: "CANCELLED" })),
      },
    }),
  });
}

async function cancel(asked: ReturnType<typeof answerClinic>): Promise<unknown> {
  fireEvent.change(screen.getByRole("textbox", { name: /^Reason/ }), { target: { value: "Moved away" } });
  fireEvent.click(screen.getByRole("button", { name: "Cancel appointment" }));
  await waitFor(() => expect(asked.some(({ name }) => name === "CancelAppointment")).toBe(true));
  const sent = asked.find(({ name }) => name === "CancelAppointment")?.variables.input ?? {};
  const { idempotencyKey: _, ...input } = sent as Record<string, unknown>;
  return input;
}

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: new Date("2026-11-23T10:00:00Z") });
});

afterEach(() => {
  vi.useRealTimers();
});

test("a patient is told what it costs before, and decides nothing about it", async () => {
  const asked = answerClinic({ freeUntil, late: true, fee });
  renderPage(<CancelDialog appointment={appointment} opened onClose={vi.fn()} />, { viewer: patientViewer });
  expect((await screen.findByRole("status")).textContent).toBe(
    "It is too late to cancel for free: you will be asked for $25.00.",
  );
  expect(screen.queryByRole("checkbox")).toBeNull();
  expect(await cancel(asked)).toEqual({ id: "a1", expectedVersion: 3, reason: "Moved away" });
});

test("until when it is free is told, too", async () => {
  answerClinic({ freeUntil, late: false, fee: null });
  renderPage(<CancelDialog appointment={appointment} opened onClose={vi.fn()} />, { viewer: patientViewer });
  expect((await screen.findByRole("status")).textContent).toMatch(/^Cancelling is free until .*22.*, 10:30 AM\.$/);
});

test("the clinic says on whose behalf, and may waive the patient's fee", async () => {
  const asked = answerClinic({ freeUntil, late: true, fee });
  renderPage(<CancelDialog appointment={appointment} opened onClose={vi.fn()} />, { viewer: staffViewer });
  expect((await screen.findByRole("status")).textContent).toBe("Cancelling costs the patient nothing.");
  fireEvent.click(screen.getByRole("radio", { name: "The patient" }));
  expect(screen.getByRole("status").textContent).toContain("the patient will be asked for $25.00");
  fireEvent.click(screen.getByRole("checkbox", { name: "Waive the fee of $25.00" }));
  expect(screen.getByRole("status").textContent).toBe("Cancelling costs the patient nothing.");
  expect(await cancel(asked)).toEqual({
    ...{ id: "a1", expectedVersion: 3, reason: "Moved away" },
    ...{ onBehalfOf: "PATIENT", waiveFee: true },
  });
});

test("where the clinic has decided nothing about it, nothing is said", async () => {
  const asked = answerClinic({ freeUntil: null, late: false, fee: null });
  renderPage(<CancelDialog appointment={appointment} opened onClose={vi.fn()} />, { viewer: staffViewer });
  expect(await cancel(asked)).toMatchObject({ onBehalfOf: "CLINIC" });
  expect(screen.queryByRole("status")).toBeNull();
});

const visitOf = (id: string, startsAt: string, status = "BOOKED") => ({
  ...{ __typename: "Appointment", id, status, startsAt },
});

const series = {
  ...{ __typename: "AppointmentSeries", id: "s1", version: 2, rule: "FREQ=WEEKLY;COUNT=3" },
  appointments: [
    visitOf("a0", "2026-11-16T15:30:00.000Z", "CANCELLED"),
    visitOf("a1", "2026-11-23T15:30:00.000Z"),
    visitOf("a2", "2026-11-30T15:30:00.000Z", "CONFIRMED"),
  ],
};

test("the rest of a series is called off with the visit, by the version that was seen", async () => {
  const asked = answerClinic({ freeUntil, late: false, fee: null }, series);
  const onClose = vi.fn();
  renderPage(
    <>
      <Notifications />
      <CancelDialog appointment={appointment} opened onClose={onClose} />
    </>,
    { viewer: staffViewer },
  );
  fireEvent.click(await screen.findByRole("radio", { name: "This and later" }));
  fireEvent.change(screen.getByRole("textbox", { name: /^Reason/ }), { target: { value: "Moved away" } });
  fireEvent.click(screen.getByRole("button", { name: "Cancel appointment" }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(asked.find(({ name }) => name === "CancelAppointmentSeries")?.variables.input).toEqual({
    ...{ id: "a1", scope: "FOLLOWING", expectedVersion: 2, reason: "Moved away", onBehalfOf: "CLINIC" },
    idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/),
  });
  // The first one had been called off before.
  expect(await screen.findByText("Cancelled: Amira Nasser, 2 visits")).toBeTruthy();
  expect(asked.map(({ name }) => name)).not.toContain("CancelAppointment");
});

test("a visit of a series is called off alone unless told otherwise", async () => {
  const asked = answerClinic({ freeUntil, late: false, fee: null }, series);
  renderPage(<CancelDialog appointment={appointment} opened onClose={vi.fn()} />, { viewer: staffViewer });
  await screen.findByRole("radio", { name: "This visit" });
  expect(await cancel(asked)).toMatchObject({ id: "a1", expectedVersion: 3 });
});

test("where no other visit of the series is to come there is nothing to choose", async () => {
  const last = { ...series, appointments: series.appointments.slice(0, 2) };
  const asked = answerClinic({ freeUntil: null, late: false, fee: null }, last);
  renderPage(<CancelDialog appointment={appointment} opened onClose={vi.fn()} />, { viewer: staffViewer });
  expect(await cancel(asked)).toMatchObject({ id: "a1" });
  expect(screen.queryByRole("radio", { name: "This visit" })).toBeNull();
});

test("patients call one visit off, and are not asked about a series", async () => {
  const asked = answerClinic({ freeUntil, late: false, fee: null }, series);
  renderPage(<CancelDialog appointment={appointment} opened onClose={vi.fn()} />, { viewer: patientViewer });
  expect(await cancel(asked)).toEqual({ id: "a1", expectedVersion: 3, reason: "Moved away" });
  expect(asked.map(({ name }) => name)).not.toContain("SeriesOfVisit");
});

test("what it costs to call several visits off is said of each that is late, not of one", async () => {
  answerClinic({ freeUntil, late: true, fee }, series);
  renderPage(<CancelDialog appointment={appointment} opened onClose={vi.fn()} />, { viewer: staffViewer });
  fireEvent.click(await screen.findByRole("radio", { name: "All to come" }));
  fireEvent.click(screen.getByRole("radio", { name: "The patient" }));
  expect(screen.getByRole("status").textContent).toBe(
    "The patient will be asked for the fee of each of these visits that it is too late to cancel for free.",
  );
  fireEvent.click(screen.getByRole("checkbox", { name: "Waive these fees" }));
  expect(screen.getByRole("status").textContent).toBe("Cancelling costs the patient nothing.");
});

test("whoever wanted the series called off is not content with one visit where the series is not known", async () => {
  const open = () =>
    renderPage(<CancelDialog appointment={appointment} opened onClose={vi.fn()} />, { viewer: staffViewer });
  answerClinic({ freeUntil, late: false, fee: null }, series);
  const { unmount } = open();
  fireEvent.click(await screen.findByRole("radio", { name: "All to come" }));
  fireEvent.change(screen.getByRole("textbox", { name: /^Reason/ }), { target: { value: "Moved away" } });
  await vi.advanceTimersByTimeAsync(1_000);
  unmount();

  const asked = answerGraphql({
    CancellationPreview: { data: { __typename: "Query", cancellationPreview: null } },
    SeriesOfVisit: {
      data: { __typename: "Query", appointment: null },
      errors: [unavailable("appointment")],
    },
  });
  open();
  expect(await screen.findByText("What you wrote before is here again.")).toBeTruthy();
  expect(await screen.findByRole("button", { name: "Try again" })).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Cancel appointment" }));
  expect(await screen.findByText(/^Whether it is a visit of a series is not known/)).toBeTruthy();
  expect(asked.map(({ name }) => name).filter((name) => name.startsWith("Cancel"))).toEqual(["CancellationPreview"]);
});
