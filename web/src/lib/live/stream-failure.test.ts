import { expect, test } from "vitest";
import { isRetryable } from "./stream-failure.ts";

test.each([1001, 1006, 1012, 4403, 4408, 4499])("after a close with %d another try is made", (code) => {
  expect(isRetryable({ code, reason: "" })).toBe(true);
});

test.each([4400, 4401])("a close with %d is final", (code) => {
  expect(isRetryable({ code, reason: "" })).toBe(false);
});

test("a connection that did not open is tried again, a mistake of ours is not", () => {
  expect(isRetryable(new Event("error"))).toBe(true);
  expect(isRetryable(new TypeError("query is undefined"))).toBe(false);
});
