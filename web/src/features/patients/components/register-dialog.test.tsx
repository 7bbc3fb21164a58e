import { fireEvent, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { useLocation } from "react-router";
import { beforeEach, expect, test } from "vitest";
import { answerGraphql } from "../../../testing/graphql-server.ts";
import { answerOf, demographicsOf } from "../../../testing/patient.factory.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { RegisterDialog } from "./register-dialog.tsx";

function Page() {
  const [opened, setOpened] = useState(true);
  return (
    <>
      <p>{useLocation().pathname}</p>
      <RegisterDialog opened={opened} onClose={() => setOpened(false)} />
    </>
  );
}

const lookalikes = (...nodes: object[]) => ({
  data: { __typename: "Query", patients: { __typename: "PatientConnection", nodes } },
});

const registered = {
  data: {
    __typename: "Mutation",
    registerPatient: {
      ...{ __typename: "RegisterPatientPayload", userErrors: [] },
      patient: demographicsOf({ id: "p9" }),
    },
  },
};

const type = (name: string | RegExp, value: string) =>
  fireEvent.change(screen.getByLabelText(name), { target: { value } });

beforeEach(() => localStorage.clear());

test("who was registered is shown, although the form kept the page from being left", async () => {
  const asked = answerGraphql({
    Lookalikes: lookalikes({
      __typename: "Patient",
      id: "p1",
      mrn: "104233",
      fullName: "Amira Nasser",
      birthDate: "1980-03-01",
    }),
    RegisterPatient: registered,
    RegisteredDuplicates: answerOf({ __typename: "Patient", id: "p9", possibleDuplicates: [] }),
  });
  renderPage(<Page />, { at: "/patients", viewer: { ...staffViewer, roles: ["STAFF"], providerId: null } });
  await screen.findByRole("dialog");
  type(/^Given name/, "Amira");
  type(/^Family name/, "Nasser");
  type(/^Date of birth/, "1980-03-01");
  await screen.findByText("Somebody with this name and date of birth is registered already");
  fireEvent.click(screen.getByRole("button", { name: "Add patient" }));
  await screen.findByText("/patients/p9");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(asked.find(({ name }) => name === "RegisterPatient")?.variables.input).toMatchObject({
    ...{ givenName: "Amira", familyName: "Nasser", birthDate: "1980-03-01", email: null, addresses: [] },
  });
});
