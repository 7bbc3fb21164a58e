import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type GraphQLAnswer, startTestRouter, type TestRouter } from "../testing/test.router.ts";
import type { TestSubgraph } from "../testing/test.subgraph.ts";

const everything = `{
  patients { id name balance }
  appointments { id patient { name } }
  invoices { id total }
}`;

function lost(answer: GraphQLAnswer): string[] {
  return (answer.errors ?? []).map((error) => (error.path ?? ["(none)"]).join(".")).sort();
}

describe("federation over real subgraphs", () => {
  let router: TestRouter;

  const subgraph = (name: string): TestSubgraph => {
    const found = router.subgraphs[name];
    if (found === undefined) throw new Error(`no subgraph ${name}`);
    return found;
  };

  beforeAll(async () => {
    router = await startTestRouter();
  });
  beforeEach(() => {
    for (const one of Object.values(router.subgraphs)) {
      one.behave("answer");
      one.asked.length = 0;
    }
  });
  afterAll(() => router.close());

  it("joins three subgraphs, asking each once per step of the plan", async () => {
    const answer = await router.post(everything);
    expect(answer.errors).toBeUndefined();
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({
      patients: [
        { id: "p1", name: "Ada", balance: 10 },
        { id: "p2", name: "Grace", balance: 20 },
      ],
      appointments: [
        { id: "a1", patient: { name: "Ada" } },
        { id: "a2", patient: { name: "Grace" } },
        { id: "a3", patient: null },
      ],
      invoices: [{ id: "i1", total: 100 }],
    });
    expect(subgraph("appointment").asked).toHaveLength(1);
    expect(subgraph("patient").asked).toHaveLength(2);
    expect(subgraph("billing").asked).toHaveLength(2);
  });

  it("passes mutations and their arguments", async () => {
    const answer = await router.post({
      query: "mutation($reason: String!) { book(reason: $reason) { id reason } }",
      variables: { reason: "x" },
    });
    expect(answer.data).toEqual({ book: { id: "a9", reason: "x" } });
  });

  it("forwards token, correlation id and the caller's own address, and not what the caller claims to be", async () => {
    const token = await router.identity.token();
    const answer = await router.post("{ patients { id } }", {
      authorization: `Bearer ${token}`,
      "x-correlation-id": "integrator-42",
      "x-forwarded-for": "203.0.113.9",
    });
    expect(answer.headers.get("x-correlation-id")).toBe("integrator-42");
    expect(subgraph("patient").asked[0]?.headers).toMatchObject({
      authorization: `Bearer ${token}`,
      "x-correlation-id": "integrator-42",
      "x-forwarded-for": "127.0.0.1",
    });
  });

  it("replaces a correlation id that is not harmless", async () => {
    const answer = await router.post("{ patients { id } }", { "x-correlation-id": 'a"};{evil' });
    expect(answer.headers.get("x-correlation-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("loses only the dead subgraph's fields, and names each of them", async () => {
    const broken = await startTestRouter();
    try {
      await broken.subgraphs.billing?.kill();
      const answer = await broken.post(everything);
      expect(answer.status).toBe(200);
      expect(answer.data).toEqual({
        patients: [
          { id: "p1", name: "Ada", balance: null },
          { id: "p2", name: "Grace", balance: null },
        ],
        appointments: [
          { id: "a1", patient: { name: "Ada" } },
          { id: "a2", patient: { name: "Grace" } },
          { id: "a3", patient: null },
        ],
        invoices: null,
      });
      expect(lost(answer)).toEqual(["invoices", "patients.0.balance", "patients.1.balance"]);
      for (const error of answer.errors ?? []) {
        expect(error.message).toBe(
          "The billing service is unavailable. Its part of the answer is missing; please try again in a moment.",
        );
        expect(error.extensions).toEqual({
          code: "SUBGRAPH_UNAVAILABLE",
          service: "billing",
          correlationId: answer.headers.get("x-correlation-id"),
        });
      }
    } finally {
      await broken.close();
    }
  });

  it("names the entity when more than one of its fields is lost", async () => {
    subgraph("billing").behave("server_error");
    const answer = await router.post("{ patients { id balance status } }");
    expect(answer.data).toEqual({
      patients: [
        { id: "p1", balance: null, status: null },
        { id: "p2", balance: null, status: null },
      ],
    });
    expect(lost(answer)).toEqual(["patients.0", "patients.1"]);
  });

  it("empties an entity that only the dead subgraph can fill, and keeps its siblings", async () => {
    subgraph("patient").behave("server_error");
    const answer = await router.post(everything);
    expect(answer.data).toEqual({
      patients: null,
      appointments: [
        { id: "a1", patient: null },
        { id: "a2", patient: null },
        { id: "a3", patient: null },
      ],
      invoices: [{ id: "i1", total: 100 }],
    });
    expect(lost(answer)).toEqual(["appointments.0.patient.name", "appointments.1.patient.name", "patients"]);
  });

  it.each(["hang", "trickle"] as const)("gives up on a subgraph that lets it %s", async (behaviour) => {
    subgraph("billing").behave(behaviour);
    const started = Date.now();
    const answer = await router.post("{ invoices { id } patients { id } }");
    expect(Date.now() - started).toBeLessThan(3_000);
    expect(answer.data).toEqual({ invoices: null, patients: [{ id: "p1" }, { id: "p2" }] });
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: "SUBGRAPH_UNAVAILABLE", service: "billing" });
    const metrics = await (await fetch(`${router.url}/metrics`)).text();
    expect(metrics).toContain('careconnect_subgraph_fetch_failures_total{subgraph="billing",reason="timeout"}');
  });

  it.each(["server_error", "not_json"] as const)("shows nothing of an answer that is %s", async (behaviour) => {
    subgraph("billing").behave(behaviour);
    const answer = await router.post("{ invoices { id } }");
    expect(answer.data).toEqual({ invoices: null });
    expect(answer.errors?.[0]?.extensions.code).toBe("SUBGRAPH_UNAVAILABLE");
    expect(answer.text).not.toContain("internal.example");
    expect(answer.text).not.toContain("127.0.0.1");
  });

  it("passes a subgraph's UNAUTHENTICATED", async () => {
    subgraph("billing").behave("unauthenticated");
    const answer = await router.post("{ invoices { id } patients { id } }");
    expect(answer.data).toMatchObject({ invoices: null });
    expect(answer.errors).toEqual([
      {
        message: "Token refused.",
        extensions: { code: "UNAUTHENTICATED", correlationId: answer.headers.get("x-correlation-id") },
      },
    ]);
  });

  it("masks what a subgraph did not say on purpose, and logs no word of it", async () => {
    const answer = await router.post("{ leak invoices { id } }");
    expect(answer.data).toEqual({ leak: null, invoices: [{ id: "i1" }] });
    expect(answer.errors).toEqual([
      {
        message: "Something went wrong on our side. Please try again; if it stays, report the correlation id.",
        path: ["leak"],
        extensions: { code: "INTERNAL_SERVER_ERROR", correlationId: answer.headers.get("x-correlation-id") },
      },
    ]);
    expect(answer.text).not.toMatch(/secret|internal\.example|stack/);
    expect(router.log.join("\n")).not.toContain("ada@example.test");
    expect(router.log.join("\n")).toContain(answer.headers.get("x-correlation-id"));
  });

  it("passes what a subgraph said on purpose without its internals, and keeps the status of the answer its own", async () => {
    const answer = await router.post("{ refused }");
    expect(answer.status).toBe(200);
    expect(answer.errors).toEqual([
      {
        message: "Only administrators may do this.",
        path: ["refused"],
        extensions: { code: "FORBIDDEN", correlationId: answer.headers.get("x-correlation-id") },
      },
    ]);
  });

  it("never shows the gateway's notes on missing non-null values", async () => {
    const answer = await router.post("{ orphan { id patient { id name } } }");
    expect(answer.data).toEqual({ orphan: { id: "a0", patient: null } });
    expect(answer.text).not.toContain("valueCompletion");
    expect(answer.extensions).toBeUndefined();
  });

  it("trap 2: refuses a subscription sent by POST with a sentence", async () => {
    const answer = await router.post("subscription { booked { id } }");
    expect(answer.status).toBe(400);
    expect(answer.errors?.[0]?.extensions.code).toBe("BAD_REQUEST");
  });

  it("logs no variables", async () => {
    await router.post({
      query: "query($id: ID!) { patient(id: $id) { id } }",
      variables: { id: "very-personal-value" },
    });
    expect(router.log.join("\n")).not.toContain("very-personal-value");
  });
});
