import "reflect-metadata";
import { Arg, Query, Resolver, registerEnumType } from "type-graphql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { TestViewer } from "../testing/test.issuer.ts";
import { startTestSubgraph, type TestSubgraph } from "../testing/test.subgraph.ts";
import { Role } from "../viewer/viewer.ts";

enum Colour {
  SCARLET = "SCARLET",
}
registerEnumType(Colour, { name: "Colour", description: "A colour.", valuesConfig: {} });

@Resolver()
class PaintResolver {
  @Query(() => String, { nullable: true, description: "Answers with what it is asked." })
  painted(@Arg("colour", () => Colour, { description: "Which." }) colour: Colour): string {
    return colour;
  }

  @Query(() => String, { nullable: true, description: "Fails." })
  broken(): string {
    throw new Error("the row of Mrs Example");
  }
}

const definition = { name: "input", entities: [], migrations: [], resolvers: [PaintResolver], references: {} };
const nurse: TestViewer = { organizationId: "0199a000-0000-7000-8000-000000000001", roles: [Role.NURSE] };

let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await startTestSubgraph(definition, { config: { mode: "production" } });
});
afterAll(() => subgraph.close());

async function ask(body: string, path = "/graphql", init: RequestInit = { method: "POST", body }) {
  const headers = {
    "content-type": "application/json",
    authorization: `Bearer ${await subgraph.issuer.tokenFor(nurse)}`,
    ...init.headers,
  };
  const response = await fetch(`${subgraph.url}${path}`, { ...init, headers });
  return { status: response.status, text: await response.text() };
}

const operation = (query: string, variables: object = {}) => JSON.stringify({ query, variables });
const withVariable = "query ($c: Colour!) { painted(colour: $c) }";

describe("a subgraph's own port", () => {
  it("answers what it is asked", async () => {
    expect(await ask(operation(withVariable, { c: "SCARLET" }))).toEqual({
      status: 200,
      text: '{"data":{"painted":"SCARLET"}}\n',
    });
  });

  it.each<[string, string, number, string, string?]>([
    ["a field that it does not have", operation("{ paintet }"), 400, "GRAPHQL_VALIDATION_FAILED"],
    ["an argument that it does not have", operation("{ painted(color: SCARLET) }"), 400, "GRAPHQL_VALIDATION_FAILED"],
    ["a value that is none", operation("{ painted(colour: SCARLETT) }"), 400, "GRAPHQL_VALIDATION_FAILED"],
    ["a variable's value that is none", operation(withVariable, { c: "SCARLETT" }), 400, "BAD_USER_INPUT"],
    ["no variable", operation(withVariable), 400, "BAD_USER_INPUT"],
    ["no GraphQL", operation("{ painted("), 400, "GRAPHQL_PARSE_FAILED"],
    ["more tokens than anybody needs", operation(`{ ${"broken ".repeat(20_000)} }`), 400, "GRAPHQL_PARSE_FAILED"],
    ["its schema", operation("{ __schema { types { name } } }"), 400, "GRAPHQL_VALIDATION_FAILED"],
    ["what fails", operation("{ broken }"), 200, "INTERNAL_SERVER_ERROR"],
    ["several operations at once", `[${operation("{ broken }")}]`, 400, "BAD_REQUEST"],
    ["nothing", "", 400, "BAD_REQUEST"],
    ["no JSON", "{", 400, "BAD_REQUEST"],
    ["too much", operation("{ broken }", { fill: "x".repeat(4_200_000) }), 413, "REQUEST_TOO_LARGE"],
    ["at another address", "{}", 404, "NOT_FOUND", "/elsewhere"],
  ])("answers %s with a code and nothing of how the house is built", async (_what, body, status, code, path) => {
    const answer = await ask(body, path);
    const { errors, ...problem } = JSON.parse(answer.text);
    expect([answer.status, errors?.[0]?.extensions.code ?? problem.code]).toEqual([status, code]);
    expect(Object.keys(errors?.[0]?.extensions ?? {}).filter((key) => key !== "code")).toEqual([]);
    expect(answer.text).not.toMatch(/did you mean|SCARLET"|stack|\.ts\b|node_modules|FST_|Mrs Example/i);
  });

  it("is asked by POST alone", async () => {
    expect((await ask("", "/graphql?query=%7Bbroken%7D", { method: "GET" })).status).toBe(404);
  });
});
