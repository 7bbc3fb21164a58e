import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { Route, Routes, useParams } from "react-router";
import { expect, test } from "vitest";
import { connectionOf } from "../../../testing/appointment.factory.ts";
import { answerGraphql, type GraphqlAnswer } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { ProviderListPage } from "./provider-list-page.tsx";

const desk = { ...staffViewer, roles: ["STAFF"] as const, providerId: null };

const mei = {
  ...{ __typename: "Provider", id: "d7", version: 1, givenName: "Mei", familyName: "Tanaka", fullName: "Mei Tanaka" },
  ...{ status: "ACTIVE", languages: [], timeZone: "America/New_York", locations: [], bookable: false },
  specialties: [{ __typename: "Specialty", code: "ENDOCRINOLOGY", name: "Endocrinology" }],
};

const payload = (provider: object | null, ...userErrors: object[]): GraphqlAnswer => ({
  data: {
    __typename: "Mutation",
    registerProvider: { __typename: "RegisterProviderPayload", provider, userErrors },
  },
});

function Profile() {
  return <p>The page of {useParams().providerId}</p>;
}

function open(viewer: typeof staffViewer, register: GraphqlAnswer = payload(mei)) {
  const asked = answerGraphql({
    ProviderList: { data: { __typename: "Query", providers: connectionOf("ProviderConnection", []) } },
    DirectoryChoices: {
      data: {
        __typename: "Query",
        specialties: mei.specialties,
        locations: {
          __typename: "LocationConnection",
          nodes: [{ __typename: "Location", id: "o7", name: "Riverside" }],
        },
      },
    },
    RegisterProvider: register,
  });
  renderPage(
    <Routes>
      <Route path="/providers" element={<ProviderListPage />} />
      <Route path="/providers/:providerId" element={<Profile />} />
    </Routes>,
    { at: "/providers", viewer },
  );
  return () => asked.filter(({ name }) => name === "RegisterProvider").map(({ variables }) => variables.input);
}

async function openDialog() {
  fireEvent.click(await screen.findByRole("button", { name: "Add provider" }));
  return within(await screen.findByRole("dialog", { name: /Add provider/ }));
}

async function fillIn(box: Awaited<ReturnType<typeof openDialog>>): Promise<void> {
  fireEvent.change(box.getByLabelText(/^Given name/), { target: { value: " Mei " } });
  fireEvent.change(box.getByLabelText(/^Family name/), { target: { value: "Tanaka" } });
  fireEvent.click(box.getByRole("combobox", { name: /^Specialties/ }));
  fireEvent.click(await screen.findByRole("option", { name: "Endocrinology" }));
  fireEvent.click(box.getByRole("button", { name: "Add provider" }));
}

test("the front desk puts a provider into the directory, in the clinic's time zone, and comes to their page", async () => {
  const sent = open(desk);
  await fillIn(await openDialog());
  expect(await screen.findByText("The page of d7")).toBeTruthy();
  expect(sent()).toEqual([
    {
      ...{ givenName: "Mei", familyName: "Tanaka", specialties: ["ENDOCRINOLOGY"], locationIds: [], languages: [] },
      ...{ timeZone: "America/New_York", idempotencyKey: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    },
  ]);
});

test("what is missing and what the server refuses is said at its field", async () => {
  const refusal = {
    __typename: "UserError",
    code: "INVALID",
    field: ["specialties", "0"],
    message: "Not in the catalogue.",
  };
  const sent = open(desk, payload(null, refusal));
  const box = await openDialog();
  fireEvent.click(box.getByRole("button", { name: "Add provider" }));
  await waitFor(() => expect(box.getAllByText("Fill this in.")).toHaveLength(3));
  expect(sent()).toEqual([]);
  await fillIn(box);
  expect(await box.findByText("Not in the catalogue.")).toBeTruthy();
  expect(screen.queryByText("The page of d7")).toBeNull();
});

test("who keeps no directory adds nobody to it", async () => {
  open(staffViewer);
  expect(await screen.findByRole("heading", { level: 1, name: "Providers" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Add provider" })).toBeNull();
});

test("rarer filters come when they are asked for, and the address keeps what was chosen", async () => {
  const asked = answerGraphql({
    ProviderList: { data: { __typename: "Query", providers: connectionOf("ProviderConnection", []) } },
    DirectoryChoices: {
      data: {
        ...{ __typename: "Query", specialties: mei.specialties },
        locations: {
          __typename: "LocationConnection",
          nodes: [{ __typename: "Location", id: "o7", name: "Riverside" }],
        },
      },
    },
  });
  const filters = () => asked.filter(({ name }) => name === "ProviderList").map(({ variables }) => variables.filter);
  renderPage(<ProviderListPage />, { at: "/providers", viewer: desk });
  fireEvent.click(await screen.findByRole("button", { name: "More filters" }));
  fireEvent.click(screen.getByRole("combobox", { name: "Location" }));
  fireEvent.click(await screen.findByRole("option", { name: "Riverside" }));
  await waitFor(() => expect(filters().at(-1)).toEqual({ location: "o7" }));
  fireEvent.click(screen.getByRole("combobox", { name: "Rating" }));
  fireEvent.click(await screen.findByRole("option", { name: "4 of 5 at least" }));
  await waitFor(() => expect(filters().at(-1)).toEqual({ location: "o7", minimumRating: 4 }));
  expect(await screen.findByRole("button", { name: "Clear filters" })).toBeTruthy();
});

test("whoever keeps no directory is not asked which credentials end", async () => {
  open(staffViewer);
  fireEvent.click(await screen.findByRole("button", { name: "More filters" }));
  expect(screen.getByRole("combobox", { name: "Language" })).toBeTruthy();
  expect(screen.queryByRole("combobox", { name: "Credentials" })).toBeNull();
});
