import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { Route, Routes } from "react-router";
import { expect, test } from "vitest";
import type { ProviderApplicationStatus } from "../../../graphql/graphql.ts";
import { answerGraphql, type GraphqlAnswer } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { ApplicationPage } from "./application-page.tsx";

const desk = { ...staffViewer, roles: ["STAFF"] as const, providerId: null };

const application = (status: ProviderApplicationStatus) => ({
  __typename: "ProviderApplication",
  id: "g1",
  version: 2,
  givenName: "Mei",
  familyName: "Tanaka",
  fullName: "Mei Tanaka",
  email: "mei@example.com",
  languages: ["ja", "es-MX"],
  timeZone: "Asia/Tokyo",
  status,
  forgottenAt: null,
  createdAt: "2026-11-01T10:00:00.000Z",
  specialties: [{ __typename: "Specialty", code: "ENDOCRINOLOGY", name: "Endocrinology" }],
  locations: [],
  credentials: [
    {
      __typename: "ApplicantCredential",
      kind: "MEDICAL_LICENSE",
      number: "L-1",
      issuer: "State board",
      issuedOn: "2020-01-01",
      expiresOn: null,
    },
  ],
  history: [
    {
      __typename: "ProviderApplicationChange",
      id: "h1",
      from: null,
      to: "SUBMITTED",
      changedAt: "2026-11-01T10:00:00.000Z",
      reason: null,
    },
  ],
  provider: null,
});

const payload = (name: string, answer: object | null, ...userErrors: object[]): GraphqlAnswer => ({
  data: {
    __typename: "Mutation",
    [name]: {
      __typename: `${name[0]?.toUpperCase()}${name.slice(1)}Payload`,
      providerApplication: answer,
      userErrors,
    },
  },
});

function open(status: ProviderApplicationStatus, commands: Parameters<typeof answerGraphql>[0] = {}) {
  const asked = answerGraphql({
    ApplicationDetail: { data: { __typename: "Query", providerApplication: application(status) } },
    ...commands,
  });
  renderPage(
    <Routes>
      <Route path="/providers/applications/:applicationId" element={<ApplicationPage />} />
    </Routes>,
    { at: "/providers/applications/g1", viewer: desk },
  );
  return asked;
}

test("what is possible depends on where the application stands", async () => {
  open("SUBMITTED");
  expect(await screen.findByRole("button", { name: "Start review" })).toBeTruthy();
  expect(screen.queryByRole("button", { name: "Approve" })).toBeNull();
  expect(screen.getByText("Japanese, Mexican Spanish")).toBeTruthy();
  expect(screen.getByText(/L-1 · State board/)).toBeTruthy();
});

test("whoever is told no is told why", async () => {
  const asked = open("IN_REVIEW", {
    RejectApplication: payload("rejectProviderApplication", application("REJECTED")),
  });
  fireEvent.click(await screen.findByRole("button", { name: "Reject" }));
  const box = await screen.findByRole("dialog");
  fireEvent.click(within(box).getByRole("button", { name: "Reject" }));
  expect(await within(box).findByText("Fill this in.")).toBeTruthy();
  fireEvent.change(within(box).getByRole("textbox", { name: /Reason/ }), {
    target: { value: "The licence could not be verified" },
  });
  fireEvent.click(within(box).getByRole("button", { name: "Reject" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(asked.at(-1)?.variables.input).toMatchObject({
    id: "g1",
    reason: "The licence could not be verified",
    expectedVersion: 2,
  });
  expect(await screen.findByText("Rejected")).toBeTruthy();
});

test("nobody reviews what they submitted themselves", async () => {
  open("SUBMITTED", {
    StartApplicationReview: payload("startProviderApplicationReview", null, {
      __typename: "UserError",
      code: "OWN_APPLICATION",
      field: ["id"],
      message: "…",
    }),
  });
  fireEvent.click(await screen.findByRole("button", { name: "Start review" }));
  const box = await screen.findByRole("dialog");
  fireEvent.click(within(box).getByRole("button", { name: "Start review" }));
  expect((await within(box).findByRole("alert")).textContent).toContain("Somebody else has to review it");
});

test("what a reviewer asked for is submitted again, with what is different", async () => {
  const asked = open("MORE_INFORMATION_REQUESTED", {
    DirectoryChoices: {
      data: {
        __typename: "Query",
        specialties: [{ __typename: "Specialty", code: "ENDOCRINOLOGY", name: "Endocrinology" }],
        locations: {
          __typename: "LocationConnection",
          nodes: [{ __typename: "Location", id: "s1", name: "Downtown" }],
        },
      },
    },
    ResubmitApplication: payload("resubmitProviderApplication", application("SUBMITTED")),
  });
  fireEvent.click(await screen.findByRole("button", { name: "Answer the reviewer" }));
  const box = await screen.findByRole("dialog");
  fireEvent.change(within(box).getByLabelText(/^Number/), { target: { value: "" } });
  fireEvent.click(within(box).getByRole("button", { name: "Submit again" }));
  expect(await within(box).findByText("Fill this in.")).toBeTruthy();
  fireEvent.change(within(box).getByLabelText(/^Number/), { target: { value: "L-2" } });
  fireEvent.change(within(box).getByLabelText(/^What is different/), { target: { value: "The number was mistyped" } });
  fireEvent.click(within(box).getByRole("button", { name: "Submit again" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(asked.at(-1)?.variables.input).toMatchObject({
    ...{ id: "g1", expectedVersion: 2, givenName: "Mei", familyName: "Tanaka", email: "mei@example.com" },
    ...{ specialties: ["ENDOCRINOLOGY"], languages: ["ja", "es-MX"], timeZone: "Asia/Tokyo" },
    credentials: [
      { kind: "MEDICAL_LICENSE", number: "L-2", issuer: "State board", issuedOn: "2020-01-01", expiresOn: null },
    ],
    reason: "The number was mistyped",
  });
});
