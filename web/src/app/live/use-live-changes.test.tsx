import { act, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import { AppointmentListPage } from "../../features/appointments/components/appointment-list-page.tsx";
import { createLive } from "../../lib/live/live.ts";
import { createFakeSocket } from "../../testing/fake-socket.ts";
import { answerGraphql } from "../../testing/graphql-server.ts";
import { renderPage } from "../../testing/render-page.tsx";
import { useLiveChanges } from "./use-live-changes.ts";

function FollowedPage() {
  useLiveChanges();
  return <AppointmentListPage />;
}

const visit = (id: string, reason: string) => ({
  __typename: "Appointment",
  id,
  version: 1,
  status: "BOOKED",
  visitType: "IN_PERSON",
  startsAt: "2026-11-23T15:30:00.000Z",
  endsAt: "2026-11-23T16:00:00.000Z",
  reason,
  patient: null,
  provider: null,
});

const answerOf = (...nodes: object[]) => ({
  data: {
    __typename: "Query",
    appointments: {
      __typename: "AppointmentConnection",
      totalCount: nodes.length,
      pageInfo: { __typename: "PageInfo", hasNextPage: false, endCursor: null },
      nodes,
    },
  },
});

test("what was booked after the page was read and before the server listened appears by itself", async () => {
  const before = visit("a1", "Known from the beginning");
  const missed = visit("a2", "Booked in between");
  const answers = [answerOf(before), answerOf(before, missed)];
  const shownMeanwhile: boolean[] = [];
  const listed = () => {
    shownMeanwhile.push(screen.queryByText("Known from the beginning") !== null);
    return answers.shift() ?? answerOf();
  };
  answerGraphql({
    AppointmentList: listed,
    ProviderOptions: { data: { __typename: "Query", providers: null } },
  });
  const live = createLive();
  renderPage(<FollowedPage />, { live, socket: createFakeSocket().socket });
  await screen.findByText("Known from the beginning");
  act(() => live.connection.set("live"));
  await screen.findByText("Booked in between");
  expect(shownMeanwhile).toEqual([false, true]);
}, 20_000);
