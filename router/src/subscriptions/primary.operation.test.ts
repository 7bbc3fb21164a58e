import { buildSchema } from "graphql";
import { describe, expect, it } from "vitest";
import { readPrimaryOperation } from "./primary.operation.ts";

const schema = buildSchema(`
  type Query { a: Int }
  type Subscription {
    changed(of: ID, after: String): Change
    unbounded(of: ID): Change
    numbered(after: Int): Change
  }
  type Change { cursor: String! id(unlessAfter: String): ID }
`);

const read = (operation: string) => readPrimaryOperation("appointment", operation, schema);
const flat = (text: string | undefined) => text?.replace(/\s+/g, " ").trim();

describe("the primary operation", () => {
  it("has no name, and knows its field and variables", () => {
    const primary = read("subscription Live__appointment__0($of: ID) { a: changed(of: $of) { id } }");
    expect(flat(primary.question.query)).toBe("subscription ($of: ID) { a: changed(of: $of) { id } }");
    expect(primary.question.uses).toEqual(["of"]);
    expect(primary.field).toBe("changed");
  });

  it("goes on after a cursor, under whatever name it was asked for", () => {
    const { resumption } = read(
      "subscription($of: ID, $a: String) { x: changed(of: $of, after: $a) { at: cursor id } }",
    );
    expect(flat(resumption?.question.query)).toBe(
      "subscription ($of: ID, $resumeAfter: String!) { x: changed(of: $of, after: $resumeAfter) { at: cursor id } }",
    );
    expect(resumption?.question.uses).toEqual(["of"]);
    expect(resumption?.cursorOf({ x: { at: "c7", id: "1" } })).toBe("c7");
    expect(resumption?.cursorOf({ x: null })).toBeUndefined();
    expect(resumption?.cursorOf(null)).toBeUndefined();
  });

  it("keeps a variable that is used elsewhere too", () => {
    const { resumption } = read("subscription($a: String) { changed(after: $a) { cursor id(unlessAfter: $a) } }");
    expect(flat(resumption?.question.query)).toBe(
      "subscription ($a: String, $resumeAfter: String!) { changed(after: $resumeAfter) { cursor id(unlessAfter: $a) } }",
    );
    expect(resumption?.question.uses).toEqual(["a"]);
  });

  it("does not take a variable of the client for its own", () => {
    const { resumption } = read(
      "subscription($resumeAfter: String) { changed(after: $resumeAfter) { cursor id(unlessAfter: $resumeAfter) } }",
    );
    expect(resumption?.variable).not.toBe("resumeAfter");
    expect(resumption?.question.query).toContain(`after: $${resumption?.variable}`);
    expect(resumption?.question.uses).toEqual(["resumeAfter"]);
  });

  it.each([
    ["without a cursor", "subscription { changed { id } }"],
    ["without the argument", "subscription { unbounded { cursor } }"],
    ["with positions that are no strings", "subscription { numbered { cursor } }"],
  ])("cannot go on %s", (_, operation) => {
    expect(read(operation).resumption).toBeUndefined();
  });

  it("reads the client's own position from a literal, a variable and a default", () => {
    expect(read(`subscription { changed(after: "c1") { id } }`).startsAfter({})).toBe("c1");
    expect(read("subscription($a: String) { changed(after: $a) { id } }").startsAfter({ a: "c2" })).toBe("c2");
    expect(read(`subscription($a: String = "c3") { changed(after: $a) { id } }`).startsAfter({})).toBe("c3");
    expect(read("subscription($a: String) { changed(after: $a) { id } }").startsAfter({})).toBeUndefined();
    expect(read("subscription { changed(after: null) { id } }").startsAfter({})).toBeNull();
    expect(read("subscription { changed { id } }").startsAfter({})).toBeUndefined();
  });
});
