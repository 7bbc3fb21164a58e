import { buildSchema } from "graphql";
import { describe, expect, it } from "vitest";
import { undeclaredBreakingChanges } from "./breaking.changes.ts";
import { composeSupergraph, type SubgraphSdl } from "./composition.ts";
import { missingDescriptions, nonNullAcrossSubgraphs } from "./schema.lint.ts";

const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@shareable"])';

function subgraph(name: string, types: string): SubgraphSdl {
  return { name, url: `http://${name}:4000/graphql`, sdl: `${link}\n${types}` };
}

const home = subgraph(
  "patient",
  '"A patient." type Patient @key(fields: "id") { "Id." id: ID! } type Query { "One." patient: Patient }',
);

describe("missing descriptions", () => {
  it("are found on every kind of element", () => {
    const api = buildSchema(`
      type Query { bare(argument: Input): Kind }
      input Input { field: Int }
      enum Kind { VALUE }
      scalar Opaque
    `);
    expect(missingDescriptions(api)).toEqual([
      "Query.bare has no description.",
      "Query.bare(argument:) has no description.",
      "Input has no description.",
      "Input.field has no description.",
      "Kind has no description.",
      "Kind.VALUE has no description.",
      "Opaque has no description.",
    ]);
  });
});

describe("fields that a dead subgraph would turn into data: null", () => {
  it("are found on roots, on another's entity, and on references to it", () => {
    const other = subgraph(
      "billing",
      `type Patient @key(fields: "id") { id: ID! invoices: [Invoice!]! fullName: String! @external }
       "An invoice." type Invoice @key(fields: "id") { id: ID! patient: Patient! }
       type Query { invoices: [Invoice!]! }`,
    );
    expect(nonNullAcrossSubgraphs([home, other])).toEqual([
      "billing: Patient.invoices is added to another subgraph's entity and must be nullable.",
      "billing: Invoice.patient refers to another subgraph's entity and must be nullable.",
      "billing: Query.invoices is a root field and must be nullable.",
    ]);
  });

  it("are not complained of at home", () => {
    expect(nonNullAcrossSubgraphs([home])).toEqual([]);
  });
});

describe("composition", () => {
  it("reports an input field that one subgraph lacks, since it would silently disappear", () => {
    const one = subgraph(
      "one",
      'type Query { "A." a(filter: Filter): Int } "F." input Filter { "X." x: Int "Y." y: Int }',
    );
    const two = subgraph("two", 'type Query { "B." b(filter: Filter): Int } "F." input Filter { "X." x: Int }');
    const composed = composeSupergraph([one, two]);
    expect("hints" in composed && composed.hints).toContainEqual(
      expect.stringContaining("INCONSISTENT_INPUT_OBJECT_FIELD"),
    );
  });

  it("says what does not fit", () => {
    const composed = composeSupergraph([home, subgraph("other", "type Query { patient: Int }")]);
    expect("errors" in composed && composed.errors.join()).toContain("patient");
  });
});

describe("breaking changes", () => {
  const before = buildSchema("type Query { kept: Int removed: Int changed: Int }");
  const after = buildSchema("type Query { kept: Int changed: String }");

  it("are refused one by one", async () => {
    const changes = await undeclaredBreakingChanges(before, after, "");
    expect(changes.map((change) => change.split(":")[0])).toEqual(["Query.removed", "Query.changed"]);
  });

  it("pass when the changelog declares them, and only those", async () => {
    const changelog = "## 2026-12-01\n\n- **Breaking** `Query.removed`: nobody used it.\n";
    expect(await undeclaredBreakingChanges(before, after, changelog)).toEqual([
      expect.stringContaining("Query.changed"),
    ]);
  });
});
