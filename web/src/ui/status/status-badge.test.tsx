import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { AppointmentStatus, InvoiceStatus, PatientStatus, ProviderStatus } from "../../graphql/graphql.ts";
import {
  AppointmentStatusBadge,
  InvoiceStatusBadge,
  PatientStatusBadge,
  ProviderStatusBadge,
} from "./status-badge.tsx";

test("every state of the API has a word of its own", () => {
  render(Object.values(AppointmentStatus).map((status) => <AppointmentStatusBadge key={status} status={status} />));
  const words = ["Requested", "Booked", "Confirmed", "Checked in", "In progress", "Completed", "Cancelled", "No-show"];
  for (const word of words) {
    expect(screen.getByText(word)).toBeTruthy();
  }
  expect(words).toHaveLength(Object.values(AppointmentStatus).length);
});

test("no badge shows a key instead of a word", () => {
  const { container } = render(
    <>
      {Object.values(InvoiceStatus).map((status) => (
        <InvoiceStatusBadge key={status} status={status} />
      ))}
      {Object.values(PatientStatus).map((status) => (
        <PatientStatusBadge key={status} status={status} />
      ))}
      {Object.values(ProviderStatus).map((status) => (
        <ProviderStatusBadge key={status} status={status} />
      ))}
    </>,
  );
  expect(container.textContent).not.toMatch(/[A-Z]{3}|\./);
});
