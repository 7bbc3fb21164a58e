import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { useViewer } from "../../../lib/viewer.ts";
import { answerGraphql } from "../../../testing/graphql-server.ts";
import { renderPage } from "../../../testing/render-page.tsx";
import { SessionGate } from "./session-gate.tsx";

function Greeting() {
  return <p>Hello {useViewer().displayName}</p>;
}

const gate = (
  <SessionGate
    loading={<p>Wait</p>}
    failed={(retry) => (
      <button type="button" onClick={retry}>
        Again
      </button>
    )}
  >
    <Greeting />
  </SessionGate>
);

const signedIn = {
  data: {
    __typename: "Query",
    viewer: {
      __typename: "Viewer",
      id: "u1",
      displayName: "Morgan Ellis",
      email: "admin@careconnect.test",
      roles: ["ADMIN"],
      organization: {
        __typename: "Organization",
        id: "o1",
        name: "CareConnect Clinic",
        timeZone: "America/New_York",
        currency: "USD",
      },
      patient: null,
      provider: null,
    },
  },
};

test("whoever is signed in gets through", async () => {
  const asked = answerGraphql({ Session: signedIn });
  renderPage(gate, { viewer: null });
  expect(await screen.findByText("Hello Morgan Ellis")).toBeTruthy();
  expect(asked[0]?.hash).toMatch(/^[0-9a-f]{64}$/);
});

test("nobody signed in: to the sign-in page, and the way back is kept", async () => {
  answerGraphql({
    Session: { status: 401, errors: [{ message: "Sign in.", extensions: { code: "UNAUTHENTICATED" } }] },
  });
  renderPage(gate, { at: "/patients?archived=1", viewer: null });
  expect((await screen.findByTestId("address")).textContent).toBe("/sign-in?return=%2Fpatients%3Farchived%3D1");
});

test("a server that fails is not taken for a missing session", async () => {
  let broken = true;
  const answer = () =>
    broken
      ? {
          data: { __typename: "Query", viewer: null },
          errors: [{ message: "Down.", path: ["viewer"], extensions: { code: "SUBGRAPH_UNAVAILABLE" } }],
        }
      : signedIn;
  answerGraphql({ Session: answer });
  renderPage(gate, { viewer: null });
  const again = await screen.findByRole("button", { name: "Again" });
  broken = false;
  fireEvent.click(again);
  expect(await screen.findByText("Hello Morgan Ellis")).toBeTruthy();
});

test("while a failed question is asked again, what was said of the failure stays", async () => {
  let answered = 0;
  const down = () => {
    answered += 1;
    return { status: 500, errors: [{ message: "Down.", extensions: { code: "INTERNAL_SERVER_ERROR" } }] };
  };
  answerGraphql({ Session: down });
  renderPage(gate, { viewer: null });
  fireEvent.click(await screen.findByRole("button", { name: "Again" }));
  expect(screen.queryByText("Wait")).toBeNull();
  await waitFor(() => expect(answered).toBe(2));
  expect(screen.getByRole("button", { name: "Again" })).toBeTruthy();
});
