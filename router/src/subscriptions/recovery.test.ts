import { setTimeout as wait } from "node:timers/promises";
import type { Client, ClientOptions } from "graphql-ws";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { limits } from "../limits/router.limits.ts";
import { createLiveGraph, type LiveGraph, visit } from "../testing/live.graph.ts";
import { connectClient, type Listening, listen, until } from "../testing/test.client.ts";
import { startTestRouter, type TestRouter } from "../testing/test.router.ts";
import type { TestSubgraph } from "../testing/test.subgraph.ts";

const resumable =
  "subscription Live($after: String) { appointmentChanged(after: $after) { cursor appointment { id patient { name } } } }";
const withReason = "subscription { appointmentChanged { cursor appointment { id reason } } }";
const withoutCursor = "subscription { appointmentChanged { appointment { id } } }";

interface Change {
  readonly appointmentChanged: { readonly cursor: string; readonly appointment: { readonly id: string } };
}

const change = (result: Listening["results"][number] | undefined) => {
  const data = result?.data as Partial<Change> | undefined;
  if (data?.appointmentChanged === undefined) throw new Error("there is no such result");
  return data.appointmentChanged;
};
const idsOf = (heard: Listening) => heard.results.map((result) => change(result).appointment.id);

/** Its payload asks for what follows the last cursor that came, also when the client sends it again by itself. */
function follow(client: Client): Listening {
  const heard: Listening = listen(client, {
    query: resumable,
    get variables() {
      const last = heard?.results.at(-1);
      return last === undefined ? {} : { after: change(last).cursor };
    },
  });
  return heard;
}

describe("what was interrupted goes on", () => {
  let live: LiveGraph;
  let router: TestRouter;
  let appointment: TestSubgraph;
  const clients: Client[] = [];

  beforeAll(async () => {
    live = createLiveGraph();
    router = await startTestRouter({ graph: live.subgraphs, environment: { SUBGRAPH_TIMEOUT_MS: "1000" } });
    appointment = router.subgraphs.appointment as TestSubgraph;
  });
  beforeEach(() => {
    appointment.sockets.initialised.length = 0;
    appointment.sockets.subscribed.length = 0;
    appointment.sockets.refuse(() => false);
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.dispose();
    await until("all upstreams are closed", () => live.appointments.readers() === 0);
  });
  afterAll(() => router.close());

  async function connect(params?: ClientOptions["connectionParams"], options: Partial<ClientOptions> = {}) {
    const shown = params ?? { authorization: `Bearer ${await router.identity.token()}` };
    const client = connectClient(router.url, shown, { retryWait: () => wait(20), ...options });
    clients.push(client);
    return client;
  }

  const subscribed = () => until("the upstream", () => live.appointments.readers() === 1);

  it("trap 8: closes with 4403 when the token expires, so that the client resumes with a fresh one", async () => {
    const closes: number[] = [];
    let shown = 0;
    const client = await connect(
      async () => {
        shown += 1;
        return { Authorization: `Bearer ${await router.identity.token({ expiresInSeconds: shown === 1 ? 2 : 300 })}` };
      },
      { retryAttempts: 5, on: { closed: (event) => closes.push((event as { code: number }).code) } },
    );
    const heard = follow(client);
    await subscribed();
    live.appointments.append(visit("a1"));
    await heard.count(1);
    await until("the socket was closed", () => closes.length === 1);
    live.appointments.append(visit("a2"));
    await heard.count(2);
    live.appointments.append(visit("a3"));
    await heard.count(3);
    expect(closes).toEqual([4403]);
    expect(shown).toBe(2);
    expect(idsOf(heard)).toEqual(["a1", "a2", "a3"]);
  });

  it("trap 8: closes with 4403 when the subgraph is the first to see the token expire", async () => {
    const token = await router.identity.token({ expiresInSeconds: 20 });
    const client = await connect({ authorization: `Bearer ${token}` });
    const heard = follow(client);
    await subscribed();
    appointment.sockets.close(4403);
    expect(await heard.ended).toMatchObject({ code: 4403 });
  });

  it("refuses with an error when a subgraph does not accept a token that has not expired", async () => {
    appointment.sockets.refuse(() => true);
    const heard = follow(await connect());
    expect(await heard.ended).toMatchObject([{ extensions: { code: "UNAUTHENTICATED" } }]);
  });

  it("resumes exactly once after the client's socket was killed", async () => {
    const opened: { terminate(): void }[] = [];
    const client = await connect(undefined, {
      retryAttempts: 5,
      on: { connected: (socket) => void opened.push(socket as (typeof opened)[number]) },
    });
    const heard = follow(client);
    await subscribed();
    live.appointments.append(visit("b1"), visit("b2"));
    await heard.count(2);
    opened[0]?.terminate();
    live.appointments.append(visit("b3"), visit("b4"));
    await heard.count(4);
    await subscribed();
    live.appointments.append(visit("b5"));
    await heard.count(5);
    expect(idsOf(heard)).toEqual(["b1", "b2", "b3", "b4", "b5"]);
  });

  it("resumes exactly once after the subgraph's socket was killed, without the client noticing", async () => {
    const heard = follow(await connect());
    await subscribed();
    live.appointments.append(visit("c1"), visit("c2"));
    await heard.count(2);
    appointment.sockets.drop();
    live.appointments.append(visit("c3"));
    await heard.count(3);
    await subscribed();
    live.appointments.append(visit("c4"));
    await heard.count(4);
    expect(idsOf(heard)).toEqual(["c1", "c2", "c3", "c4"]);
    expect(appointment.sockets.subscribed).toHaveLength(2);
    expect(appointment.sockets.subscribed[1]?.variables).toEqual({ resumeAfter: change(heard.results[1]).cursor });
  });

  it("waits for a subgraph that is away, and goes on where it stopped", async () => {
    const heard = follow(await connect());
    await subscribed();
    live.appointments.append(visit("d1"));
    await heard.count(1);
    await appointment.kill();
    live.appointments.append(visit("d2"));
    await wait(500);
    await appointment.revive();
    await heard.count(2);
    expect(idsOf(heard)).toEqual(["d1", "d2"]);
  });

  it("goes on after a close that clients take for an end", async () => {
    const heard = follow(await connect());
    await subscribed();
    live.appointments.append(visit("e1"));
    await heard.count(1);
    appointment.sockets.close(1000);
    live.appointments.append(visit("e2"));
    await heard.count(2);
    expect(idsOf(heard)).toEqual(["e1", "e2"]);
  });

  it("trap 7: ends with SUBGRAPH_UNAVAILABLE where nobody knows where to go on", async () => {
    const client = await connect();
    const heard = listen(client, withoutCursor);
    const nothingYet = listen(client, resumable);
    await until("both upstreams", () => live.appointments.readers() === 2);
    appointment.sockets.drop();
    for (const one of [heard, nothingYet]) {
      expect(await one.ended).toMatchObject([
        { extensions: { code: "SUBGRAPH_UNAVAILABLE", service: "appointment", correlationId: expect.any(String) } },
      ]);
    }
  });

  it("says at once that the subgraph is away", async () => {
    await appointment.kill();
    const heard = listen(await connect(), { query: resumable, variables: { after: "epoch-0" } });
    const ended = await heard.ended;
    await appointment.revive();
    expect(ended).toMatchObject([{ extensions: { code: "SUBGRAPH_UNAVAILABLE" } }]);
    expect(JSON.stringify(ended)).not.toContain("127.0.0.1");
  });

  it("replays to each of two operations what it missed, though they ask the same", async () => {
    live.appointments.append(visit("f1"), visit("f2"));
    const first = listen(await connect(), withoutCursor);
    await subscribed();
    live.appointments.append(visit("f3"));
    await first.count(1);
    const start = { query: resumable, variables: { after: "epoch-0" } };
    const token = await router.identity.token();
    const one = listen(await connect({ authorization: `Bearer ${token}` }), start);
    await one.count(3);
    const two = listen(await connect({ authorization: `Bearer ${token}` }), start);
    await two.count(3);
    await until("both have all", () => one.results.length === two.results.length);
    expect(idsOf(two)).toEqual(idsOf(one));
  });

  it("trap 6: a long replay reaches a healthy client whole, held back and not dropped", async () => {
    const many = Array.from({ length: 6_000 }, (_, n) => visit(`g${n}`));
    const first = follow(await connect());
    await subscribed();
    live.appointments.append(visit("g"));
    await first.count(1);
    const { cursor } = change(first.results[0]);
    first.stop();
    live.appointments.append(...many);
    const heard = listen(await connect(), {
      query: "subscription($after: String) { appointmentChanged(after: $after) { cursor appointment { id } } }",
      variables: { after: cursor },
    });
    await Promise.race([heard.count(6_000), heard.ended]);
    expect(idsOf(heard)).toEqual(many.map(({ id }) => id));
  });

  it("trap 6: a client that does not read is told, after what it had coming, and disturbs nobody", async () => {
    const token = await router.identity.token();
    const opened: { pause(): void; resume(): void }[] = [];
    const big = "x".repeat(20_000);
    const slow = listen(
      await connect(
        { authorization: `Bearer ${token}` },
        { on: { connected: (socket) => void opened.push(socket as (typeof opened)[number]) } },
      ),
      withReason,
    );
    const healthy = listen(await connect({ authorization: `Bearer ${token}` }), withReason);
    await subscribed();
    live.appointments.append(visit("h0"));
    await slow.count(1);
    await healthy.count(1);
    opened[0]?.pause();
    // More than the network's own buffers hold.
    for (let n = 1; n <= 1_500; n += 1) {
      live.appointments.append({ ...visit(`h${n}`), reason: big });
      if (n % 50 === 0) await wait(10);
    }
    await healthy.count(1_501);
    opened[0]?.resume();
    expect(await slow.ended).toMatchObject([{ extensions: { code: "SUBSCRIPTION_BUFFER_OVERFLOW" } }]);
    const received = idsOf(slow);
    expect(received.length).toBeGreaterThan(limits.subscriptions.resultsPerOperation);
    expect(received).toEqual(received.map((_, n) => `h${n}`));
    const metrics = await (await fetch(`${router.url}/metrics`)).text();
    expect(metrics).toContain('careconnect_live_overflows_total{queue="operation"} 1');
  });
});
