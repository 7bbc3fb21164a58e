import { waitFor } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createLive } from "../../lib/live/live.ts";
import { changeOf, createFakeSocket } from "../../testing/fake-socket.ts";
import { createGraphqlClient } from "../graphql-client.ts";
import { followChanges } from "./follow-changes.ts";

beforeEach(() => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
});

afterEach(() => {
  vi.useRealTimers();
});

function follow() {
  const { socket, opened } = createFakeSocket();
  const live = createLive();
  const onSessionEnd = vi.fn();
  const refresh = vi.fn();
  live.changes.onRefresh(refresh);
  const stop = followChanges(createGraphqlClient(onSessionEnd, socket), live);
  return { opened, live, onSessionEnd, refresh, stop };
}

const failure = (code: string) => [{ message: code, extensions: { code } }] as never;

test("what is sent is one object that carries the last cursor, by hash and with an empty text", async () => {
  const { opened } = follow();
  await waitFor(() => expect(opened).toHaveLength(1));
  const [{ payload, sink } = { payload: undefined, sink: undefined }] = opened;
  expect(payload).toMatchObject({ query: "", variables: {} });
  expect(payload?.extensions).toMatchObject({
    persistedQuery: { sha256Hash: expect.stringMatching(/^[0-9a-f]{64}$/) },
  });
  sink?.next(changeOf("a1", "c1"));
  expect(payload?.variables).toEqual({ after: "c1" });
  sink?.next(changeOf("a2", "c2"));
  expect(payload?.variables).toEqual({ after: "c2" });
});

test("a change is marked at once and read once, together with those that come with it", async () => {
  const { opened, live, refresh } = follow();
  await waitFor(() => expect(opened).toHaveLength(1));
  opened[0]?.sink.next(changeOf("a1", "c1"));
  opened[0]?.sink.next(changeOf("a2", "c2"));
  await waitFor(() => expect([...live.changes.recent()]).toEqual(["a1", "a2"]));
  await waitFor(() => expect(refresh).toHaveBeenCalledTimes(1));
  await vi.advanceTimersByTimeAsync(4_100);
  expect(live.changes.recent().size).toBe(0);
  expect(refresh).toHaveBeenCalledTimes(1);
});

test("a stream that the server ended goes on after the last cursor", async () => {
  const { opened } = follow();
  await waitFor(() => expect(opened).toHaveLength(1));
  opened[0]?.sink.next(changeOf("a1", "c1"));
  opened[0]?.sink.error(failure("SUBSCRIPTION_BUFFER_OVERFLOW"));
  await waitFor(() => expect(opened).toHaveLength(2));
  expect(opened[1]?.payload.variables).toEqual({ after: "c1" });
});

test("where the cursor is no longer known the stream begins anew, and everything is read again", async () => {
  const { opened, live, refresh } = follow();
  await waitFor(() => expect(opened).toHaveLength(1));
  live.connection.set("live");
  opened[0]?.sink.next(changeOf("a1", "c1"));
  await waitFor(() => expect(refresh).toHaveBeenCalledTimes(1));
  opened[0]?.sink.error(failure("RESUME_NOT_POSSIBLE"));
  await waitFor(() => expect(live.connection.current()).toBe("reconnecting"));
  await waitFor(() => expect(opened).toHaveLength(2));
  expect(opened[1]?.payload.variables).toEqual({});
  live.connection.set("live");
  await waitFor(() => expect(refresh).toHaveBeenCalledTimes(2));
});

test("an event whose people could not be joined costs no later one", async () => {
  const { opened, live } = follow();
  await waitFor(() => expect(opened).toHaveLength(1));
  opened[0]?.sink.next({ ...changeOf("a1", "c1"), errors: failure("SUBGRAPH_UNAVAILABLE") });
  opened[0]?.sink.next(changeOf("a2", "c2"));
  await waitFor(() => expect([...live.changes.recent()]).toEqual(["a1", "a2"]));
  expect(opened).toHaveLength(1);
});

test("a session that is over ends it, and a close that is final is not tried again", async () => {
  const over = follow();
  await waitFor(() => expect(over.opened).toHaveLength(1));
  over.opened[0]?.sink.error(failure("UNAUTHENTICATED"));
  await waitFor(() => expect(over.onSessionEnd).toHaveBeenCalled());

  const refused = follow();
  await waitFor(() => expect(refused.opened).toHaveLength(1));
  refused.opened[0]?.sink.error({ code: 4400, reason: "Bad request" });
  await waitFor(() => expect(refused.live.connection.current()).toBe("offline"));
  await vi.advanceTimersByTimeAsync(120_000);
  expect([over.opened.length, refused.opened.length]).toEqual([1, 1]);
});

test("nothing is opened again once nobody follows", async () => {
  const { opened, stop } = follow();
  await waitFor(() => expect(opened).toHaveLength(1));
  opened[0]?.sink.error(failure("INTERNAL_SERVER_ERROR"));
  stop();
  await vi.advanceTimersByTimeAsync(120_000);
  expect(opened).toHaveLength(1);
});

test("what changed before the server listened is read once, as soon as it does; a cursor makes up for it", async () => {
  const { opened, live, refresh } = follow();
  await waitFor(() => expect(opened).toHaveLength(1));
  live.connection.set("live");
  await vi.advanceTimersByTimeAsync(10_000);
  expect(refresh).toHaveBeenCalledTimes(1);

  const resumed = follow();
  await waitFor(() => expect(resumed.opened).toHaveLength(1));
  resumed.live.connection.set("live");
  resumed.opened[0]?.sink.next(changeOf("a1", "c1"));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(resumed.refresh).toHaveBeenCalledTimes(1);
});
