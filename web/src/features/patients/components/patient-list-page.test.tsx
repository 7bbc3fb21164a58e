import { act, fireEvent, screen, waitFor, within } from "@testing-library/react";
import { useLocation } from "react-router";
import { expect, test, vi } from "vitest";
import { createLive } from "../../../lib/live/live.ts";
import { createFakeSocket } from "../../../testing/fake-socket.ts";
import { answerGraphql as answerAlso, unavailable } from "../../../testing/graphql-server.ts";
import { renderPage } from "../../../testing/render-page.tsx";
import { PatientListPage } from "./patient-list-page.tsx";
import { PatientSearch } from "./patient-search.tsx";

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

interface PresentVisit {
  readonly id: string;
  readonly status: string;
  readonly patientId: string;
}

/** The visits of those who are at the clinic. */
function present(...visits: readonly PresentVisit[]) {
  const nodes = visits.map(({ patientId, ...visit }) => ({
    ...{ __typename: "Appointment", ...visit },
    patient: { __typename: "Patient", id: patientId },
  }));
  return { data: { __typename: "Query", appointments: { __typename: "AppointmentConnection", nodes } } };
}

// Unless told otherwise, nobody is at the clinic.
const answerGraphql = (answers: Parameters<typeof answerAlso>[0]) =>
  answerAlso({ PresentPatients: present(), ...answers });

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
  renderPage(<PatientListPage />, { at: "/patients?archived=1&order=MRN_DESC" });
  await screen.findByText("No patients yet");
  const [listed] = asked.filter(({ name }) => name === "PatientList");
  expect(listed?.variables).toMatchObject({ filter: { archived: true }, orderBy: "MRN_DESC" });
});

function Address() {
  const { pathname, search } = useLocation();
  return <p data-testid="where">{`${pathname}${search}`}</p>;
}

test("what is typed is searched for with the other filters, and is in no address", async () => {
  const asked = answerGraphql({ PatientList: list() });
  renderPage(
    <>
      <PatientListPage />
      <Address />
    </>,
    { at: "/patients?order=MRN_DESC" },
  );
  const field = await screen.findByRole("searchbox", { name: /^Name, birth date/ });
  fireEvent.change(field, { target: { value: "amira@example.org" } });
  await screen.findByText("No patient matches");
  fireEvent.click(screen.getByRole("radio", { name: "Archived" }));
  await waitFor(() =>
    expect(asked.findLast(({ name }) => name === "PatientList")?.variables).toMatchObject({
      filter: { search: "amira@example.org", archived: true },
      orderBy: "MRN_DESC",
    }),
  );
  expect(screen.getByTestId("where").textContent).toBe("/patients?order=MRN_DESC&archived=1");
});

test("the top bar's search leads to all that it finds, and to no address that says what was typed", async () => {
  answerGraphql({ PatientList: list(), PatientSuggestions: list() });
  renderPage(
    <>
      <PatientSearch />
      <PatientListPage />
      <Address />
    </>,
  );
  const search = screen.getByRole("combobox", { name: "Search patients" });
  fireEvent.change(search, { target: { value: "Nasser" } });
  fireEvent.keyDown(search, { key: "Enter" });
  await waitFor(() =>
    expect(screen.getByRole<HTMLInputElement>("searchbox", { name: /^Name, birth date/ }).value).toBe("Nasser"),
  );
  expect(screen.getByTestId("where").textContent).toBe("/patients");
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
  const listed = asked.filter(({ name }) => name === "PatientList");
  expect(listed.map(({ variables }) => (variables.filter as { search?: string }).search)).toEqual([undefined, "zzz"]);
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

const jonas = { ...amira, id: "p2", mrn: "104234", fullName: "Jonas Keller" };

function openFollowed() {
  let there = present({ id: "a1", status: "CHECKED_IN", patientId: "p1" });
  const { socket, opened } = createFakeSocket();
  const live = createLive();
  const whoIsThere = () => there;
  const asked = answerGraphql({ PatientList: list(amira, jonas), PresentPatients: whoIsThere });
  renderPage(<PatientListPage />, { live, socket });
  return {
    live,
    opened,
    reads: () => asked.filter(({ name }) => name === "PresentPatients").length,
    listReads: () => asked.filter(({ name }) => name === "PatientList").length,
    rowOf: (name: string) => within(screen.getByRole("row", { name: new RegExp(name) })),
    tell: (patientId: string, status: string, cursor: string) =>
      opened.at(-1)?.sink.next({
        data: {
          patientStatusChanged: {
            ...{ __typename: "PatientStatusChange", cursor, status },
            patient: { __typename: "Patient", id: patientId },
          },
        },
      }),
    nowThere: (...visits: readonly PresentVisit[]) => {
      there = present(...visits);
    },
  };
}

test("who waits and who is being seen is said in the list, and follows what the server tells without reading the list", async () => {
  const { opened, rowOf, tell, nowThere, listReads } = openFollowed();
  await screen.findByRole("link", { name: "Amira Nasser" });
  await waitFor(() => expect(rowOf("Amira").getByText("Waiting")).toBeTruthy());
  expect(opened[0]?.payload).toMatchObject({ operationName: "PresenceChanges", variables: {} });
  nowThere({ id: "a2", status: "CHECKED_IN", patientId: "p2" });
  tell("p2", "WAITING", "c1");
  await waitFor(() => expect(rowOf("Jonas").getByText("Waiting")).toBeTruthy());
  tell("p1", "IN_CONSULTATION", "c2");
  await waitFor(() => expect(rowOf("Amira").getByText("In consultation")).toBeTruthy());
  tell("p1", "DISCHARGED", "c3");
  await waitFor(() => expect(rowOf("Amira").queryByText("In consultation")).toBeNull());
  expect(opened[0]?.payload.variables).toEqual({ after: "c3" });
  expect(rowOf("Jonas").getByText("Waiting")).toBeTruthy();
  expect(listReads()).toBe(1);
});

test("a stream that ended goes on after the last cursor, and without one who is there is read again", async () => {
  const { opened, rowOf, tell, reads, nowThere } = openFollowed();
  await screen.findByRole("link", { name: "Amira Nasser" });
  tell("p2", "WAITING", "c1");
  const end = (code: string) => opened.at(-1)?.sink.error([{ message: code, extensions: { code } }] as never);
  end("SUBSCRIPTION_BUFFER_OVERFLOW");
  await waitFor(() => expect(opened).toHaveLength(2));
  expect(opened[1]?.payload.variables).toEqual({ after: "c1" });

  nowThere({ id: "a2", status: "IN_PROGRESS", patientId: "p2" });
  const before = reads();
  end("RESUME_NOT_POSSIBLE");
  await waitFor(() => expect(opened).toHaveLength(3));
  expect(opened[2]?.payload.variables).toEqual({});
  await waitFor(() => expect(rowOf("Jonas").getByText("In consultation")).toBeTruthy());
  expect(rowOf("Amira").queryByText("Waiting")).toBeNull();
  expect(reads()).toBeGreaterThan(before);
}, 20_000);

test("who is there and who is listed is read again once the connection is back, with nothing to be seen of it", async () => {
  const { live, rowOf, nowThere, listReads } = openFollowed();
  await screen.findByRole("link", { name: "Amira Nasser" });
  await waitFor(() => expect(rowOf("Amira").getByText("Waiting")).toBeTruthy());
  nowThere({ id: "a2", status: "CHECKED_IN", patientId: "p2" });
  act(() => live.connection.set("reconnecting"));
  act(() => live.connection.set("live"));
  await waitFor(() => expect(rowOf("Jonas").getByText("Waiting")).toBeTruthy());
  expect(rowOf("Amira").queryByText("Waiting")).toBeNull();
  await waitFor(() => expect(listReads()).toBe(2));
});
