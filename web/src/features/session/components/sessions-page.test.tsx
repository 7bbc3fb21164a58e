import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { answerGraphql } from "../../../testing/graphql-server.ts";
import { renderPage } from "../../../testing/render-page.tsx";
import { SessionsPage } from "./sessions-page.tsx";

const session = (id: string, userAgent: string, current: boolean) => ({
  __typename: "Session",
  id,
  createdAt: "2026-11-26T14:00:00Z",
  lastUsedAt: "2026-11-26T15:00:00Z",
  userAgent,
  current,
});

const sessions = {
  data: {
    __typename: "Query",
    viewer: {
      __typename: "Viewer",
      id: "u1",
      sessions: [session("s1", "X (Windows) Chrome/140", true), session("s2", "X (iPhone) Safari/604", false)],
    },
  },
};

test("names each sign-in, marks this one, and ends another", async () => {
  const asked = answerGraphql({
    Sessions: sessions,
    RevokeSession: {
      data: {
        __typename: "Mutation",
        revokeSession: {
          __typename: "RevokeSessionPayload",
          session: { __typename: "Session", id: "s2" },
          userErrors: [],
        },
      },
    },
  });
  renderPage(<SessionsPage />);
  expect(await screen.findByText("Chrome on Windows")).toBeTruthy();
  expect(screen.getAllByText("This one")).toHaveLength(1);
  fireEvent.click(screen.getByRole("button", { name: "End the sign-in of Safari on iPhone" }));
  await waitFor(() => expect(asked.map(({ name }) => name)).toContain("RevokeSession"));
  await waitFor(() => expect(asked.filter(({ name }) => name === "Sessions")).toHaveLength(2));
});

test("signs out everywhere, this browser too, when that is confirmed", async () => {
  const asked = answerGraphql({
    Sessions: sessions,
    SignOutEverywhere: {
      data: {
        __typename: "Mutation",
        signOutEverywhere: { __typename: "SignOutEverywherePayload", userErrors: [] },
      },
    },
  });
  const graphql = globalThis.fetch;
  const ended = vi.fn();
  vi.stubGlobal("fetch", async (input: string, init?: RequestInit) => {
    if (input !== "/session") {
      return graphql(input, init);
    }
    ended(init?.method);
    return new Response(null, { status: 204 });
  });
  renderPage(<SessionsPage />);
  await screen.findByText("Chrome on Windows");
  const press = async (name: string) => fireEvent.click(await screen.findByRole("button", { name }));
  await press("Sign out everywhere");
  await press("Stay signed in");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await press("Sign out everywhere");
  const dialog = await screen.findByRole("dialog", { name: "Sign out everywhere?" });
  expect(asked.map(({ name }) => name)).not.toContain("SignOutEverywhere");
  fireEvent.click(within(dialog).getByRole("button", { name: "Sign out everywhere" }));
  await waitFor(() => expect(ended).toHaveBeenCalledWith("DELETE"));
});
