import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { connectionOf } from "../../../testing/appointment.factory.ts";
import { answerGraphql, type GraphqlAnswer } from "../../../testing/graphql-server.ts";
import { renderPage, staffViewer } from "../../../testing/render-page.tsx";
import { RatingQueuePage } from "./rating-queue-page.tsx";

const desk = { ...staffViewer, roles: ["STAFF"] as const, providerId: null };

const rating = (of: object = {}) => ({
  __typename: "Rating",
  id: "r1",
  score: 2,
  feedback: "Waited an hour",
  anonymous: false,
  status: "PENDING",
  rejectionReason: null,
  ratedAt: "2026-11-20T15:00:00.000Z",
  version: 1,
  provider: { __typename: "Provider", id: "d1", fullName: "Dr. Leila Haddad" },
  patient: { __typename: "Patient", id: "p1", fullName: "Amira Nasser" },
  ...of,
});

function open(rows: readonly object[], at = "/") {
  const asked = answerGraphql({
    RatingList: { data: { __typename: "Query", ratings: connectionOf("RatingConnection", rows) } },
    ModerateRating: {
      data: {
        __typename: "Mutation",
        moderateRating: {
          __typename: "ModerateRatingPayload",
          rating: rating({ status: "PUBLISHED" }),
          userErrors: [],
        },
      },
    },
  });
  renderPage(<RatingQueuePage />, { viewer: desk, at });
  return asked;
}

test("what waits is read oldest first, and published without a reason", async () => {
  const asked = open([rating(), rating({ id: "r2", anonymous: true, feedback: "Kind" })]);
  expect(await screen.findByText("Waited an hour")).toBeTruthy();
  expect(screen.getAllByRole("img", { name: "2 of 5" })).toHaveLength(2);
  // Whoever wanted to stay unnamed is not named where it is decided.
  expect(screen.getAllByText(/Amira Nasser/)).toHaveLength(1);
  expect(asked[0]?.variables).toMatchObject({ filter: { status: ["PENDING"] }, orderBy: "RATED_AT_ASC" });
  const [publish] = screen.getAllByRole("button", { name: "Publish: About Dr. Leila Haddad" });
  fireEvent.click(publish as HTMLElement);
  const box = await screen.findByRole("dialog");
  expect(within(box).queryByRole("textbox")).toBeNull();
  fireEvent.click(within(box).getByRole("button", { name: "Publish" }));
  await waitFor(() => expect(asked.some(({ name }) => name === "ModerateRating")).toBe(true));
  expect(asked.find(({ name }) => name === "ModerateRating")?.variables.input).toMatchObject({
    id: "r1",
    decision: "PUBLISH",
    expectedVersion: 1,
  });
});

test("a rejection takes a reason that the patient reads", async () => {
  const asked = open([rating()]);
  fireEvent.click(await screen.findByRole("button", { name: "Reject: About Dr. Leila Haddad" }));
  const box = await screen.findByRole("dialog");
  fireEvent.click(within(box).getByRole("button", { name: "Reject" }));
  expect(await within(box).findByText("Fill this in.")).toBeTruthy();
  expect(asked.some(({ name }) => name === "ModerateRating")).toBe(false);
});

test("an empty queue says so", async () => {
  open([]);
  expect(await screen.findByText("Nothing is to be read")).toBeTruthy();
});

test("while ratings of another status are awaited, those that wait are not decided about under its name", async () => {
  const answer = ({ filter }: Record<string, unknown>) =>
    (filter as { status: string[] }).status[0] === "PENDING"
      ? { data: { __typename: "Query", ratings: connectionOf("RatingConnection", [rating()]) } }
      : new Promise<GraphqlAnswer>(() => undefined);
  answerGraphql({ RatingList: answer });
  renderPage(<RatingQueuePage />, { viewer: desk });
  await screen.findByText("Waited an hour");
  fireEvent.click(screen.getByRole("radio", { name: "Rejected" }));
  expect(await screen.findByRole("status", { name: "Loading" })).toBeTruthy();
  expect(screen.queryByText("Waited an hour")).toBeNull();
});
