import { fireEvent, screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { answerGraphql } from "../../../testing/graphql-server.ts";
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

function answerClinic(preview: object | null) {
  return answerGraphql({
    CancellationPreview: {
      data: {
        __typename: "Query",
        cancellationPreview: preview && { __typename: "CancellationPreview", ...preview },
      },
    },
    CancelAppointment: {
      data: {
        __typename: "Mutation",
        cancelAppointment: {
          ...{ __typename: "CancelAppointmentPayload", userErrors: [] },
          appointment: { ...(appointment as object), status: "CANCELLED" },
        },
      },
    },
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
