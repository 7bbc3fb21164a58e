import { screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answerGraphql } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { RescheduleDialog } from "./reschedule-dialog.tsx";

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

function open(fee: object | null, viewer: typeof staffViewer | typeof patientViewer) {
  const preview = { freeUntil: "2026-11-22T15:30:00.000Z", late: fee !== null, fee };
  const asked = answerGraphql({
    CancellationPreview: {
      data: { __typename: "Query", cancellationPreview: { __typename: "CancellationPreview", ...preview } },
    },
    FreeDays: { data: { __typename: "Query", availableSlots: [] } },
    FreeSlots: { data: { __typename: "Query", morning: [], afternoon: [] } },
  });
  renderPage(<RescheduleDialog appointment={appointment} opened onClose={vi.fn()} />, { viewer });
  return asked;
}

const fee = { __typename: "Money", amount: 2500, currency: "USD" };
const notice = "It is too late to cancel for free, at the new time too: if you do, you will be asked for $25.00.";

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: new Date("2026-11-23T10:00:00Z") });
});

afterEach(() => {
  vi.useRealTimers();
});

test("a patient is told before they move a visit late that it stays late", async () => {
  open(fee, patientViewer);
  expect(await screen.findByText(notice)).toBeTruthy();
});

test("a patient who is in time is told nothing of it", async () => {
  const asked = open(null, patientViewer);
  await waitFor(() => expect(asked.map(({ name }) => name)).toContain("CancellationPreview"));
  await waitFor(() => expect(asked.map(({ name }) => name)).toContain("FreeDays"));
  expect(screen.queryByText(/too late/)).toBeNull();
});

test("the clinic, whose move makes nothing late, does not ask", async () => {
  const asked = open(fee, staffViewer);
  await waitFor(() => expect(asked.map(({ name }) => name)).toContain("FreeDays"));
  expect(asked.map(({ name }) => name)).not.toContain("CancellationPreview");
});
