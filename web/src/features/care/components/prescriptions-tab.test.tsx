import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { connectionOf } from "../../../testing/appointment.factory.ts";
import { answerGraphql, type GraphqlAnswer } from "../../../testing/graphql-server.ts";
import { renderPart } from "../../../testing/render-part.tsx";
import { PrescriptionsTab } from "./prescriptions-tab.tsx";

const prescription = {
  ...{
    __typename: "MedicationRequest",
    id: "m1",
    status: "ACTIVE",
    system: "s",
    code: "c",
    display: "Ibuprofen 400 mg",
  },
  ...{ dosage: "1 after meals", quantity: 20, quantityUnit: "tablets", repeats: 0, validFrom: "2026-11-01" },
  ...{ validUntil: null, endedAt: null, cancelReason: null, version: 1, prescribedAt: "2026-11-01T15:00:00.000Z" },
  prescriber: { __typename: "Provider", id: "d1", fullName: "Dr. Leila Haddad" },
};
const listed = (...rows: object[]): GraphqlAnswer => ({
  data: {
    __typename: "Query",
    patient: {
      ...{ __typename: "Patient", id: "p1" },
      medicationRequests: connectionOf("MedicationRequestConnection", rows),
    },
  },
});

test("what is prescribed stands with how it is taken and who prescribed it; of another status nothing before it is read", async () => {
  const answer = ({ filter }: Record<string, unknown>) =>
    filter === null ? listed(prescription) : new Promise<GraphqlAnswer>(() => undefined);
  const asked = answerGraphql({ PatientPrescriptions: answer });
  renderPart(<PrescriptionsTab />);
  expect(await screen.findByText("Ibuprofen 400 mg")).toBeTruthy();
  expect(screen.getByText(/1 after meals/)).toBeTruthy();
  expect(screen.getByText(/Dr\. Leila Haddad/)).toBeTruthy();
  fireEvent.click(screen.getByRole("combobox", { name: "Status" }));
  fireEvent.click(await screen.findByRole("option", { name: "Discontinued", hidden: true }));
  await waitFor(() => expect(asked.at(-1)?.variables.filter).toEqual({ status: "CANCELLED" }));
  expect(screen.queryByText("Ibuprofen 400 mg")).toBeNull();
  expect(screen.getByRole("status", { name: "Loading" })).toBeTruthy();
});
