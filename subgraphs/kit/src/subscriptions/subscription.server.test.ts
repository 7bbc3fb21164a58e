import "reflect-metadata";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { startTestSubgraph } from "../testing/test.subgraph.ts";
import { openSubscriptions, until } from "../testing/test.subscriber.ts";
import { codeOf, endlessSource, type Notes, noteChanges, notesSubgraph, nurse, startNotes } from "./notes.fixture.ts";

let notes: Notes;
beforeAll(async () => {
  notes = await startNotes();
});
afterAll(() => notes.close());
afterEach(() => notes.disconnect());

const texts = (events: { data?: { noteChanged: { text: string } } | null }[]) =>
  events.map((event) => event.data?.noteChanged.text);

const ignore = () => undefined;

describe("who may subscribe", () => {
  it("anybody may connect; without a valid token nobody may subscribe", async () => {
    for (const subscriber of [
      await notes.connect(null),
      await notes.connect(null, { parameters: { authorization: "Bearer nonsense" } }),
      await notes.connect(nurse, { claims: { exp: Math.floor(Date.now() / 1_000) - 1 } }),
      await notes.connect(nurse, { claims: { aud: "another" } }),
    ]) {
      expect(await codeOf(await subscriber.subscribe(noteChanges))).toBe("UNAUTHENTICATED");
      expect(subscriber.socket().readyState).toBe(WebSocket.OPEN);
    }
  });

  it("the parameter's name may be spelled like a header's", async () => {
    const token = `Bearer ${await notes.subgraph.issuer.tokenFor(nurse)}`;
    const subscription = await (await notes.connect(null, { parameters: { Authorization: token } })).subscribe(
      noteChanges,
    );
    await notes.write("one");
    expect(texts(await subscription.arrived(1))).toEqual(["one"]);
  });

  it("is asked for a new token when the old one expires: the socket closes with 4403", async () => {
    const subscriber = await notes.connect(nurse, { claims: { exp: Math.floor(Date.now() / 1_000) + 2 } });
    const subscription = await subscriber.subscribe(noteChanges);
    await notes.write("one");
    await subscription.arrived(1);
    expect(await subscriber.closed).toMatchObject({ code: 4403 });
    await until(async () => (await openSubscriptions(notes.subgraph.url)) === 0);
  });
});

describe("what is answered", () => {
  it.each([
    ["{ nothing }", {}, "BAD_REQUEST"],
    ["subscription {", {}, "GRAPHQL_PARSE_FAILED"],
    ["subscription { noteChanged { id } }", {}, "GRAPHQL_VALIDATION_FAILED"],
    ["subscription A { noise } subscription B { noise }", {}, "OPERATION_RESOLUTION_FAILURE"],
    ["subscription { noise @skip(if: true) }", {}, "GRAPHQL_VALIDATION_FAILED"],
    ["subscription ($x: Boolean!) { noise @include(if: $x) }", { x: false }, "GRAPHQL_VALIDATION_FAILED"],
    ["subscription { ... @include(if: false) { noise } }", {}, "GRAPHQL_VALIDATION_FAILED"],
    ["subscription ($after: String) { noteChanged(after: $after) { text } }", { after: 1 }, "BAD_USER_INPUT"],
  ])("%s: an error, and the socket stays open", async (query, variables, code) => {
    const subscriber = await notes.connect(nurse);
    expect(await codeOf(await subscriber.subscribe(query, variables))).toBe(code);
    await subscriber.subscribe("subscription { ...F } fragment F on Subscription { noteChanged { text } }");
    expect(subscriber.socket().readyState).toBe(WebSocket.OPEN);
  });

  it("over HTTP, that subscriptions are answered elsewhere", async () => {
    const { status, errors } = await notes.subgraph.query(nurse, noteChanges);
    expect({ status, code: errors?.[0]?.extensions.code }).toEqual({ status: 400, code: "BAD_REQUEST" });
  });

  it("a hundred subscriptions of one socket, and no more", async () => {
    const subscriber = await notes.connect(nurse);
    for (let open = 0; open < 100; open += 1) {
      subscriber.client.subscribe({ query: noteChanges }, { next: ignore, error: ignore, complete: ignore });
    }
    await until(async () => (await openSubscriptions(notes.subgraph.url)) === 100);
    expect(await codeOf(await subscriber.subscribe(noteChanges))).toBe("TOO_MANY_SUBSCRIPTIONS");
  });

  it("messages of 256 KiB at most: a larger one closes the socket with 1009", async () => {
    const subscriber = await notes.connect(nurse);
    subscriber.socket().send(JSON.stringify({ type: "ping", payload: { text: "x".repeat(262_144) } }));
    expect(await subscriber.closed).toMatchObject({ code: 1009 });
  });

  it("no upgrade anywhere else", async () => {
    const socket = new WebSocket(`${notes.subgraph.url.replace("http", "ws")}/elsewhere`, "graphql-transport-ws");
    const error = await new Promise<Error>((resolve) => socket.once("error", resolve));
    expect(error.message).toContain("404");
  });

  it("to a subscriber that does not read: no more than the sockets between hold, and everything later", async () => {
    const subscriber = await notes.connect(nurse);
    endlessSource.pulled = 0;
    const subscription = await subscriber.subscribe("subscription { noise }");
    subscriber.socket().pause();
    let before = -1;
    await until(async () => {
      const stalled = endlessSource.pulled > 0 && endlessSource.pulled === before;
      before = endlessSource.pulled;
      await wait(200);
      return stalled;
    });
    expect(endlessSource.pulled).toBeLessThan(500);
    const [stalledAt, seen] = [endlessSource.pulled, subscription.events.length];
    subscriber.socket().resume();
    await until(async () => endlessSource.pulled > stalledAt && subscription.events.length > seen);
  });

  it("at shutdown: 1001", async () => {
    const stopping = await startTestSubgraph(notesSubgraph, { beside: notes.subgraph });
    const subscriber = await notes.connect(nurse, {}, stopping);
    await subscriber.subscribe(noteChanges);
    await stopping.close();
    expect(await subscriber.closed).toMatchObject({ code: 1001 });
  });
});
