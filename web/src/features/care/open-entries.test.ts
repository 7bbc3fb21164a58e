import { expect, test } from "vitest";
import { openFirst } from "./open-entries.ts";

test("what is so now comes first, the latest before the earlier, what nobody dated last", () => {
  const entry = (id: string, status: string, since: string | null) => ({ id, status, since });
  const sorted = openFirst(
    [
      entry("over", "RESOLVED", "2025-01-01"),
      entry("undated", "ACTIVE", null),
      entry("old", "ACTIVE", "2019-05-01"),
      entry("new", "ACTIVE", "2024-05-01"),
    ],
    ({ since }) => since,
  );
  expect(sorted.map(({ id }) => id)).toEqual(["new", "old", "undated", "over"]);
});
