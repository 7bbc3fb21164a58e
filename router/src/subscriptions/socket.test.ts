import { createHash } from "node:crypto";
import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import { fetchExchange, gql, subscriptionExchange, Client as UrqlClient } from "@urql/core";
import type { Client } from "graphql-ws";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type ClientOptions as SocketOptions, WebSocket } from "ws";
import { limits } from "../limits/router.limits.ts";
import { createLiveGraph, type LiveGraph, visit } from "../testing/live.graph.ts";
import { connectClient, listen, until } from "../testing/test.client.ts";
import { startTestRouter, type TestRouter, type TestRouterOptions } from "../testing/test.router.ts";

const changes = "subscription Changes { appointmentChanged { appointment { id patient { name } } } }";
const hash = createHash("sha256").update(changes).digest("hex");
const persisted = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });

interface Message {
  readonly id?: string;
  readonly type: string;
  readonly payload?: unknown;
}

/** A socket as it is, for what clients do not show. */
class RawSocket {
  readonly received: Message[] = [];
  readonly socket: WebSocket;
  readonly closed: Promise<number>;

  constructor(url: string, options: SocketOptions = {}, protocol = "graphql-transport-ws") {
    this.socket = new WebSocket(url.replace(/^http/, "ws"), protocol, options);
    this.socket.on("message", (data) => this.received.push(JSON.parse(String(data)) as Message));
    this.socket.on("error", () => undefined);
    this.closed = new Promise((resolve) => this.socket.on("close", (code) => resolve(code)));
  }

  send(message: object | string): void {
    this.socket.send(typeof message === "string" ? message : JSON.stringify(message));
  }

  async initialised(payload?: object): Promise<this> {
    if (this.socket.readyState !== WebSocket.OPEN) await once(this.socket, "open");
    this.send({ type: "connection_init", ...(payload === undefined ? {} : { payload }) });
    await until("the acknowledgement", () => this.received.some(({ type }) => type === "connection_ack"));
    return this;
  }

  of(id: string): Message[] {
    return this.received.filter((message) => message.id === id);
  }
}

/** The HTTP status that an upgrade is answered with. */
async function statusOf(url: string, headers: Record<string, string>, path = "/graphql") {
  const socket = new WebSocket(`${url.replace(/^http/, "ws")}${path}`, "graphql-transport-ws", { headers });
  return new Promise<{ status: number; body: string }>((resolve) => {
    socket.on("open", () => {
      socket.close();
      resolve({ status: 101, body: "" });
    });
    socket.on("error", () => undefined);
    socket.on("unexpected-response", async (_, response) => {
      let body = "";
      for await (const chunk of response) body += String(chunk);
      resolve({ status: response.statusCode ?? 0, body });
    });
  });
}

describe("sockets", () => {
  let live: LiveGraph;
  let router: TestRouter;
  const clients: Client[] = [];
  const raws: RawSocket[] = [];

  beforeAll(async () => {
    live = createLiveGraph();
    router = await startTestRouter({
      graph: live.subgraphs,
      operations: { [hash]: changes },
      environment: { SOCKETS_PER_VIEWER: "3", CARECONNECT_ALLOWED_ORIGINS: "https://partner.example" },
    });
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.dispose();
    for (const raw of raws.splice(0)) {
      raw.socket.terminate();
      await raw.closed;
    }
    await until("all upstreams are closed", () => live.appointments.readers() === 0);
  });
  afterAll(() => router.close());

  function open(options: SocketOptions = {}, protocol?: string): RawSocket {
    const raw = new RawSocket(`${router.url}/graphql`, options, protocol);
    raws.push(raw);
    return raw;
  }

  const subscribe = (id: string, query = changes) => ({ id, type: "subscribe", payload: { query } });
  const subscribed = () => until("the upstream", () => live.appointments.readers() === 1);
  const errorCode = (message: Message | undefined) =>
    (message?.payload as { extensions: { code: string } }[] | undefined)?.[0]?.extensions.code;

  async function signIn(): Promise<string> {
    const browser = router.browser();
    await browser.signIn();
    return browser.sessionHeader();
  }

  it("trap 10: takes a session cookie from pages of ours and of those the operator named, and from no other", async () => {
    const cookie = await signIn();
    const statusFrom = async (origin?: string) =>
      (await statusOf(router.url, { cookie, ...(origin === undefined ? {} : { origin }) })).status;
    expect(await statusFrom("http://localhost:4000")).toBe(101);
    expect(await statusFrom(router.url)).toBe(101);
    expect(await statusFrom("https://partner.example")).toBe(101);
    expect(await statusFrom("https://evil.test")).toBe(403);
    expect(await statusFrom("null")).toBe(403);
    expect(await statusFrom(router.url.replace("http:", "https:"))).toBe(403);
    expect(await statusFrom()).toBe(403);
    const refused = await statusOf(router.url, {
      cookie,
      origin: "https://evil.test",
      "x-correlation-id": "integrator-7",
    });
    expect(JSON.parse(refused.body)).toMatchObject({ code: "ORIGIN_NOT_ALLOWED", correlationId: "integrator-7" });
    expect(router.log.join("\n")).not.toContain(cookie.split("=")[1]);
  });

  it("lets the session cookie speak for the caller, and a token shown besides it speak first", async () => {
    const headers = { cookie: await signIn(), origin: router.url };
    const byCookie = await open({ headers }).initialised();
    byCookie.send(subscribe("1"));
    await subscribed();
    live.appointments.append(visit("a1"));
    await until("the event", () => byCookie.of("1").length === 1);
    const byBadToken = await open({ headers }).initialised({ authorization: "Bearer nonsense" });
    byBadToken.send(subscribe("1"));
    await until("the refusal", () => byBadToken.of("1").length === 1);
    expect(errorCode(byBadToken.of("1")[0])).toBe("UNAUTHENTICATED");
  });

  it("falls silent when the session is ended in another window", async () => {
    const cookie = await signIn();
    const headers = { cookie, origin: router.url };
    const raw = await open({ headers }).initialised();
    raw.send(subscribe("1"));
    await subscribed();
    await fetch(`${router.url}/session`, { method: "DELETE", headers: { cookie, "x-careconnect-csrf": "1" } });
    expect(await raw.closed).toBe(4403);
    const again = await open({ headers }).initialised();
    again.send(subscribe("1"));
    await until("the refusal", () => again.of("1").length === 1);
    expect(errorCode(again.of("1")[0])).toBe("UNAUTHENTICATED");
  });

  it("ends with 4403 within five seconds of a revocation at identity, and the client comes back with what it then has", async () => {
    const headers = { cookie: await signIn(), origin: router.url };
    const byCookie = await open({ headers }).initialised();
    const token = await router.identity.token({ subject: "user", claims: { sid: "elsewhere" } });
    const byToken = await open().initialised({ authorization: `Bearer ${token}` });
    for (const raw of [byCookie, byToken]) raw.send(subscribe("1"));
    await until("both upstreams", () => live.appointments.readers() === 2);
    const started = Date.now();
    router.identity.revoke({ sub: "user", notAfterIat: Math.floor(started / 1000) });
    expect(await Promise.all([byCookie.closed, byToken.closed])).toEqual([4403, 4403]);
    expect(Date.now() - started).toBeLessThan(5_000);
    await wait(1_000);
    // The session goes on at identity, so the cookie has a new token; the token that was revoked stays refused.
    const again = await open({ headers }).initialised();
    again.send(subscribe("1"));
    await subscribed();
    const refused = await open().initialised({ authorization: `Bearer ${token}` });
    refused.send(subscribe("1"));
    await until("the refusal", () => refused.of("1").length === 1);
    expect(errorCode(refused.of("1")[0])).toBe("UNAUTHENTICATED");
  });

  it("ends with 4403 when the user's roles change, and comes back with the cookie at once", async () => {
    const headers = { cookie: await signIn(), origin: router.url };
    const before = await open({ headers }).initialised();
    before.send(subscribe("1"));
    await subscribed();
    router.identity.revoke({ sub: "user", notAfterIat: Math.ceil(Date.now() / 1000) });
    expect(await before.closed).toBe(4403);
    await until("the upstream is closed", () => live.appointments.readers() === 0);
    const again = await open({ headers }).initialised();
    again.send(subscribe("1"));
    await subscribed();
    live.appointments.append(visit("a1"));
    await until("the event", () => again.of("1").length === 1);
    expect(again.of("1")[0]?.type).toBe("next");
  });

  it("falls silent when the session ends by the clock", async () => {
    const raw = await open({ headers: { cookie: await signIn(), origin: router.url } }).initialised();
    raw.send(subscribe("1"));
    await subscribed();
    await router.store.asOwner("update browser_session set idle_expires_at = now()");
    expect(await raw.closed).toBe(4403);
  });

  it("trap 10: acknowledges anybody, from any page, and asks who it is when something is subscribed to", async () => {
    const raw = await open({ headers: { origin: "https://evil.test" } }).initialised();
    raw.send(subscribe("1"));
    await until("the refusal", () => raw.of("1").length === 1);
    expect(raw.of("1")[0]).toMatchObject({ type: "error" });
    expect(errorCode(raw.of("1")[0])).toBe("UNAUTHENTICATED");
    raw.send(subscribe("2", "{ __typename }"));
    await until("the schema may be read", () => raw.of("2").length === 2);
    expect(raw.of("2").map(({ type }) => type)).toEqual(["next", "complete"]);
    raw.send(subscribe("3", "{ patients { id } }"));
    await until("data may not", () => raw.of("3").length === 2);
    expect(JSON.stringify(raw.of("3"))).toContain("UNAUTHENTICATED");
    expect(raw.socket.readyState).toBe(WebSocket.OPEN);
  });

  it.each(["authorization", "Authorization", "AUTHORIZATION"])("trap 10: reads %s", async (name) => {
    const raw = await open().initialised({ [name]: `Bearer ${await router.identity.token()}` });
    raw.send(subscribe("1"));
    await subscribed();
    live.appointments.append(visit("a1"));
    await until("the event", () => raw.of("1").length === 1);
  });

  it("trap 8: comes to 4403 when the token shown has expired before", async () => {
    const raw = await open().initialised({
      authorization: `Bearer ${await router.identity.token({ expiresInSeconds: -60 })}`,
    });
    raw.send(subscribe("1"));
    expect(await raw.closed).toBe(4403);
  });

  it("answers persisted documents by their hash, with an empty text or none", async () => {
    const raw = await open().initialised({ authorization: `Bearer ${await router.identity.token()}` });
    raw.send({ id: "1", type: "subscribe", payload: { extensions: persisted(hash) } });
    await subscribed();
    raw.send({ id: "2", type: "subscribe", payload: { query: "", extensions: persisted(hash) } });
    await wait(50);
    live.appointments.append(visit("a1"));
    for (const id of ["1", "2"]) await until(`the event of ${id}`, () => raw.of(id).length === 1);
    raw.send({ id: "3", type: "subscribe", payload: { query: "", extensions: persisted("0".repeat(64)) } });
    raw.send({ id: "4", type: "subscribe", payload: { query: "{ __typename }", extensions: persisted(hash) } });
    await until("both refusals", () => raw.of("3").length === 1 && raw.of("4").length === 1);
    expect(errorCode(raw.of("3")[0])).toBe("PERSISTED_QUERY_NOT_FOUND");
    expect(errorCode(raw.of("4")[0])).toBe("BAD_REQUEST");
  });

  it("bounds operations per socket, sockets per account and the size of messages", async () => {
    const params = { authorization: `Bearer ${await router.identity.token()}` };
    const raw = await open().initialised(params);
    const most = limits.subscriptions.operationsPerSocket;
    for (let n = 0; n <= most; n += 1) raw.send(subscribe(`${n}`));
    await until("the refusal", () => raw.of(`${most}`).length === 1);
    expect(errorCode(raw.of(`${most}`)[0])).toBe("TOO_MANY_SUBSCRIPTIONS");
    raw.send({ id: "0", type: "complete" });
    await wait(20);
    raw.send(subscribe("again"));

    const others = [
      await open().initialised(params),
      await open().initialised(params),
      await open().initialised(params),
    ];
    for (const other of others) other.send(subscribe("1"));
    await until("one too many", () => others.filter((other) => errorCode(other.of("1")[0]) !== undefined).length === 1);
    await until("the upstream", () => live.appointments.readers() === 1);
    live.appointments.append(visit("a1"));
    await until("the event", () => raw.of("again").length === 1);

    raw.send(subscribe("big", `${changes} # ${"x".repeat(limits.subscriptions.messageBytes)}`));
    expect(await raw.closed).toBe(1009);
  });

  it("closes with the protocol's codes what does not keep to it", async () => {
    const early = open();
    await once(early.socket, "open");
    early.send(subscribe("1"));
    expect(await early.closed).toBe(4401);
    const garbled = await open().initialised();
    garbled.send("{");
    expect(await garbled.closed).toBe(4400);
    const twice = await open().initialised();
    twice.send({ type: "connection_init" });
    expect(await twice.closed).toBe(4429);
    const same = await open().initialised({ authorization: `Bearer ${await router.identity.token()}` });
    same.send(subscribe("1"));
    same.send(subscribe("1"));
    expect(await same.closed).toBe(4409);
    const legacy = open({}, "graphql-ws");
    expect(await legacy.closed).toBe(1006);
    expect((await statusOf(router.url, {}, "/elsewhere")).status).toBe(404);
  });

  it("trap 13: a client that leaves while it is being let in leaves nothing behind", async () => {
    const raw = await open().initialised({ authorization: `Bearer ${await router.identity.token()}` });
    raw.send(subscribe("1"));
    raw.send({ id: "1", type: "complete" });
    raw.send(subscribe("2"));
    raw.socket.terminate();
    await raw.closed;
    await wait(100);
    expect(live.appointments.readers()).toBe(0);
    const metrics = await (await fetch(`${router.url}/metrics`)).text();
    expect(metrics).toContain("careconnect_live_streams 0");
    expect(metrics).toContain("careconnect_live_sockets 0");
  });

  it("works with urql's subscriptionExchange", async () => {
    const socket = connectClient(router.url, { authorization: `Bearer ${await router.identity.token()}` });
    clients.push(socket);
    const urql = new UrqlClient({
      url: `${router.url}/graphql`,
      preferGetMethod: false,
      exchanges: [
        fetchExchange,
        subscriptionExchange({
          forwardSubscription: ({ query, variables }) => ({
            subscribe: (sink) => ({
              unsubscribe: socket.subscribe(
                { query: query ?? "", variables: variables as Record<string, unknown> },
                {
                  next: (result) => sink.next(result as Parameters<typeof sink.next>[0]),
                  error: (error) => sink.error(error),
                  complete: () => sink.complete(),
                },
              ),
            }),
          }),
        }),
      ],
    });
    const results: unknown[] = [];
    const { unsubscribe } = urql
      .subscription(gql(changes), {})
      .subscribe(({ data, error }) => results.push(data ?? error));
    await subscribed();
    live.appointments.append(visit("a1"), visit("a2", "p2"));
    await until("two results", () => results.length === 2);
    expect(results[1]).toMatchObject({ appointmentChanged: { appointment: { id: "a2", patient: { name: "Grace" } } } });
    unsubscribe();
  });

  it("writes no variables, tokens or names into the log", async () => {
    const token = await router.identity.token({ subject: "a-person" });
    const client = connectClient(router.url, { authorization: `Bearer ${token}` });
    clients.push(client);
    const heard = listen(client, {
      query: "subscription($id: ID) { appointmentChanged(patientId: $id) { appointment { id patient { name } } } }",
      variables: { id: "p1" },
    });
    await subscribed();
    live.appointments.append(visit("very-personal-visit"));
    await heard.count(1);
    router.subgraphs.appointment?.sockets.drop();
    await heard.ended;
    const log = router.log.join("\n");
    expect(log).toContain("subscription lost its subgraph");
    expect(log).not.toMatch(/very-personal|a-person|Ada|eyJ/);
  });
});

describe("sockets of an instance", () => {
  const live = createLiveGraph();
  const start = (options: TestRouterOptions = {}) => startTestRouter({ graph: live.subgraphs, ...options });

  it("bounds sockets per address, as the trusted proxy tells it", async () => {
    const router = await start({ environment: { SOCKETS_PER_ADDRESS: "1", CARECONNECT_TRUSTED_PROXIES: "127.0.0.1" } });
    try {
      const first = new RawSocket(`${router.url}/graphql`, { headers: { "x-forwarded-for": "203.0.113.1" } });
      await once(first.socket, "open");
      expect((await statusOf(router.url, { "x-forwarded-for": "203.0.113.1" })).status).toBe(429);
      expect((await statusOf(router.url, { "x-forwarded-for": "203.0.113.2" })).status).toBe(101);
      first.socket.close();
      await first.closed;
      await wait(20);
      expect((await statusOf(router.url, { "x-forwarded-for": "203.0.113.1" })).status).toBe(101);
    } finally {
      await router.close();
    }
  });

  it("asks its clients to come back when it shuts down", async () => {
    const router = await start();
    const raw = await new RawSocket(`${router.url}/graphql`).initialised({
      authorization: `Bearer ${await router.identity.token()}`,
    });
    raw.send({ id: "1", type: "subscribe", payload: { query: changes } });
    await until("the upstream", () => live.appointments.readers() === 1);
    const deaf = new RawSocket(`${router.url}/graphql`);
    await once(deaf.socket, "open");
    deaf.socket.pause();
    const started = Date.now();
    await router.closeRouter();
    expect(await raw.closed).toBe(1001);
    expect(raw.of("1")).toEqual([]);
    expect(Date.now() - started).toBeLessThan(5_000);
    expect(live.appointments.readers()).toBe(0);
    deaf.socket.terminate();
    await router.close();
  });

  it("passes what it is shown where nothing is verified", async () => {
    const router = await start({ auth: "none" });
    const raw = await new RawSocket(`${router.url}/graphql`).initialised({ Authorization: "Basic abc" });
    raw.send({ id: "1", type: "subscribe", payload: { query: changes } });
    await until("the upstream", () => live.appointments.readers() === 1);
    expect(router.subgraphs.appointment?.sockets.initialised).toEqual([{ authorization: "Basic abc" }]);
    raw.socket.terminate();
    await router.close();
  });

  it("ends sockets that are never initialised, and those whose client no longer answers", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "setInterval", "clearTimeout", "clearInterval"] });
    try {
      const router = await start();
      const idle = new RawSocket(`${router.url}/graphql`);
      await once(idle.socket, "open");
      const awake = await new RawSocket(`${router.url}/graphql`).initialised();
      const gone = await new RawSocket(`${router.url}/graphql`, { autoPong: false }).initialised();
      vi.advanceTimersByTime(limits.subscriptions.initialisation);
      expect(await idle.closed).toBe(4408);
      vi.advanceTimersByTime(limits.subscriptions.heartbeat);
      await wait(50);
      expect([awake.socket.readyState, gone.socket.readyState]).toEqual([WebSocket.OPEN, WebSocket.OPEN]);
      vi.advanceTimersByTime(limits.subscriptions.heartbeat);
      expect(await gone.closed).toBe(1006);
      expect(awake.socket.readyState).toBe(WebSocket.OPEN);
      awake.socket.terminate();
      await awake.closed;
      vi.useRealTimers();
      await router.close();
    } finally {
      vi.useRealTimers();
    }
  });
});
