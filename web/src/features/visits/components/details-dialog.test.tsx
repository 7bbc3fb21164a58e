import { screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import type { AppointmentRowFragment } from "../../../graphql/graphql.ts";
import { answerGraphql, unavailable } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { DetailsDialog } from "./details-dialog.tsx";

const appointment: AppointmentRowFragment = {
  __typename: "Appointment",
  id: "a1",
  version: 4,
  status: "FULFILLED",
  visitType: "IN_PERSON",
  startsAt: "2026-11-23T15:30:00.000Z",
  endsAt: "2026-11-23T16:00:00.000Z",
  reason: "Cough",
  patient: { __typename: "Patient", id: "p1", fullName: "Amira Nasser", mrn: "104233" },
  provider: {
    __typename: "Provider",
    id: "d1",
    fullName: "Dr. Leila Haddad",
    timeZone: "Europe/Berlin",
    specialties: [],
  },
};

const alone = {
  ...{ ...appointment, overbooked: false, statusHistory: [], series: null },
  ...{ location: null, cancellation: null, overlapping: [], invoice: null },
};

const consultation = {
  __typename: "Consultation",
  id: "c1",
  startedAt: "2026-11-23T15:35:00.000Z",
  completedAt: "2026-11-23T15:55:00.000Z",
  joinUrl: null,
  summary: {
    __typename: "EncounterSummary",
    complaint: "Cough since Monday",
    findings: null,
    assessment: "Bronchitis",
    plan: "Rest\nTea",
    prescriptions: [
      {
        __typename: "Prescription",
        medication: "Amoxicillin 500 mg",
        dosage: "1 every 8 hours",
        instructions: "With food",
      },
    ],
  },
};

const patientViewer = {
  ...staffViewer,
  roles: ["PATIENT"],
  patientId: "p1",
  providerId: null,
} as unknown as typeof staffViewer;

function openDetails(answer: object, { opened = true, viewer = staffViewer } = {}) {
  const asked = answerGraphql({
    VisitDetails: { data: { __typename: "Query", appointment: { ...alone, ...answer } } },
  });
  renderPage(<DetailsDialog appointment={appointment} opened={opened} onClose={vi.fn()} />, { viewer });
  return asked;
}

test("what came of the visit is there to read, without what was not written", async () => {
  openDetails({ consultation });
  const summary = within(await screen.findByRole("region", { name: "Summary of the visit" }));
  expect(summary.getAllByRole("term").map(({ textContent }) => textContent)).toEqual([
    "Complaint",
    "Assessment",
    "Plan",
  ]);
  expect(summary.getAllByRole("definition").map(({ textContent }) => textContent)).toEqual([
    "Cough since Monday",
    "Bronchitis",
    "Rest\nTea",
  ]);
  const [prescription] = within(summary.getByRole("list", { name: "Prescriptions" })).getAllByRole("listitem");
  expect(prescription?.textContent).toBe("Amoxicillin 500 mg1 every 8 hoursWith food");
  expect(screen.getByText("10:35 AM")).toBeTruthy();
  expect(screen.getByText("10:55 AM")).toBeTruthy();
});

test("whoever may not see what happened sees the visit, and no trace of the rest", async () => {
  openDetails({ consultation: null, reason: "Cough, told by phone" });
  expect(await screen.findByText("Cough, told by phone")).toBeTruthy();
  expect(screen.queryByRole("region", { name: "Summary of the visit" })).toBeNull();
  expect(screen.queryByText("Began")).toBeNull();
  expect(screen.queryByRole("alert")).toBeNull();
});

test("a summary that cannot be had now is said, and asked for again", async () => {
  const asked = answerGraphql({
    VisitDetails: {
      data: { __typename: "Query", appointment: { ...alone, consultation: null } },
      errors: [unavailable("appointment", "consultation")],
    },
  });
  renderPage(<DetailsDialog appointment={appointment} opened onClose={vi.fn()} />);
  const alert = within(await screen.findByRole("alert"));
  alert.getByRole("button", { name: "Try again" }).click();
  await waitFor(() => expect(asked).toHaveLength(2));
});

test("nothing is asked for while the dialog is closed", async () => {
  const asked = openDetails({ consultation }, { opened: false });
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(asked).toEqual([]);
});

test("a video visit whose room is open is joined from here, and begins there", async () => {
  const joinUrl = "http://localhost:4000/visit/0199a000-0000-7000-8000-0000000000a1#v3.k1.sealed";
  openDetails({ consultation: { ...consultation, startedAt: null, completedAt: null, summary: null, joinUrl } });
  const link = await screen.findByRole("link", { name: "Join video visit" });
  expect(link.getAttribute("href")).toBe("/visit/0199a000-0000-7000-8000-0000000000a1#v3.k1.sealed");
  expect(screen.queryByText("Began")).toBeNull();
});

const change = (id: string, cause: string, reason: string | null) => ({
  ...{ __typename: "AppointmentStatusChange", id, cause, reason, automatic: cause === "MISSED" },
  changedAt: "2026-11-20T14:05:00.000Z",
});
const overbooked = {
  ...{ consultation: null, overbooked: true },
  statusHistory: [change("h1", "OVERBOOKED", "Chest pain"), change("h2", "CONFIRMED", null)],
};

test("that a visit was overbooked, and why, the clinic is told", async () => {
  openDetails(overbooked);
  const term = await screen.findByText("Overbooked", { selector: "dt" });
  expect(term.parentElement?.textContent).toBe("OverbookedChest pain");
});

test("of overbooking the patient is told nothing", async () => {
  const asked = openDetails(overbooked, { viewer: patientViewer });
  await waitFor(() => expect(asked).toHaveLength(1));
  expect(await screen.findByText("Cough")).toBeTruthy();
  expect(screen.queryByText("Overbooked")).toBeNull();
});

test("a visit of a series is shown among those that were booked with it", async () => {
  const visitOf = (id: string, startsAt: string, status: string) => ({
    ...{ __typename: "Appointment", id, startsAt, status },
  });
  const series = {
    ...{ __typename: "AppointmentSeries", id: "s1" },
    appointments: [
      visitOf("a0", "2026-11-16T15:30:00.000Z", "CANCELLED"),
      visitOf("a1", appointment.startsAt, "FULFILLED"),
    ],
  };
  openDetails({ consultation: null, series });
  const part = within(await screen.findByRole("region", { name: /^Series/ }));
  expect(part.getByText("visit 2 of 2")).toBeTruthy();
  expect(part.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
    "Mon, Nov 16, 2026, 10:30 AMCancelled",
    "Mon, Nov 23, 2026, 10:30 AMCompleted",
  ]);
});

const cancelled = {
  ...{ consultation: null, status: "CANCELLED" },
  statusHistory: [change("h1", "BOOKED", null), change("h2", "MISSED", null), change("h3", "CANCELLED", "Moved away")],
  cancellation: {
    ...{ __typename: "AppointmentCancellation", onBehalfOf: "PATIENT", late: true, feeWaived: false },
    fee: { __typename: "Money", amount: 2500, currency: "USD" },
  },
};
test("what became of a visit, when and why, the clinic reads in its history", async () => {
  openDetails(cancelled);
  const history = within(await screen.findByRole("region", { name: "History" }));
  expect(history.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
    "BookedNov 20, 2026, 9:05 AM",
    "The patient did not comeNov 20, 2026, 9:05 AM · by the system",
    "CancelledNov 20, 2026, 9:05 AMMoved away",
  ]);
  expect(screen.getByText("By the patient · late · $25.00 to be paid")).toBeTruthy();
});

test("patients read what calling off costs them, and not what the clinic wrote", async () => {
  openDetails(cancelled, { viewer: patientViewer });
  expect(await screen.findByText("By the patient · late · $25.00 to be paid")).toBeTruthy();
  expect(screen.queryByRole("region", { name: "History" })).toBeNull();
  expect(screen.queryByText("Moved away")).toBeNull();
});

test("a fee that was waived is not one to be paid", async () => {
  openDetails({ ...cancelled, cancellation: { ...cancelled.cancellation, fee: null, feeWaived: true } });
  expect(await screen.findByText("By the patient · late · fee waived")).toBeTruthy();
});

test("a visit that nobody can keep besides another says so", async () => {
  const other = {
    ...{ __typename: "Appointment", id: "a9", startsAt: appointment.startsAt, endsAt: appointment.endsAt },
    provider: { __typename: "Provider", id: "d2", fullName: "Dr. Omar Sayed" },
  };
  openDetails({ consultation: null, overlapping: [other] });
  const note = await screen.findByRole("note");
  expect(note.textContent).toContain("The patient has another visit at the same time.");
  expect(within(note).getByRole("listitem").textContent).toBe("10:30 AM – 11:00 AM · Dr. Omar Sayed");
});

test("where a visit is, and its invoice, are there to see and to go to", async () => {
  openDetails({
    consultation: null,
    location: {
      ...{ __typename: "Location", id: "l1", name: "Harbour Clinic" },
      address: { __typename: "Address", line: "5 Quay St", city: "Boston" },
    },
    invoice: { __typename: "Invoice", id: "i1", number: "INV-2026-0007", issuedAt: "2026-11-23T17:00:00.000Z" },
  });
  expect(await screen.findByText("Harbour Clinic, 5 Quay St, Boston")).toBeTruthy();
  expect(screen.getByRole("link", { name: "INV-2026-0007" }).getAttribute("href")).toBe("/billing/i1");
});
