import { act, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { createLive } from "../../../lib/live/live.ts";
import { createFakeSocket } from "../../../testing/fake-socket.ts";
import { answerGraphql } from "../../../testing/graphql-server.ts";
import { renderPage } from "../../../testing/render-page.tsx";
import { PatientRecord } from "./patient-record.tsx";

const empty = { __typename: "AppointmentConnection", totalCount: 0, nodes: [] };

const patient = {
  __typename: "Patient",
  id: "p1",
  mrn: "104233",
  givenName: "Amira",
  familyName: "Nasser",
  fullName: "Amira Nasser",
  birthDate: null,
  deceasedDate: null,
  gender: null,
  email: null,
  phone: null,
  language: null,
  timeZone: null,
  archived: false,
  address: null,
  conditions: [],
  upcomingAppointments: empty,
  pastAppointments: empty,
  invoices: { __typename: "InvoiceConnection", totalCount: 0, nodes: [] },
};

test("that the patient arrives, is called in and leaves is shown as the server tells it", async () => {
  const asked = answerGraphql({ PatientRecord: { data: { __typename: "Query", patient } } });
  const { socket, opened } = createFakeSocket();
  const live = createLive();
  renderPage(<PatientRecord id="p1" />, { live, socket });
  await screen.findByText("MRN 104233");
  expect(screen.queryByText("Waiting")).toBeNull();
  act(() => live.connection.set("live"));
  await waitFor(() => expect(opened).toHaveLength(1));
  expect(opened[0]?.payload).toMatchObject({ operationName: "PatientStatusChanges", variables: { patientId: "p1" } });
  const tell = (status: string) =>
    opened[0]?.sink.next({
      data: { patientStatusChanged: { __typename: "PatientStatusChange", cursor: status, status } },
    });
  tell("WAITING");
  await screen.findByText("Waiting");
  tell("IN_CONSULTATION");
  await screen.findByText("In consultation");
  expect(screen.queryByText("Waiting")).toBeNull();
  tell("DISCHARGED");
  await waitFor(() => expect(screen.queryByText("In consultation")).toBeNull());
  expect(asked).toHaveLength(1);
});
