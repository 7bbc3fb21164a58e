import "reflect-metadata";
import { Arg, Field, InputType, Query, Resolver } from "type-graphql";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { TestViewer } from "../testing/test.issuer.ts";
import { startTestSubgraph, type TestSubgraph } from "../testing/test.subgraph.ts";
import { Role } from "../viewer/viewer.ts";
import { DateTime, LocalDate } from "./scalars.ts";

@InputType({ description: "A stay." })
class StayInput {
  @Field(() => DateTime, { nullable: true, description: "Its begin." })
  from?: Date | null;

  @Field(() => [LocalDate], { nullable: true, description: "Days away." })
  away?: string[] | null;

  @Field(() => [String], { nullable: true, description: "Names." })
  names?: string[] | null;
}

@Resolver()
class StayResolver {
  @Query(() => String, { nullable: true, description: "Answers with what it is asked." })
  stay(
    @Arg("input", () => StayInput, { nullable: true, description: "Which." }) input: StayInput | null,
    @Arg("on", () => LocalDate, { nullable: true, description: "A day." }) on: string | null,
  ): string {
    return JSON.stringify({ input, on });
  }
}

const definition = { name: "stay", entities: [], migrations: [], resolvers: [StayResolver], references: {} };
const nurse: TestViewer = { organizationId: "0199a000-0000-7000-8000-000000000001", roles: [Role.NURSE] };

let subgraph: TestSubgraph;
beforeAll(async () => {
  subgraph = await startTestSubgraph(definition);
});
afterAll(() => subgraph.close());

const inputOf = "query ($wanted: StayInput, $unused: Date) { stay(on: $unused) other: stay(input: $wanted) }";

it.each<[string, string, object, string[]]>([
  ["a literal", `{ stay(on: "2027-02-30") }`, {}, ["on"]],
  ["a literal within", `{ a: stay(on: "2027-02-28") stay(input: { from: "2026-12-01" }) }`, {}, ["input", "from"]],
  ["a literal in a list", `{ stay(input: { away: ["2027-02-28", "soon"] }) }`, {}, ["input", "away", "1"]],
  ["a variable's part, whatever its name is", inputOf, { wanted: { from: "2026-12-01" } }, ["input", "from"]],
  ["a value that looks like a path", inputOf, { wanted: { from: '" at "x.y"; z' } }, ["input", "from"]],
  ["a variable's list", inputOf, { wanted: { away: ["2027-02-28", "soon"] } }, ["input", "away", "1"]],
  ["a variable", "query ($day: Date) { stay(on: $day) }", { day: "soon" }, ["on"]],
  ["a variable within", "query ($d: DateTime) { stay(input: { from: $d }) }", { d: "9" }, ["input", "from"]],
  ["NUL in a literal", `{ stay(input: { names: ["Ann", "B\\u0000b"] }) }`, {}, ["input", "names", "1"]],
  ["NUL in a variable", inputOf, { wanted: { names: ["\0"] } }, ["input", "names", "0"]],
])("says where a wrong value stands: %s", async (_what, query, variables, field) => {
  const { errors } = await subgraph.query(nurse, query, variables as Record<string, unknown>);
  expect(errors).toHaveLength(1);
  expect(errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT", field });
});

it("says nothing of the place of a default value, which stands in no argument", async () => {
  const { errors } = await subgraph.query(nurse, `query ($day: Date = "soon") { stay(on: $day) }`);
  expect(errors?.[0]?.extensions).toEqual({ code: "BAD_USER_INPUT" });
});
