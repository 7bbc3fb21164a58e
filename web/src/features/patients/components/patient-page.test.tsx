import { act, fireEvent, screen, waitFor } from "@testing-library/react";
import { Link, Route, Routes, useParams } from "react-router";
import { expect, test, vi } from "vitest";
import { createLive } from "../../../lib/live/live.ts";
import { createFakeSocket } from "../../../testing/fake-socket.ts";
import { answerGraphql } from "../../../testing/graphql-server.ts";
import { answerOf, headOf, heldAccess, standingOf } from "../../../testing/patient.factory.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { PatientPage } from "./patient-page.tsx";

const page = (
  <Routes>
    <Route path="/patients/p1" element={<PatientPage id="p1" base="/patients/p1" />}>
      <Route index element={<p>The summary</p>} />
    </Route>
  </Routes>
);

const at = "/patients/p1";

test("that the patient arrives, is called in and leaves is shown as the server tells it", async () => {
  const asked = answerGraphql({ PatientHead: answerOf(headOf(), standingOf()) });
  const { socket, opened } = createFakeSocket();
  const live = createLive();
  renderPage(page, { at, live, socket });
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

test("what the patient must not be given stands above every part, and each reader has the parts that are theirs", async () => {
  const allergy = (id: string, display: string, criticality: string, status: string) => ({
    ...{ __typename: "Allergy", id, display, criticality, status },
  });
  answerGraphql({
    PatientHead: answerOf(
      headOf({
        allergies: [allergy("a1", "Penicillin", "HIGH", "ACTIVE"), allergy("a2", "Peanut", "LOW", "RESOLVED")],
      }),
      standingOf(),
    ),
  });
  renderPage(page, { at });
  await screen.findByText("The summary");
  expect(screen.getByRole("list", { name: "Allergies" }).textContent).toBe("Penicillin (high risk)");
  const links = screen.getByRole("navigation", { name: "Parts of the record" }).querySelectorAll("a");
  expect([...links].map(({ textContent }) => textContent)).toEqual([
    ...["Summary", "Appointments", "History", "Prescriptions", "Notes", "Documents", "Invoices"],
  ]);
  expect(links[0]?.getAttribute("aria-current")).toBe("page");
});

test("the front desk sees no history, and administrators see what becomes of the data", async () => {
  answerGraphql({ PatientHead: answerOf(headOf({ allergies: null }), standingOf()) });
  const { unmount } = renderPage(page, { at, viewer: { ...staffViewer, roles: ["STAFF"], providerId: null } });
  await screen.findByRole("link", { name: "Duplicates" });
  expect(screen.queryByRole("link", { name: "History" })).toBeNull();
  expect(screen.queryByText("No allergies recorded")).toBeNull();
  unmount();
  renderPage(page, { at, viewer: { ...staffViewer, roles: ["ADMIN"], providerId: null } });
  expect(await screen.findByRole("link", { name: "Export and erasure" })).toBeTruthy();
});

/** The session's own address, beside the answers to operations. */
function answerRefresh() {
  const graphql = globalThis.fetch;
  const refreshed = vi.fn(async () => new Response("{}"));
  vi.stubGlobal("fetch", (url: string, init: RequestInit) =>
    url === "/session/refresh" ? refreshed() : graphql(url, init),
  );
  return refreshed;
}

const endOf = (ended: () => void) => () => {
  ended();
  const access = { __typename: "BreakGlassAccess", id: "b1", endedAt: "2026-11-23T15:10:00.000Z" };
  return {
    data: { __typename: "Mutation", endBreakGlass: { __typename: "EndBreakGlassPayload", access, userErrors: [] } },
  };
};

test("whoever is not related to the patient opens the record in an emergency, sees that, and gives it back", async () => {
  let opened = false;
  const breakGlass = () => {
    opened = true;
    const breakGlass = { __typename: "BreakGlassPayload", access: heldAccess(), userErrors: [] };
    return { data: { __typename: "Mutation", breakGlass } };
  };
  const head = () => (opened ? answerOf(headOf(), standingOf({ held: [heldAccess()] })) : answerOf(null, standingOf()));
  const asked = answerGraphql({
    PatientHead: head,
    BreakGlass: breakGlass,
    EndBreakGlass: endOf(() => {
      opened = false;
    }),
  });
  const refreshed = answerRefresh();
  renderPage(page, { at });
  fireEvent.click(await screen.findByRole("button", { name: "Emergency access" }));
  fireEvent.click(await screen.findByRole("button", { name: "Open the record" }));
  await screen.findByText("Fill this in.");
  fireEvent.change(screen.getByRole("textbox", { name: /emergency/ }), { target: { value: "Unconscious, no papers" } });
  fireEvent.click(screen.getByRole("button", { name: "Open the record" }));
  await screen.findByText("MRN 104233");
  expect(refreshed).toHaveBeenCalledOnce();
  expect(asked.find(({ name }) => name === "BreakGlass")?.variables.input).toMatchObject({
    patientId: "p1",
    reason: "Unconscious, no papers",
  });
  expect(screen.getByRole("region", { name: "Emergency access" }).textContent).toMatch(/until \d+:\d\d [AP]M/);
  // What it opens is read, and nothing of it is changed.
  expect(screen.queryByRole("button", { name: "New appointment" })).toBeNull();
  fireEvent.click(screen.getByRole("button", { name: "Give back" }));
  await screen.findByRole("heading", { level: 1, name: "We could not find this patient" });
  expect(refreshed).toHaveBeenCalledTimes(2);
  expect(asked.find(({ name }) => name === "EndBreakGlass")?.variables.input).toMatchObject({ id: "b1" });
  expect(screen.queryByRole("region", { name: "Emergency access" })).toBeNull();
});

test("emergency access that is over closes the record", async () => {
  const expiresAt = new Date(Date.now() + 400).toISOString();
  const isOver = () => Date.now() >= Date.parse(expiresAt);
  const head = () =>
    isOver() ? answerOf(null, standingOf()) : answerOf(headOf(), standingOf({ held: [heldAccess({ expiresAt })] }));
  answerGraphql({ PatientHead: head });
  renderPage(page, { at });
  await screen.findByRole("region", { name: "Emergency access" });
  await screen.findByRole("heading", { level: 1, name: "We could not find this patient" });
});

test("whoever has emergency access to others gives it back where another one is asked for", async () => {
  const other = { __typename: "Patient", id: "p2", fullName: "Karim Aziz" };
  let held: readonly object[] = [heldAccess({ patient: other })];
  const head = () => answerOf(null, standingOf({ held }));
  const asked = answerGraphql({
    PatientHead: head,
    EndBreakGlass: endOf(() => {
      held = [];
    }),
  });
  answerRefresh();
  renderPage(page, { at });
  fireEvent.click(await screen.findByRole("button", { name: "Emergency access" }));
  const list = await screen.findByRole("list", { name: "You have emergency access to" });
  expect(list.textContent).toMatch(/^Karim Aziz, until \d+:\d\d [AP]M/);
  fireEvent.click(screen.getByRole("button", { name: "Give back the access to Karim Aziz" }));
  await waitFor(() => expect(screen.queryByRole("list", { name: "You have emergency access to" })).toBeNull());
  // Where it is asked for stays open meanwhile.
  expect(screen.getByRole("dialog").querySelector("textarea")).toBeTruthy();
  expect(asked.filter(({ name }) => name === "EndBreakGlass")).toHaveLength(1);
});

test("administrators see that a record is restricted; others are asked nothing of it", async () => {
  const asked = answerGraphql({ PatientHead: answerOf(headOf(), standingOf({ restricted: true })) });
  const { unmount } = renderPage(page, { at, viewer: { ...staffViewer, roles: ["ADMIN"], providerId: null } });
  await screen.findByText("Restricted");
  expect(asked[0]?.variables).toEqual({ id: "p1", emergency: true, restriction: true });
  unmount();
  renderPage(page, { at, viewer: { ...staffViewer, roles: ["STAFF"], providerId: null } });
  await screen.findByText("MRN 104233");
  expect(asked[1]?.variables).toEqual({ id: "p1", emergency: false, restriction: false });
});

test("a patient is archived for a reason, brought back where that is told, and from the menu", async () => {
  const { Notifications } = await import("@mantine/notifications");
  const answer = (name: "archivePatient" | "unarchivePatient", version: number) => ({
    data: {
      __typename: "Mutation",
      [name]: {
        ...{ __typename: `${name[0]?.toUpperCase()}${name.slice(1)}Payload`, userErrors: [] },
        patient: { __typename: "Patient", id: "p1", version, archived: name === "archivePatient" },
      },
    },
  });
  const server = { archived: false };
  const archivedBy = (name: "archivePatient" | "unarchivePatient", version: number) => () => {
    server.archived = name === "archivePatient";
    return answer(name, version);
  };
  const head = () => answerOf(headOf({ archived: server.archived }), standingOf());
  const asked = answerGraphql({
    ...{ PatientHead: head, ArchivePatient: archivedBy("archivePatient", 4) },
    UnarchivePatient: archivedBy("unarchivePatient", 5),
  });
  const named = (name: string) => asked.filter((request) => request.name === name);
  renderPage(
    <>
      <Notifications />
      {page}
    </>,
    { at, viewer: { ...staffViewer, roles: ["STAFF"] } },
  );
  const choose = async (item: string) => {
    fireEvent.click(await screen.findByRole("button", { name: "Actions for Amira Nasser" }));
    fireEvent.click(await screen.findByRole("menuitem", { name: item }));
  };
  const archive = async () => {
    await choose("Archive");
    fireEvent.click(await screen.findByRole("button", { name: "Archive" }));
  };
  await archive();
  fireEvent.click(await screen.findByRole("button", { name: "Undo" }));
  await screen.findByText("Amira Nasser is back from the archive");
  expect(named("UnarchivePatient")[0]?.variables.input).toMatchObject({ id: "p1" });
  await archive();
  await waitFor(() => expect(named("ArchivePatient")).toHaveLength(2));
  await screen.findByText("Archived");
  await choose("Bring back from archive");
  await waitFor(() => expect(named("UnarchivePatient")).toHaveLength(2));
});

function AnyPatient() {
  const { id = "" } = useParams();
  return (
    <>
      <Link to="/patients/p2">The next one</Link>
      <PatientPage id={id} base={`/patients/${id}`} />
    </>
  );
}

test("a patient who is on their way is not said to be missing, whatever is known of the reader", async () => {
  const { promise: later, resolve } = Promise.withResolvers<ReturnType<typeof answerOf>>();
  const head = ({ id }: Record<string, unknown>) => (id === "p1" ? answerOf(headOf(), standingOf()) : later);
  const asked = answerGraphql({ PatientHead: head });
  const pages = (
    <Routes>
      <Route path="/patients/:id" element={<AnyPatient />} />
    </Routes>
  );
  renderPage(pages, { at });
  await screen.findByText("MRN 104233");
  fireEvent.click(screen.getByRole("link", { name: "The next one" }));
  await waitFor(() => expect(asked).toHaveLength(2));
  expect(screen.queryByText("We could not find this patient")).toBeNull();
  resolve(answerOf(null, standingOf()));
  await screen.findByRole("button", { name: "Emergency access" });
});
