import { expect, test } from "vitest";
import { draftOf } from "./draft-name.ts";

test("what is corrected has another draft for each of its versions, and what is new one where it belongs", () => {
  expect(draftOf("allergy", { id: "a1", version: 3 }, "p1")).toBe("allergy:a1:3");
  expect(draftOf("allergy", { id: "a1", version: 4 }, "p1")).toBe("allergy:a1:4");
  expect(draftOf("allergy", null, "p1")).toBe("allergy:p1");
  expect(draftOf("application", null)).toBe("application:new");
});
