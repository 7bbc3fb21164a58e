import { fireEvent, screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { appointmentRow, connectionOf } from "../../../testing/appointment.factory.ts";
import { answerGraphql, type GraphqlAnswer, unavailable } from "../../../testing/graphql-server.ts";
import { staffViewer } from "../../../testing/render-page.tsx";
import { openPatient, renderPart } from "../../../testing/render-part.tsx";
import { InvoicesTab } from "./invoices-tab.tsx";
import { VisitsTab } from "./visits-tab.tsx";

const desk = { ...staffViewer, roles: ["STAFF"] as const, providerId: null };
const usd = (amount: number) => ({ __typename: "Money", amount, currency: "USD" });
const of = (name: string, part: object | null): GraphqlAnswer => ({
  data: { __typename: "Query", patient: { __typename: "Patient", id: "p1", [name]: part } },
});
const visits = (name: string, ...rows: object[]) => of(name, connectionOf("AppointmentConnection", rows));

test("visits to come stand before those that were, each list by itself", async () => {
  answerGraphql({
    PatientUpcomingVisits: visits("upcomingAppointments", appointmentRow()),
    PatientPastVisits: visits(
      "pastAppointments",
      appointmentRow({ id: "a0", status: "FULFILLED", reason: "Flu shot" }),
    ),
  });
  renderPart(<VisitsTab />, { viewer: desk });
  const [upcoming, past] = [
    await screen.findByRole("table", { name: "Upcoming appointments" }),
    await screen.findByRole("table", { name: "Past appointments" }),
  ];
  expect(within(upcoming).getByText("Dr. Leila Haddad")).toBeTruthy();
  expect(within(upcoming).getByText("Booked")).toBeTruthy();
  expect(within(past).getByText("Completed")).toBeTruthy();
});

test("a list of visits that is away costs its own part, and none is told from it", async () => {
  answerGraphql({
    PatientUpcomingVisits: {
      data: of("upcomingAppointments", null).data,
      errors: [unavailable("patient", "upcomingAppointments")],
    },
    PatientPastVisits: visits("pastAppointments"),
  });
  renderPart(<VisitsTab />, { viewer: desk });
  expect(await screen.findByRole("button", { name: "Try again" })).toBeTruthy();
  expect(screen.queryByText("No upcoming appointments.")).toBeNull();
  expect(await screen.findByText("No past appointments.")).toBeTruthy();
});

const invoice = {
  ...{ __typename: "Invoice", id: "i1", number: "INV-000042", status: "OVERDUE", issuedAt: "2026-11-20T15:00:00.000Z" },
  ...{ total: usd(20_000), balance: usd(5_000) },
  patient: { __typename: "Patient", id: "p1", fullName: "Amira Nasser", mrn: "104233" },
  payer: { __typename: "Payer", id: "y1", name: "Blue Harbor" },
};

test("what the patient was charged is listed without their name, and to the patient without their payer", async () => {
  const answers = { PatientInvoices: of("invoices", connectionOf("InvoiceConnection", [invoice])) };
  answerGraphql(answers);
  const { unmount } = renderPart(<InvoicesTab />, { viewer: desk });
  const row = within((await screen.findByRole("link", { name: "INV-000042" })).closest("tr") as HTMLElement);
  expect(row.getByText("$50.00")).toBeTruthy();
  expect(row.getByText("Overdue")).toBeTruthy();
  expect(row.queryByText("Amira Nasser")).toBeNull();
  expect(screen.getByRole("columnheader", { name: "Payer" })).toBeTruthy();
  unmount();
  answerGraphql(answers);
  renderPart(<InvoicesTab />, {
    viewer: { ...desk, roles: ["PATIENT"], patientId: "p1" },
    patient: { ...openPatient, own: true },
  });
  await screen.findByRole("link", { name: "INV-000042" });
  expect(screen.queryByRole("columnheader", { name: "Payer" })).toBeNull();
});

test("invoices that cannot be read are not called none", async () => {
  const none = of("invoices", connectionOf("InvoiceConnection", []));
  const answers = [
    {
      data: of("invoices", null).data,
      errors: [unavailable("patient", "invoices")],
    },
    none,
  ];
  const answer = () => answers.shift() ?? none;
  answerGraphql({ PatientInvoices: answer });
  renderPart(<InvoicesTab />, { viewer: desk });
  fireEvent.click(await screen.findByRole("button", { name: "Try again" }));
  expect(await screen.findByText("No invoices.")).toBeTruthy();
});
