import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { answerGraphql, unavailable } from "../../../testing/graphql-server.ts";
import { renderPage } from "../../../testing/render-page.tsx";
import { PatientListPage } from "./patient-list-page.tsx";

const amira = {
  __typename: "Patient",
  id: "p1",
  mrn: "104233",
  fullName: "Amira Nasser",
  birthDate: "1980-03-01",
  gender: "FEMALE",
  phone: "+1 617 555 0100",
  email: null,
  archived: false,
};

function list(...nodes: (typeof amira)[]) {
  return {
    data: {
      __typename: "Query",
      patients: {
        __typename: "PatientConnection",
        totalCount: nodes.length,
        nodes,
        pageInfo: { __typename: "PageInfo", hasNextPage: false, endCursor: null },
      },
    },
  };
}

test("patients are listed with their birth dates as they were written", async () => {
  answerGraphql({ PatientList: list(amira) });
  renderPage(<PatientListPage />);
  const link = await screen.findByRole("link", { name: "Amira Nasser" });
  expect(link.getAttribute("href")).toBe("/patients/p1");
  expect(screen.getByText(/Mar 1, 1980 · \d+ years/)).toBeTruthy();
  expect(screen.getByText("1 patient")).toBeTruthy();
});

test("the address decides what is asked", async () => {
  const asked = answerGraphql({ PatientList: list() });
  renderPage(<PatientListPage />, { at: "/patients?search=nas&archived=1&order=MRN_DESC" });
  await screen.findByText("No patient matches");
  expect(asked[0]?.variables).toMatchObject({ filter: { search: "nas", archived: true }, orderBy: "MRN_DESC" });
});

test("typing asks once it stops, and finding nothing says what to do", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const answer = ({ filter }: Record<string, unknown>) =>
    (filter as { search?: string }).search === undefined ? list(amira) : list();
  const asked = answerGraphql({ PatientList: answer });
  renderPage(<PatientListPage />);
  await screen.findByRole("link", { name: "Amira Nasser" });
  const field = screen.getByRole("searchbox", { name: /^Name, birth date/ });
  for (const search of ["z", "zz", "zzz"]) {
    fireEvent.change(field, { target: { value: search } });
  }
  await screen.findByText("No patient matches");
  expect(asked.map(({ variables }) => (variables.filter as { search?: string }).search)).toEqual([undefined, "zzz"]);
  vi.useRealTimers();
});

test("a failed list says so and can be tried again", async () => {
  let broken = true;
  const answer = () =>
    broken ? { data: { __typename: "Query", patients: null }, errors: [unavailable("patients")] } : list(amira);
  answerGraphql({ PatientList: answer });
  renderPage(<PatientListPage />);
  const alert = await screen.findByRole("alert");
  expect(alert.textContent).toContain("This part is unavailable");
  broken = false;
  fireEvent.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(screen.getByRole("link", { name: "Amira Nasser" })).toBeTruthy());
});

test("an answer that says the session is over ends it", async () => {
  const onSessionEnd = vi.fn();
  answerGraphql({
    PatientList: { status: 401, errors: [{ message: "Sign in.", extensions: { code: "UNAUTHENTICATED" } }] },
  });
  renderPage(<PatientListPage />, { onSessionEnd });
  await waitFor(() => expect(onSessionEnd).toHaveBeenCalled());
});
