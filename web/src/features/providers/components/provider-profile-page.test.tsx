import { fireEvent, screen, within } from "@testing-library/react";
import { Link, Route, Routes } from "react-router";
import { expect, test } from "vitest";
import { appointmentRow } from "../../../testing/appointment.factory.ts";
import { answerGraphql, type GraphqlAnswer, unavailable } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { ProviderProfilePage } from "./provider-profile-page.tsx";

const admin = { ...staffViewer, roles: ["ADMIN"] as const, providerId: null };

const provider = (of: object = {}) => ({
  ...{ __typename: "Provider", id: "d1", version: 7, givenName: "Leila", familyName: "Haddad" },
  ...{ fullName: "Dr. Leila Haddad", timeZone: "America/New_York", languages: ["en", "ar"], gender: "FEMALE" },
  ...{ status: "ACTIVE", averageRating: null, ratingCount: 0, ratingDistribution: [], locations: [] },
  ...{ licenseStatus: "CURRENT", licensedUntil: "2027-06-30", credentials: null, statusHistory: null },
  specialties: [{ __typename: "Specialty", code: "CARDIOLOGY", name: "Cardiology" }],
  weeklyHours: [
    { __typename: "WeeklyHours", day: "MONDAY", from: "09:00", to: "12:30", visitTypes: null },
    { __typename: "WeeklyHours", day: "MONDAY", from: "18:00", to: "24:00", visitTypes: null },
  ],
  upcomingAppointments: { __typename: "AppointmentConnection", totalCount: 1, nodes: [appointmentRow()] },
  ...of,
});
const answer = (found: object | null): GraphqlAnswer => ({ data: { __typename: "Query", provider: found } });

type Answers = Parameters<typeof answerGraphql>[0];

function open(found: Answers[string], viewer: typeof staffViewer = admin, ratings?: Answers[string]) {
  answerGraphql({ ProviderProfile: found, ...(ratings === undefined ? {} : { ProviderRatings: ratings }) });
  renderPage(
    <>
      <Link to="/providers/d2">Another one</Link>
      <Routes>
        <Route path="/providers/:providerId" element={<ProviderProfilePage />} />
      </Routes>
    </>,
    { at: "/providers/d1", viewer },
  );
}

test("who a provider is, when they work by the reader's clock, and whom they see next", async () => {
  open(answer(provider()));
  expect(await screen.findByRole("heading", { level: 1, name: "Dr. Leila Haddad" })).toBeTruthy();
  const hours = screen.getByRole("region", { name: "Working hours" });
  expect(hours.textContent?.replaceAll("\u202f", " ")).toContain("9:00 AM – 12:30 PM");
  expect(hours.textContent?.replaceAll("\u202f", " ")).toContain("6:00 PM – 12:00 AM");
  expect(screen.getByText("Current until Jun 30, 2027")).toBeTruthy();
  expect(within(screen.getByRole("table", { name: "Upcoming appointments" })).getByText("Amira Nasser")).toBeTruthy();
});

test("administration suspends and brings back, the front desk edits, and others look", async () => {
  const changes = () =>
    ["Edit profile", "Suspend", "Reinstate"].filter((name) => screen.queryByRole("button", { name }) !== null);
  const shown = async (viewer: typeof staffViewer, status = "ACTIVE") => {
    open(answer(provider({ status })), viewer);
    await screen.findAllByRole("heading", { level: 1, name: "Dr. Leila Haddad" });
    const found = changes();
    document.body.replaceChildren();
    return found;
  };
  expect(await shown(admin)).toEqual(["Edit profile", "Suspend"]);
  expect(await shown(admin, "SUSPENDED")).toEqual(["Edit profile", "Reinstate"]);
  expect(await shown(admin, "PENDING")).toEqual(["Edit profile"]);
  expect(await shown({ ...admin, roles: ["STAFF"] })).toEqual(["Edit profile"]);
  expect(await shown({ ...admin, roles: ["NURSE"] })).toEqual([]);
});

test("what patients said is shown page by page, without saying who", async () => {
  const said = (changes: object) => ({
    __typename: "PublishedRating",
    feedback: null,
    ratedOn: "2026-11-02",
    ...changes,
  });
  const page = (nodes: object[], endCursor: string | null): GraphqlAnswer => ({
    data: {
      __typename: "Query",
      provider: {
        ...{ __typename: "Provider", id: "d1" },
        ratings: {
          ...{ __typename: "PublishedRatingConnection", totalCount: 2, nodes },
          pageInfo: { __typename: "PageInfo", hasNextPage: endCursor !== null, endCursor },
        },
      },
    },
  });
  open(answer(provider({ averageRating: 4.5, ratingCount: 2 })), admin, ({ after }) =>
    after === "c1"
      ? page([said({ id: "r2", score: 4 })], null)
      : page([said({ id: "r1", score: 5, feedback: "Took her time." })], "c1"),
  );
  const list = await screen.findByRole("list", { name: "What patients said" });
  expect(within(list).getByText("Took her time.")).toBeTruthy();
  expect(within(list).getByText("Nov 2, 2026")).toBeTruthy();
  fireEvent.click(screen.getByRole("button", { name: "Show more" }));
  expect(await within(list).findByText("4 of 5")).toBeTruthy();
  expect(within(list).getAllByRole("listitem")).toHaveLength(2);
});

test("visits that are away cost their own part, and are not called none", async () => {
  open({
    data: { __typename: "Query", provider: provider({ upcomingAppointments: null }) },
    errors: [unavailable("provider", "upcomingAppointments")],
  });
  expect(await screen.findByRole("button", { name: "Try again" })).toBeTruthy();
  expect(screen.queryByText("No upcoming appointments.")).toBeNull();
  expect(screen.getByText("Current until Jun 30, 2027")).toBeTruthy();
});

test("who is not there is told from who cannot be read", async () => {
  open(({ id }: Record<string, unknown>) =>
    id === "d1" ? { data: { provider: null }, errors: [unavailable("provider")] } : answer(null),
  );
  expect(await screen.findByRole("button", { name: "Try again" })).toBeTruthy();
  fireEvent.click(screen.getByRole("link", { name: "Another one" }));
  expect(await screen.findByRole("heading", { level: 1, name: "We could not find this provider" })).toBeTruthy();
});

test("while another provider is awaited, nothing is offered of the one before", async () => {
  open(({ id }: Record<string, unknown>) =>
    id === "d1" ? answer(provider()) : new Promise<GraphqlAnswer>(() => undefined),
  );
  await screen.findByRole("button", { name: "Suspend" });
  fireEvent.click(screen.getByRole("link", { name: "Another one" }));
  expect(await screen.findByRole("status", { name: "Loading" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Suspend" })).toBeNull();
  expect(screen.queryByText("Amira Nasser")).toBeNull();
});
