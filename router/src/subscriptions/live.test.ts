import type { Client, ClientOptions } from "graphql-ws";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createLiveGraph, type LiveGraph, visit } from "../testing/live.graph.ts";
import { connectClient, listen, until } from "../testing/test.client.ts";
import { startTestRouter, type TestRouter } from "../testing/test.router.ts";
import type { TestSubgraph } from "../testing/test.subgraph.ts";

const changes = "subscription { appointmentChanged { cursor appointment { id } } }";
const joinedChanges = "subscription Live { appointmentChanged { cursor appointment { id patient { name } } } }";
const resumable =
  "subscription Live($after: String) { appointmentChanged(after: $after) { cursor appointment { id patient { name } } } }";

describe("live updates over real subgraphs", () => {
  let live: LiveGraph;
  let router: TestRouter;
  const clients: Client[] = [];

  beforeAll(async () => {
    live = createLiveGraph();
    router = await startTestRouter({ graph: live.subgraphs, environment: { SUBGRAPH_TIMEOUT_MS: "1000" } });
  });
  beforeEach(() => {
    live.joinedFor.length = 0;
    for (const one of Object.values(router.subgraphs)) {
      one.behave("answer");
      one.asked.length = 0;
      one.sockets.initialised.length = 0;
      one.sockets.subscribed.length = 0;
      one.sockets.refuse(() => false);
    }
  });
  afterEach(async () => {
    for (const client of clients.splice(0)) await client.dispose();
    await until("all upstreams are closed", () => live.appointments.readers() + live.metrics.readers() === 0);
    await until("all sockets to subgraphs are closed", () =>
      Object.values(router.subgraphs).every((one) => one.sockets.open() === 0),
    );
  });
  afterAll(() => router.close());

  const subgraph = (name: string): TestSubgraph => {
    const found = router.subgraphs[name];
    if (found === undefined) throw new Error(`no subgraph ${name}`);
    return found;
  };

  async function connect(token?: string, options: Partial<ClientOptions> = {}): Promise<Client> {
    const shown = token ?? (await router.identity.token());
    const client = connectClient(router.url, { authorization: `Bearer ${shown}` }, options);
    clients.push(client);
    return client;
  }

  const subscribed = (count: number) => until(`${count} upstreams`, () => live.appointments.readers() === count);

  async function metric(name: string): Promise<number> {
    const text = await (await fetch(`${router.url}/metrics`)).text();
    const lines = text.split("\n").filter((line) => line.startsWith(name) && !line.startsWith("#"));
    return lines.reduce((sum, line) => sum + Number(line.split(" ").at(-1)), 0);
  }

  /** So many streams run, for clients on so many sockets. */
  async function streams(running: number, sockets: number): Promise<void> {
    for (const _ of Array.from({ length: 200 })) {
      const found = [await metric("careconnect_live_streams "), await metric("careconnect_live_sockets ")];
      if (found[0] === running && found[1] === sockets) return;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    throw new Error(`waited in vain for ${running} streams`);
  }

  it("joins the fields of other subgraphs to each event, with the viewer's token", async () => {
    const token = await router.identity.token();
    const client = await connect(token);
    const heard = listen(
      client,
      "subscription { change: appointmentChanged { at: cursor appointment { id who: patient { name balance } } } }",
    );
    await subscribed(1);
    live.appointments.append(visit("a1"), visit("a2", "p2"));
    await heard.count(2);
    expect(heard.results[0]).toEqual({
      data: { change: { at: expect.any(String), appointment: { id: "a1", who: { name: "Ada", balance: 10 } } } },
    });
    expect(heard.results[1]?.data).toMatchObject({ change: { appointment: { id: "a2", who: { name: "Grace" } } } });
    expect(subgraph("appointment").sockets.initialised).toMatchObject([{ authorization: `Bearer ${token}` }]);
    expect(new Set(live.joinedFor)).toEqual(new Set([`Bearer ${token}`]));
  });

  it("resolves fragments, unions and variables as queries do", async () => {
    const client = await connect();
    const heard = listen(client, {
      query: `
        subscription Both($email: Boolean!) { activity { __typename ...Visit ... on Note { text about { ...Person } } } }
        fragment Visit on Appointment { reason patient { ...Person } }
        fragment Person on Patient { name email @include(if: $email) }`,
      variables: { email: false },
    });
    await until("the upstream", () => live.activities.readers() === 1);
    live.activities.append(
      { __typename: "Note", text: "call back", about: { id: "p2" } },
      { __typename: "Appointment", ...visit("a1") },
    );
    await heard.count(2);
    expect(heard.results).toEqual([
      { data: { activity: { __typename: "Note", text: "call back", about: { name: "Grace" } } } },
      { data: { activity: { __typename: "Appointment", reason: "reason of a1", patient: { name: "Ada" } } } },
    ]);
    heard.stop();
    await until("the upstream is closed", () => live.activities.readers() === 0);
  });

  it("passes arguments on, and only the variables that the operation declares", async () => {
    const client = await connect();
    const heard = listen(client, {
      query: "subscription($of: ID) { appointmentChanged(patientId: $of) { appointment { id } } }",
      variables: { of: "p2", other: "x" },
    });
    await subscribed(1);
    expect(subgraph("appointment").sockets.subscribed[0]?.variables).toEqual({ of: "p2" });
    live.appointments.append(visit("a1", "p1"), visit("a2", "p2"));
    await heard.count(1);
    expect(heard.results).toEqual([{ data: { appointmentChanged: { appointment: { id: "a2" } } } }]);
  });

  it("delivers in the order of the events, whatever the joins take", async () => {
    const client = await connect();
    const heard = listen(client, joinedChanges);
    await subscribed(1);
    live.joinDelays.push(80, 40, 0, 20);
    live.appointments.append(visit("a1"), visit("a2"), visit("a3"), visit("a4"));
    await heard.count(4);
    expect(heard.results).toMatchObject(
      ["a1", "a2", "a3", "a4"].map((id) => ({ data: { appointmentChanged: { appointment: { id } } } })),
    );
  });

  it("joins once for all operations of one token, and merges nothing of one into another", async () => {
    const token = await router.identity.token();
    const heard = [];
    for (let n = 0; n < 5; n += 1) heard.push(listen(await connect(token), joinedChanges));
    const another = listen(
      await connect(token),
      "subscription Live { appointmentChanged { cursor appointment { id patient { balance } } } }",
    );
    // They differ in what others add to the event, and not in what the events' owner is asked.
    await subscribed(1);
    await streams(2, 6);
    live.appointments.append(visit("a1"));
    for (const one of [...heard, another]) await one.count(1);
    expect(subgraph("patient").asked).toHaveLength(1);
    expect(heard[4]?.results[0]?.data).toMatchObject({
      appointmentChanged: { appointment: { patient: { name: "Ada" } } },
    });
    expect(another.results[0]?.data).toMatchObject({
      appointmentChanged: { appointment: { patient: { balance: 10 } } },
    });
    expect(subgraph("appointment").sockets.open()).toBe(1);
    expect(await metric("careconnect_live_upstreams{")).toBe(1);
  });

  it("keeps what one stream joins out of another that shares the event", async () => {
    const token = await router.identity.token();
    const asking = (field: string) =>
      `subscription { appointmentChanged { appointment { patient { told: ${field} } } } }`;
    const name = listen(await connect(token), asking("name"));
    const note = listen(await connect(token), asking("note"));
    await streams(2, 2);
    await subscribed(1);
    subgraph("billing").behave("hang");
    live.appointments.append(visit("a1"));
    await note.count(1);
    expect(name.results[0]?.data).toEqual({ appointmentChanged: { appointment: { patient: { told: "Ada" } } } });
    expect(note.results[0]?.data).toEqual({ appointmentChanged: { appointment: { patient: { told: null } } } });
  });

  it("trap 3: the client's name for its operation does not keep equal questions apart", async () => {
    const token = await router.identity.token();
    const [one, other] = ["One", "Other"].map((name) => changes.replace("subscription", `subscription ${name}`));
    const heard = [listen(await connect(token), one ?? ""), listen(await connect(token), other ?? "")];
    await streams(2, 2);
    await subscribed(1);
    expect(subgraph("appointment").sockets.subscribed).toHaveLength(1);
    live.appointments.append(visit("a1"));
    for (const listening of heard) await listening.count(1);
  });

  it("trap 5: two viewers never share, not even one with the same rights", async () => {
    const [one, other] = [
      await router.identity.token({ subject: "one" }),
      await router.identity.token({ subject: "other" }),
    ];
    const [first, second] = [listen(await connect(one), joinedChanges), listen(await connect(other), joinedChanges)];
    await subscribed(2);
    live.appointments.append(visit("a1"));
    await first.count(1);
    await second.count(1);
    expect(subgraph("appointment").sockets.open()).toBe(2);
    expect(new Set(live.joinedFor)).toEqual(new Set([`Bearer ${one}`, `Bearer ${other}`]));
  });

  it("shares the opt-in field between viewers of one organization and role set, and gives a newcomer the latest state", async () => {
    const metrics = "subscription { dashboardMetricsChanged { booked } }";
    const open = async (changes: Record<string, unknown>) =>
      listen(await connect(await router.identity.token(changes)), metrics);
    const first = await open({ subject: "one" });
    await until("the upstream", () => live.metrics.readers() === 1);
    live.metrics.append({ booked: 1 });
    await first.count(1);
    const second = await open({ subject: "two" });
    await second.count(1);
    expect(second.results).toEqual([{ data: { dashboardMetricsChanged: { booked: 1 } } }]);
    expect(live.metrics.readers()).toBe(1);
    const stranger = await open({ subject: "three", claims: { org: "another" } });
    const nurse = await open({ subject: "four", claims: { roles: ["NURSE"] } });
    await until("the upstreams of others", () => live.metrics.readers() === 3);
    live.metrics.append({ booked: 2 });
    for (const one of [first, second]) await one.count(2);
    for (const one of [stranger, nurse]) await one.count(1);
    expect(await metric("careconnect_live_streams ")).toBe(3);
  });

  it("does not share the opt-in field where others' fields are joined: those are asked in one viewer's name", async () => {
    const joined = "subscription { dashboardMetricsChanged { booked busiest { name } } }";
    const heard = [];
    for (const subject of ["one", "two"]) {
      heard.push(listen(await connect(await router.identity.token({ subject })), joined));
    }
    await until("both upstreams", () => live.metrics.readers() === 2);
    live.metrics.append({ booked: 1, busiest: { id: "p1" } });
    for (const one of heard) await one.count(1);
    expect(new Set(live.joinedFor).size).toBe(2);
  });

  it("keeps a shared stream when the token expires that it was opened with", async () => {
    const metrics = "subscription { dashboardMetricsChanged { booked } }";
    const [first, second] = [
      await router.identity.token({ subject: "one" }),
      await router.identity.token({ subject: "two", expiresInSeconds: 600 }),
    ];
    const one = listen(await connect(first), metrics);
    await until("the upstream", () => live.metrics.readers() === 1);
    const two = listen(await connect(second), metrics);
    await streams(1, 2);
    subgraph("reports").sockets.refuse((shown) => shown === `Bearer ${first}`);
    subgraph("reports").sockets.close(4403);
    await until("the second speaks", () =>
      subgraph("reports").sockets.initialised.some(({ authorization }) => authorization === `Bearer ${second}`),
    );
    await until("the upstream is back", () => live.metrics.readers() === 1);
    live.metrics.append({ booked: 7 });
    for (const listening of [one, two]) await listening.count(1);
  });

  it("trap 13: the first client leaving silences nobody, the last one closes the upstream, also a quiet one", async () => {
    const token = await router.identity.token();
    const [first, second] = [await connect(token), await connect(token)].map((client) => listen(client, joinedChanges));
    await streams(1, 2);
    await subscribed(1);
    first?.stop();
    await streams(1, 1);
    live.appointments.append(visit("a1"));
    await second?.count(1);
    expect(first?.results).toEqual([]);
    second?.stop();
    await subscribed(0);
    await until("the socket is closed", () => subgraph("appointment").sockets.open() === 0);
  });

  it("trap 7: passes RESUME_NOT_POSSIBLE as an error and not as an end", async () => {
    const heard = listen(await connect(), { query: resumable, variables: { after: "older-epoch-3" } });
    expect(await heard.ended).toMatchObject([{ extensions: { code: "RESUME_NOT_POSSIBLE" } }]);
    expect(heard.results).toEqual([]);
  });

  it("passes what the subgraph refuses with its code, and an end in peace as an end", async () => {
    const client = await connect();
    const forbidden = listen(client, "subscription { forbidden { cursor } }");
    expect(await forbidden.ended).toMatchObject([
      {
        message: "You are not allowed to do this.",
        extensions: { code: "FORBIDDEN", correlationId: expect.any(String) },
      },
    ]);
    const countdown = listen(client, "subscription { countdown(from: 3) }");
    expect(await countdown.ended).toBe("complete");
    expect(countdown.results).toEqual([3, 2, 1].map((left) => ({ data: { countdown: left } })));
  });

  it("trap 9: masks on the socket what HTTP masks, in events and in refusals", async () => {
    const client = await connect();
    const refused = await listen(client, "subscription { leaking { cursor } }").ended;
    expect(refused).toMatchObject([{ extensions: { code: "INTERNAL_SERVER_ERROR" } }]);
    const partly = listen(client, "subscription { partly { cursor leak } }");
    await subscribed(1);
    live.appointments.append(visit("a1"));
    await partly.count(1);
    expect(partly.results).toMatchObject([
      {
        data: { partly: { leak: null } },
        errors: [{ path: ["partly", "leak"], extensions: { code: "INTERNAL_SERVER_ERROR" } }],
      },
    ]);
    expect(JSON.stringify([refused, partly.results, router.log])).not.toMatch(/secret|internal\.example|ada@/);
  });

  it("trap 9: checks variables before anything is planned or asked", async () => {
    const client = await connect();
    const wrong = listen(client, {
      query: "subscription($n: Int!) { countdown(from: $n) }",
      variables: { n: "three" },
    });
    expect(await wrong.ended).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
    const missing = listen(client, { query: "subscription($n: Int!) { countdown(from: $n) }" });
    expect(await missing.ended).toMatchObject([{ extensions: { code: "BAD_USER_INPUT" } }]);
    expect(subgraph("appointment").sockets.subscribed).toEqual([]);
  });

  it.each([
    ["on the field", "subscription($no: Boolean!) { appointmentChanged @skip(if: $no) { cursor } }"],
    [
      "on a fragment",
      "subscription($no: Boolean!) { ...F @include(if: $no) } fragment F on Subscription { appointmentChanged { cursor } }",
    ],
    ["by a literal", "subscription { appointmentChanged @include(if: true) { cursor } }"],
    ["in a fragment", "subscription($no: Boolean!) { ... { ... @skip(if: $no) { appointmentChanged { cursor } } } }"],
  ])("trap 1: refuses @skip and @include %s, and the socket lives on", async (_, query) => {
    const client = await connect();
    const other = listen(client, changes);
    await subscribed(1);
    const refused = listen(client, { query, variables: { no: true } });
    expect(await refused.ended).toMatchObject([
      {
        message: expect.stringContaining("@skip and @include are not possible"),
        extensions: { code: "GRAPHQL_VALIDATION_FAILED" },
      },
    ]);
    live.appointments.append(visit("a1"));
    await other.count(1);
  });

  it("refuses what HTTP refuses, with the same codes, and the socket lives on", async () => {
    const client = await connect();
    const codeOf = async (query: string, operationName?: string) => {
      const ended = await listen(client, { query, ...(operationName === undefined ? {} : { operationName }) }).ended;
      return Array.isArray(ended) ? ended[0]?.extensions.code : ended;
    };
    expect(await codeOf("subscription {")).toBe("GRAPHQL_PARSE_FAILED");
    expect(await codeOf("subscription { appointmentChanged { nothing } }")).toBe("GRAPHQL_VALIDATION_FAILED");
    expect(await codeOf("subscription { activity { __typename } appointmentChanged { cursor } }")).toBe(
      "GRAPHQL_VALIDATION_FAILED",
    );
    expect(await codeOf("subscription { appointmentChanged { cursor } }", "Other")).toBe(
      "OPERATION_RESOLUTION_FAILURE",
    );
    expect(await codeOf(`subscription { appointmentChanged ${"{ a ".repeat(12)}${"}".repeat(12)} }`)).toBe(
      "QUERY_TOO_DEEP",
    );
    expect(await codeOf(`subscription { appointmentChanged { ${"cursor ".repeat(1_600)} } }`)).toBe(
      "QUERY_TOO_COMPLEX",
    );
    expect(await codeOf("subscription { countdown(from: 1) }")).toBe("complete");
  });

  it("loses only the fields of a dead joined subgraph, with their paths", async () => {
    subgraph("billing").behave("server_error");
    const heard = listen(
      await connect(),
      "subscription { appointmentChanged { appointment { id patient { name balance } } } }",
    );
    await subscribed(1);
    live.appointments.append(visit("a1"));
    await heard.count(1);
    subgraph("billing").behave("answer");
    live.appointments.append(visit("a2"));
    await heard.count(2);
    expect(heard.results[0]).toMatchObject({
      data: { appointmentChanged: { appointment: { id: "a1", patient: { name: "Ada", balance: null } } } },
      errors: [
        {
          path: ["appointmentChanged", "appointment", "patient", "balance"],
          extensions: { code: "SUBGRAPH_UNAVAILABLE", service: "billing" },
        },
      ],
    });
    expect(heard.results[1]?.errors).toBeUndefined();
  });

  it("answers queries and mutations on the socket too", async () => {
    const client = await connect();
    const query = listen(client, "{ patients { name balance } }");
    expect(await query.ended).toBe("complete");
    expect(query.results).toEqual([
      {
        data: {
          patients: [
            { name: "Ada", balance: 10 },
            { name: "Grace", balance: 10 },
          ],
        },
      },
    ]);
    const mutation = listen(client, {
      query: "mutation($r: String!) { book(reason: $r) { reason } }",
      variables: { r: "x" },
    });
    expect(await mutation.ended).toBe("complete");
    expect(mutation.results).toEqual([{ data: { book: { reason: "x" } } }]);
    const wrong = listen(client, "{ patients { nothing } }");
    await wrong.ended;
    expect(wrong.results[0]?.errors?.[0]?.extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
  });
});
