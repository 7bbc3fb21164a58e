import { Notifications } from "@mantine/notifications";
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import type { AppointmentRowFragment, AppointmentStatus } from "../graphql/graphql.ts";
import { answerGraphql, type GraphqlAnswer } from "../testing/graphql-server.ts";
import { renderPage } from "../testing/render-page.tsx";
import { AppointmentMenu } from "../ui/table/appointment-menu.tsx";
import { AppointmentControlProvider } from "./appointment-control-provider.tsx";

const visit = (status: AppointmentStatus): AppointmentRowFragment => ({
  __typename: "Appointment",
  id: "a1",
  version: 2,
  status,
  visitType: "IN_PERSON",
  startsAt: new Date().toISOString(),
  endsAt: new Date(Date.now() + 1_800_000).toISOString(),
  reason: null,
  patient: { __typename: "Patient", id: "p1", fullName: "Amira Nasser", mrn: "104233" },
  provider: {
    __typename: "Provider",
    id: "d1",
    fullName: "Dr. Leila Haddad",
    timeZone: "Europe/Berlin",
    specialties: [],
  },
});

const started = (...userErrors: object[]): GraphqlAnswer => ({
  data: {
    __typename: "Mutation",
    startConsultation: { __typename: "StartConsultationPayload", consultation: null, userErrors },
  },
});

async function openMenu(status: AppointmentStatus) {
  renderPage(
    <AppointmentControlProvider>
      <AppointmentMenu appointment={visit(status)} />
      <Notifications />
    </AppointmentControlProvider>,
  );
  fireEvent.click(screen.getByRole("button", { name: /^Actions for Amira Nasser/ }));
  return within(await screen.findByRole("menu"));
}

test("a provider starts the own visit from its menu, once for each attempt", async () => {
  const asked = answerGraphql({ StartConsultation: started() });
  const menu = await openMenu("CHECKED_IN");
  expect(menu.getAllByRole("menuitem").map(({ textContent }) => textContent)).toEqual([
    "Visit details",
    "Start visit",
    "Cancel",
  ]);
  fireEvent.click(menu.getByRole("menuitem", { name: "Start visit" }));
  expect(await screen.findByText("The visit of Amira Nasser has begun")).toBeTruthy();
  expect(asked).toMatchObject([
    {
      name: "StartConsultation",
      variables: { input: { id: "a1", expectedVersion: 2, idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/) } },
    },
  ]);
});

test("a visit that may not begin yet is said in words of the reader", async () => {
  answerGraphql({
    StartConsultation: started({
      __typename: "UserError",
      code: "TOO_EARLY",
      field: ["id"],
      message: "Of the server.",
    }),
  });
  const menu = await openMenu("BOOKED");
  fireEvent.click(menu.getByRole("menuitem", { name: "Start visit" }));
  expect(await screen.findByText(/This visit begins in more than an hour/)).toBeTruthy();
});

test("a visit under way is completed in a dialog", async () => {
  const menu = await openMenu("IN_PROGRESS");
  fireEvent.click(menu.getByRole("menuitem", { name: "Complete visit" }));
  await waitFor(() => expect(screen.getByRole("dialog", { name: "Complete visit" })).toBeTruthy());
});
