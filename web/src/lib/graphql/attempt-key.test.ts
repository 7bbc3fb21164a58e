import { expect, test } from "vitest";
import { createAttemptKeys } from "./attempt-key.ts";

test("the same thing sent again keeps its key until the server has answered", () => {
  const { keyFor, answered } = createAttemptKeys();
  const first = keyFor({ slot: "10:30" });
  expect(keyFor({ slot: "10:30" })).toBe(first);
  expect(keyFor({ slot: "11:00" })).not.toBe(first);
  const second = keyFor({ slot: "11:00" });
  answered();
  expect(keyFor({ slot: "11:00" })).not.toBe(second);
});
