import { buildSchema } from "graphql";
import { describe, expect, it } from "vitest";
import { isThere, wrongTotalOf } from "./policy.answers.ts";
import { gapsOf, rowsOf } from "./policy.rows.ts";

describe("a field of a type that is no entity", () => {
  const schema = buildSchema(`
    type Query { slots: SlotConnection }
    type SlotConnection { nodes: [Slot!]! totalCount: Int! }
    type Slot { id: ID! startsAt: String! takenBy: String }`);
  const may = { ADMIN: "organization" } as const;
  const gapsWith = (shown: Record<string, string[]>) => {
    const matrix = { rows: { "Query.slots": { may } }, shown };
    return gapsOf(rowsOf(schema, [], shown), schema, matrix, {});
  };

  it("needs a decision, which is never forgotten and never of what is not there", () => {
    expect(gapsWith({ Slot: ["startsAt"] })).toEqual([expect.stringMatching(/^Slot\.takenBy has no decision/)]);
    expect(gapsWith({ Slot: ["startsAt", "takenBy"] })).toEqual([]);
    expect(gapsWith({ Slot: ["startsAt", "takenBy", "room"], Room: ["name"] })).toEqual([
      "Slot.room is `shown`, but not in the schema.",
      "Room.name is `shown`, but not in the schema.",
    ]);
  });
});

describe("a list", () => {
  it("is seen by its total alone, which has to fit what it shows", () => {
    expect(isThere({ nodes: [], totalCount: 0 })).toBe(false);
    expect(isThere({ nodes: [], totalCount: 1 })).toBe(true);
    expect(wrongTotalOf({ nodes: [{}], totalCount: 1 })).toBeUndefined();
    expect(wrongTotalOf({ nodes: [{}], totalCount: 2 })).toBe("shows 1, but counts 2");
    expect(wrongTotalOf({ total: 3 })).toBeUndefined();
    expect(wrongTotalOf(null)).toBeUndefined();
  });
});
