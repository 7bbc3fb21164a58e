import { fireEvent, screen, act as settle, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLive } from "../../../lib/live/live.ts";
import { connectionOf } from "../../../testing/appointment.factory.ts";
import { answerGraphql, type GraphqlAnswer } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { WaitlistPage } from "./waitlist-page.tsx";

const desk = { ...staffViewer, roles: ["STAFF"] as const, providerId: null };
const amira = { __typename: "Patient", id: "p1", fullName: "Amira Nasser", mrn: "104233" };
const haddad = { __typename: "Provider", id: "d1", fullName: "Dr. Leila Haddad" };

const entry = (of: object = {}) => ({
  __typename: "WaitlistEntry",
  id: "w1",
  status: "WAITING",
  specialty: "CARDIOLOGY",
  visitType: "VIDEO",
  from: "2026-11-23T05:00:00.000Z",
  until: "2026-12-01T05:00:00.000Z",
  joinedAt: "2026-11-20T15:00:00.000Z",
  version: 3,
  patient: amira,
  provider: null,
  offer: null,
  ...of,
});

const offered = entry({
  status: "OFFERED",
  offer: {
    __typename: "WaitlistOffer",
    id: "o1",
    startsAt: "2026-11-25T15:30:00.000Z",
    endsAt: "2026-11-25T16:00:00.000Z",
    expiresAt: "2026-11-23T18:00:00.000Z",
    provider: haddad,
  },
});

const payload = (name: string, ...userErrors: object[]): GraphqlAnswer => ({
  data: {
    __typename: "Mutation",
    [name]: { __typename: `${name[0]?.toUpperCase()}${name.slice(1)}Payload`, waitlistEntry: entry(), userErrors },
  },
});

function open(rows: readonly object[], more: Parameters<typeof answerGraphql>[0] = {}, live = createLive()) {
  const asked = answerGraphql({
    WaitlistEntries: { data: { __typename: "Query", waitlist: connectionOf("WaitlistEntryConnection", rows) } },
    WaitlistProviders: {
      data: {
        __typename: "Query",
        specialties: [{ __typename: "Specialty", code: "CARDIOLOGY", name: "Cardiology" }],
        providers: { __typename: "ProviderConnection", nodes: [haddad] },
      },
    },
    WaitlistPatients: {
      data: { __typename: "Query", patients: { __typename: "PatientConnection", nodes: [amira] } },
    },
    JoinWaitlist: payload("joinWaitlist"),
    LeaveWaitlist: payload("leaveWaitlist"),
    AcceptWaitlistOffer: payload("acceptWaitlistOffer"),
    ...more,
  });
  renderPage(<WaitlistPage />, { viewer: desk, live });
  return (name: string) => asked.filter((one) => one.name === name).map(({ variables }) => variables.input);
}

const act = async (item: string) => {
  fireEvent.click(await screen.findByRole("button", { name: "Actions for Amira Nasser" }));
  fireEvent.click(await screen.findByRole("menuitem", { name: item }));
  return screen.findByRole("dialog");
};

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true, now: new Date("2026-11-23T14:00:00Z") });
});

afterEach(() => {
  vi.useRealTimers();
});

test("who waits is listed with what for and when, the last day included", async () => {
  open([entry()]);
  expect(await screen.findByText("Any provider · Cardiology")).toBeTruthy();
  expect(screen.getByText("Nov 23 – 30, 2026")).toBeTruthy();
});

test("an offer that is made some seconds after a visit was called off appears by itself", async () => {
  let now: object = entry();
  const live = createLive();
  const answer = () => ({
    data: { __typename: "Query", waitlist: connectionOf("WaitlistEntryConnection", [now]) },
  });
  const sent = open([], { WaitlistEntries: answer }, live);
  await screen.findByText("Amira Nasser");
  const before = sent("WaitlistEntries").length;
  live.changes.changed("a1");
  await waitFor(() => expect(sent("WaitlistEntries").length).toBeGreaterThan(before));
  expect(screen.queryByText(/held until/)).toBeNull();
  now = offered;
  await settle(() => vi.advanceTimersByTimeAsync(7_500));
  expect(await screen.findByText(/held until/)).toBeTruthy();
});

test("a time that is held can be booked for them", async () => {
  const sent = open([offered]);
  expect(await screen.findByText(/Wed, Nov 25, 10:30 AM · held until 1:00 PM/)).toBeTruthy();
  const box = await act("Book the offered time");
  expect(within(box).getByText(/Amira Nasser · Wed, Nov 25, 10:30 AM · Dr\. Leila Haddad/)).toBeTruthy();
  fireEvent.click(within(box).getByRole("button", { name: "Book the offered time" }));
  await waitFor(() => expect(sent("AcceptWaitlistOffer")).toEqual([expect.objectContaining({ id: "o1" })]));
});

test("a place in the queue is given up after a question", async () => {
  const sent = open([entry()]);
  const box = await act("Take off the list");
  fireEvent.click(within(box).getByRole("button", { name: "Take off the list" }));
  await waitFor(() =>
    expect(sent("LeaveWaitlist")).toEqual([expect.objectContaining({ id: "w1", expectedVersion: 3 })]),
  );
});

test("a patient waits for anybody of a specialty, within days of the clinic", async () => {
  const sent = open([]);
  fireEvent.click(await screen.findByRole("button", { name: "Add to waitlist" }));
  const box = await screen.findByRole("dialog");
  fireEvent.click(within(box).getByRole("button", { name: "Add to waitlist" }));
  expect(await within(box).findByText("Choose the patient.")).toBeTruthy();
  const patient = within(box).getByRole("combobox", { name: /^Patient/ });
  fireEvent.change(patient, { target: { value: "nass" } });
  fireEvent.click(await screen.findByRole("option", { name: /Amira Nasser/ }));
  fireEvent.click(within(box).getByRole("combobox", { name: /^Provider or specialty/ }));
  fireEvent.click(await screen.findByRole("option", { name: "Any provider · Cardiology" }));
  fireEvent.change(within(box).getByLabelText(/^Last day/), { target: { value: "2026-12-04" } });
  fireEvent.click(within(box).getByRole("button", { name: "Add to waitlist" }));
  await waitFor(() => expect(sent("JoinWaitlist")).toHaveLength(1));
  expect(sent("JoinWaitlist")[0]).toMatchObject({
    patientId: "p1",
    specialty: "CARDIOLOGY",
    visitType: "IN_PERSON",
    from: "2026-11-23T05:00:00.000Z",
    until: "2026-12-05T05:00:00.000Z",
  });
});

test("a provider beyond the first fifty is found by typing, and stays chosen while another one is looked for", async () => {
  const late = { __typename: "Provider", id: "d99", fullName: "Dr. Zoe Zimmer" };
  const answer = ({ search }: Record<string, unknown>) => ({
    data: {
      __typename: "Query",
      specialties: [{ __typename: "Specialty", code: "CARDIOLOGY", name: "Cardiology" }],
      providers: { __typename: "ProviderConnection", nodes: search === "zim" ? [late] : [haddad] },
    },
  });
  const sent = open([], { WaitlistProviders: answer });
  fireEvent.click(await screen.findByRole("button", { name: "Add to waitlist" }));
  const box = await screen.findByRole("dialog");
  fireEvent.change(within(box).getByRole("combobox", { name: /^Patient/ }), { target: { value: "nass" } });
  fireEvent.click(await screen.findByRole("option", { name: /Amira Nasser/ }));
  const who = within(box).getByRole<HTMLInputElement>("combobox", { name: /^Provider or specialty/ });
  settle(() => who.focus());
  expect(await screen.findByRole("option", { name: "Dr. Leila Haddad" })).toBeTruthy();
  fireEvent.change(who, { target: { value: "zim" } });
  fireEvent.click(await screen.findByRole("option", { name: "Dr. Zoe Zimmer" }));
  expect(who.value).toBe("Dr. Zoe Zimmer");
  fireEvent.click(within(box).getByRole("button", { name: "Add to waitlist" }));
  await waitFor(() => expect(sent("JoinWaitlist")).toEqual([expect.objectContaining({ providerId: "d99" })]));
});
