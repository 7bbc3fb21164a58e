import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestRouter, type TestRouter } from "../testing/test.router.ts";
import { createDocumentCheck } from "./document.limits.ts";

const document = "query Names { patients { name } }";
const hash = createHash("sha256").update(document).digest("hex");
const persisted = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });

describe("documents", () => {
  let router: TestRouter;
  beforeAll(async () => {
    router = await startTestRouter({ operations: { [hash]: document } });
  });
  afterAll(() => router.close());

  it("answers a persisted document by its hash", async () => {
    const answer = await router.post({ extensions: persisted(hash) });
    expect(answer.data).toEqual({ patients: [{ name: "Ada" }, { name: "Grace" }] });
  });

  it("does not know other hashes, and learns none from clients", async () => {
    const other = "{ invoices { id } }";
    const otherHash = createHash("sha256").update(other).digest("hex");
    const unknown = async () => (await router.post({ extensions: persisted(otherHash) })).errors?.[0]?.extensions.code;
    expect(await unknown()).toBe("PERSISTED_QUERY_NOT_FOUND");
    const registered = await router.post({ query: other, extensions: persisted(otherHash) });
    expect(registered.data).toEqual({ invoices: [{ id: "i1" }] });
    expect(await unknown()).toBe("PERSISTED_QUERY_NOT_FOUND");
  });

  it("refuses a hash that is not its query's", async () => {
    const answer = await router.post({ query: "{ invoices { id } }", extensions: persisted(hash) });
    expect(answer.status).toBe(400);
    expect(answer.errors?.[0]?.extensions.code).toBe("BAD_REQUEST");
  });

  it.each([
    [
      "aliases",
      `{ patients { ${Array.from({ length: 51 }, (_, n) => `a${n}: name`).join(" ")} } }`,
      "QUERY_TOO_COMPLEX",
    ],
    [
      "root fields",
      `{ ${Array.from({ length: 21 }, (_, n) => `a${n}: patients { id }`).join(" ")} }`,
      "QUERY_TOO_COMPLEX",
    ],
    ["tokens", `{ patients { ${"id ".repeat(5_000)} } }`, "QUERY_TOO_COMPLEX"],
    ["fields", `{ patients { ${"id ".repeat(1_600)} } }`, "QUERY_TOO_COMPLEX"],
    ["levels", `{ patients ${"{ a ".repeat(12)}${"}".repeat(12)} }`, "QUERY_TOO_DEEP"],
  ])("refuses too many %s", async (_, query, code) => {
    const answer = await router.post(query);
    expect(answer.status).toBe(400);
    expect(answer.errors?.[0]?.extensions.code).toBe(code);
  });

  it("refuses a body above 1 MB, a batch, and what is not JSON", async () => {
    const large = await router.post({ query: "{ patients { id } }", variables: { fill: "x".repeat(1_100_000) } });
    expect(large.status).toBe(413);
    expect(large.errors?.[0]?.extensions.code).toBe("REQUEST_TOO_LARGE");
    const batch = await router.post([{ query: "{ patients { id } }" }]);
    expect(batch.status).toBe(400);
    const text = await fetch(`${router.url}/graphql`, {
      method: "POST",
      headers: { "content-type": "text/plain" },
      body: '{"query":"{ __typename }"}',
    });
    expect(text.status).toBe(400);
    const form = await fetch(`${router.url}/graphql`, {
      method: "POST",
      body: new URLSearchParams({ query: "{ __typename }" }),
    });
    expect(form.status).toBe(415);
    expect((await fetch(`${router.url}/graphql?query={__typename}`)).status).toBe(405);
  });

  it("keeps the codes of syntax, validation and variables", async () => {
    expect((await router.post("{ patients {")).errors?.[0]?.extensions.code).toBe("GRAPHQL_PARSE_FAILED");
    const unknown = await router.post("{ patients { nam } }");
    expect(unknown.errors?.[0]?.extensions.code).toBe("GRAPHQL_VALIDATION_FAILED");
    const variables = await router.post({ query: "query($id: ID!) { patient(id: $id) { id } }", variables: {} });
    expect(variables.errors?.[0]?.extensions.code).toBe("BAD_USER_INPUT");
  });

  it.each([
    ["a field", { query: "{ patients { nam } }" }],
    ["a type", { query: "{ ... on Quer { patients { id } } }" }],
    ["an argument", { query: '{ patient(idd: "1") { id } }' }],
    [
      "a value that a variable cannot have",
      { query: "query($id: ID!) { patient(id: $id) { id } }", variables: { id: {} } },
    ],
  ])("say nothing of the schema to whoever guesses at %s", async (_, body) => {
    const { errors, text } = await router.post(body);
    expect(errors?.[0]?.extensions.code).toMatch(/GRAPHQL_VALIDATION_FAILED|BAD_USER_INPUT/);
    expect(text).not.toMatch(/did you mean|stack|\.ts|node_modules/i);
  });

  it("refuses variables that are nested deeper than anything asks for, before they are passed on", async () => {
    const ask = async (levels: number) => {
      const nested = `${"[".repeat(levels)}${"]".repeat(levels)}`;
      const response = await fetch(`${router.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", authorization: `Bearer ${await router.identity.token()}` },
        body: `{"query":"query($id: ID!) { patient(id: $id) { id } }","variables":{"id":${nested}}}`,
      });
      const { errors } = (await response.json()) as { errors: { extensions: { code: string } }[] };
      return [response.status, errors[0]?.extensions.code];
    };
    expect(await ask(19)).toEqual([400, "BAD_USER_INPUT"]);
    for (const levels of [20, 100_000]) expect(await ask(levels)).toEqual([400, "BAD_REQUEST"]);
  });
});

describe("the document check", () => {
  const check = createDocumentCheck();
  const codeOf = (source: string) => check(source)?.extensions.code;

  it("counts a fragment bomb for what it expands to, without expanding it", () => {
    const fragments = Array.from({ length: 60 }, (_, n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`);
    const started = performance.now();
    expect(codeOf(`{ ...F0 } ${fragments.join(" ")} fragment F60 on Query { a { b } }`)).toBe("QUERY_TOO_COMPLEX");
    expect(performance.now() - started).toBeLessThan(500);
  });

  it("counts depth through fragments", () => {
    const nest = (inner: string, levels: number) => `${"a { ".repeat(levels)}${inner}${" }".repeat(levels)}`;
    expect(codeOf(`{ ${nest("...F", 7)} } fragment F on A { ${nest("x", 4)} }`)).toBeUndefined();
    expect(codeOf(`{ ${nest("...F", 7)} } fragment F on A { ${nest("x", 5)} }`)).toBe("QUERY_TOO_DEEP");
  });

  it("survives fragments that contain themselves, which validation refuses", () => {
    expect(codeOf("{ ...A } fragment A on Query { a ...B } fragment B on Query { b ...A }")).toBeUndefined();
  });

  it("lets the tools' introspection query through", async () => {
    const { getIntrospectionQuery } = await import("graphql");
    expect(codeOf(getIntrospectionQuery())).toBeUndefined();
  });
});
